"""Reads the content files of a language, `content/<language>/*.toml`, laid over English ones."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
SOURCE = "en"


def languages():
    """The languages that have content, the source first."""
    codes = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    return [SOURCE, *(code for code in codes if code != SOURCE)]


def merge(source, translation):
    """A translation laid over its source: what it leaves out is taken from the source.

    Tables are merged key by key and lists item by item.
    """
    if isinstance(source, dict) and isinstance(translation, dict):
        return {
            key: merge(value, translation[key]) if key in translation else value
            for key, value in source.items()
        }
    if isinstance(source, list) and isinstance(translation, list):
        return [
            merge(value, translation[index]) if index < len(translation) else value
            for index, value in enumerate(source)
        ]
    return translation


@cache
def load(language, name):
    """One content file in one language, such as `pages/about`.

    Raises:
        FileNotFoundError: when the file is missing in the source or the translation.
        tomllib.TOMLDecodeError: when it is not TOML.
    """
    source = tomllib.loads((FOLDER / SOURCE / f"{name}.toml").read_text("utf-8"))
    if language == SOURCE:
        return source
    translation = tomllib.loads((FOLDER / language / f"{name}.toml").read_text("utf-8"))
    return merge(source, translation)


def page_files():
    """The names of the files in `pages/`: the slugs of the standard pages."""
    return sorted(path.stem for path in (FOLDER / SOURCE / "pages").glob("*.toml"))
