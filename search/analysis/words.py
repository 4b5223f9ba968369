"""Cuts a text into words, each of one script. After UAX #29 and UAX #24, simplified."""

import re
from typing import NamedTuple

from .folding import IGNORED, MARKS, fold

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
)
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
_ARABIC = (
    "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
    "\ufb50-\ufdff\ufe70-\ufefc"
)
_CYRILLIC = "\u0400-\u0481\u048a-\u052f\u1c80-\u1c8a\u2de0-\u2dff\ua640-\ua69f"
_WITHIN = f"{MARKS}{IGNORED}"
# Any other letter; ʼ and its kin are apostrophes here. Most are of the first range: it is tried
# first.
_LETTER = rf"(?:[A-Za-zÀ-ÖØ-öø-ɏ]+|(?![{_HAN}{_HANGUL}{_ARABIC}{_CYRILLIC}\u02b9-\u02bd])[^\W\d_])"


def _run(letters):
    return f"[{letters}][{letters}{_WITHIN}]*"


# Numbers keep their separators (UAX #29, MidNum): 4.2, 1,5, 10 000, ٤٫٢.
_PIECE = re.compile(
    rf"(?P<number>(?<!\d)\d{{1,3}}(?:[  \u202f]\d{{3}})+(?!\d)|\d+(?:[.,٫٬]\d+)*)"
    f"|(?P<han>{_run(_HAN)})|(?P<hangul>{_run(_HANGUL)})|(?P<arabic>{_run(_ARABIC)})"
    f"|(?P<cyrillic>{_run(_CYRILLIC)})"
    rf"|(?P<latin>{_LETTER}(?:{_LETTER}|[{_WITHIN}])*)"
)
_GROUPED = re.compile(r"\d{1,3}(?:([  \u202f.,٫٬])\d{3})(?:\1\d{3})*")
_JOINERS = {"", ".", *"-\u2010\u2011\ufe63\uff0d\u00ad"}
_JOINED = {"latin", "cyrillic", "number"}
APOSTROPHES = "'’ʼ‘＇`´"


class Piece(NamedTuple):
    start: int
    end: int
    script: str  # number, han (with kana), hangul, arabic, cyrillic, latin (and all others)
    text: str  # as it is written
    word: str  # folded


class Word(NamedTuple):
    """Pieces that are written as one: `e-Learning`, `COVID-19`, `10MB`, `e.g.`."""

    pieces: tuple
    joined: str  # what they give together; empty where there is one


def _number(text):
    match = _GROUPED.fullmatch(text)
    if match and len(text) > 4:
        return fold("".join(filter(str.isdecimal, text)))
    return fold(re.sub("[,٫٬]", ".", text))


def _are_one(left, right, gap):
    """Whether two pieces are one word: by a hyphen, as digits and letters, as an abbreviation."""
    if gap not in _JOINERS or left.script not in _JOINED or right.script not in _JOINED:
        return False
    if gap == ".":
        return len(left.text) == len(right.text) == 1 and left.script != "number"
    return not left.script == right.script == "number"


def words(text):
    """The words of a text, in order.

    Args:
        text: any string.

    Yields:
        `Word`s; the offsets of their pieces cut the piece out of the text. Pieces that fold to
        nothing are left out.
    """
    pieces = []
    for match in _PIECE.finditer(text):
        script = match.lastgroup
        word = _number(match[0]) if script == "number" else fold(match[0])
        if not word:
            continue
        piece = Piece(match.start(), match.end(), script, match[0], word)
        if pieces and not _are_one(pieces[-1], piece, text[pieces[-1].end : piece.start]):
            yield _word(pieces)
            pieces = []
        pieces.append(piece)
        if len(pieces) == 8:
            yield _word(pieces)
            pieces = []
    if pieces:
        yield _word(pieces)


def _word(pieces):
    joined = "".join(piece.word for piece in pieces)[:64] if len(pieces) > 1 else ""
    return Word(tuple(pieces), joined)
