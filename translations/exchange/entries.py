"""What a file that comes back holds, whatever its format."""

from dataclasses import dataclass

SIZE_LIMIT = 10 * 1024 * 1024


class FileError(Exception):
    """A file that can't be read at all. Its one argument says why, in a sentence for a person."""


@dataclass
class Entry:
    """One translation of a file."""

    number: int  # counted from 1, as a person would
    id: str  # `<key>:<path>:<index>`
    source: str
    target: str
    is_done: bool = True  # False: marked as fuzzy, or as still to be translated or reviewed
    line: int | None = None
    error: str = ""  # what is wrong with its markup already

    @property
    def place(self):
        """Its key, path and index as texts; empty ones for an id that has another form."""
        key, _colon, rest = self.id.partition(":")
        path, _colon, index = rest.rpartition(":")
        return key, path, index


@dataclass
class File:
    kind: str  # "PO" or "XLIFF"
    language: str  # as the file says it; empty when it doesn't
    entries: list


def same_language(one, other):
    """Whether two language tags are the same: `zh_Hans` and `zh-hans` are."""
    return one.replace("_", "-").lower() == other.replace("_", "-").lower()
