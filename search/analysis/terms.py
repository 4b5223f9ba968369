"""What a text is found by: the terms of each of its words, with their places in it."""

from functools import lru_cache
from typing import NamedTuple

from .stems import stems
from .stopwords import CONTRACTED, ELIDED
from .words import APOSTROPHES, Piece, words


class Token(NamedTuple):
    """A place in a text, and the terms by which it is found.

    The first of the terms is what stands there; stems follow, marked.
    """

    start: int
    end: int
    script: str
    terms: tuple


def base(language):
    """The rules that hold for a language tag: `zh` for `zh-hans`."""
    return language.lower().split("-")[0]


def is_clipped(piece, text, language):
    """Whether a piece is the `l` of French *l'impôt*, or the `s` of English *driver's*."""
    if language == "fr":
        return piece.word in ELIDED and text[piece.end : piece.end + 1] in [*APOSTROPHES]
    return (
        piece.script == "latin"
        and piece.word in CONTRACTED
        and piece.start > 0
        and text[piece.start - 1] in APOSTROPHES
    )


def pairs(piece):
    """The neighbouring letters of a run of Han or Hangul: `(start, end, two letters)`."""
    exact = len(piece.word) == len(piece.text)
    for at in range(len(piece.word) - 1):
        place = (piece.start + at, piece.start + at + 2) if exact else (piece.start, piece.end)
        yield *place, piece.word[at : at + 2]


def letters(piece):
    exact = len(piece.word) == len(piece.text)
    for at, letter in enumerate(piece.word):
        place = (piece.start + at, piece.start + at + 1) if exact else (piece.start, piece.end)
        yield *place, letter


def tokens(text, language):
    """The tokens of a text, in the order in which they begin or nearly so.

    Args:
        text: any string.
        language: a language tag; `en`, `fr`, `es`, `ru`, `ar`, `ko` and `zh` have rules.

    Yields:
        `Token`s: each word once, or each two neighbouring letters of Han and Hangul, and each
        letter of Han. `text[start:end]` is what the token was made of.
    """
    language = base(language)
    for word in words(text):
        for piece in word.pieces:
            if piece.script in ("han", "hangul"):
                yield from _n_grams(piece, language)
            elif not is_clipped(piece, text, language):
                yield Token(
                    piece.start,
                    piece.end,
                    piece.script,
                    piece_terms(piece.text, piece.word, piece.script, language),
                )
        if word.joined:
            piece = as_one(word)
            yield Token(
                piece.start,
                piece.end,
                "joined",
                piece_terms(piece.text, piece.word, piece.script, language),
            )


@lru_cache(maxsize=50_000)
def piece_terms(text, word, script, language):
    """A piece of a word and its stems. A stem that is the word itself is not told twice."""
    return (word, *(stem for stem in stems(text, word, script, language) if stem[1:] != word))


def as_one(word):
    """A word of several pieces as a single one, such as `elearning` for `e-Learning`."""
    script = next((one.script for one in word.pieces if one.script != "number"), "number")
    first, last = word.pieces[0], word.pieces[-1]
    return Piece(first.start, last.end, script, word.joined, word.joined)


def _n_grams(piece, language):
    if len(piece.word) == 1:
        yield Token(piece.start, piece.end, piece.script, (piece.word,))
        return
    for start, end, pair in pairs(piece):
        yield Token(start, end, piece.script, (pair,))
    if piece.script == "han":
        for start, end, letter in letters(piece):
            yield Token(start, end, "letter", (letter,))
    else:
        for stem in stems(piece.text, piece.word, "hangul", language):
            yield Token(piece.start, piece.end, "stem", (stem,))
