"""Word lists, in plain files that a linguist can read."""

from pathlib import Path


def read(name):
    return Path(__file__).with_name(f"{name}.txt").read_text("utf-8")


def words_of(name):
    """The words of a list, in its order."""
    return read(name).split()
