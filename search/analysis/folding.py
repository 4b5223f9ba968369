"""Folding: what different spellings of one word have in common.

Applied to one word at a time, so that offsets into the text stay true.
"""

import re
import unicodedata
from functools import lru_cache

from .data import words_of

# Nonspacing marks of the Latin, Cyrillic, Greek, Hebrew and Arabic scripts.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f"
)
# Joiners, soft hyphens, bidi controls, variation selectors, the stroke that stretches Arabic.
IGNORED = (
    "\u00ad\u034f\u0640\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
LONGEST_WORD = 64

_ignored = re.compile(f"[{IGNORED}]")
_is_mark = re.compile(f"[{MARKS}]").match
_traditional, _simplified = words_of("traditional")
# Letters that Unicode does not decompose; Arabic and Persian letters written one for another.
_letters = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ء": None,
        **dict(zip(_traditional, _simplified, strict=True)),
    }
)


def lower(word):
    """A word in NFKC, lower case, without invisible characters; its accents stay."""
    word = unicodedata.normalize("NFKC", _ignored.sub("", word)).casefold()
    return _ignored.sub("", unicodedata.normalize("NFKC", word))


@lru_cache(maxsize=50_000)
def fold(word):
    """The form of a word by which it is found: no capitals, no accents, ASCII digits.

    Args:
        word: any string; what is longer than 64 characters is cut.

    Returns:
        a string that folds to itself.
    """
    word = unicodedata.normalize("NFD", lower(word[:LONGEST_WORD])).translate(_letters)
    kept = []
    for letter in unicodedata.normalize("NFD", word):
        if _is_mark(letter):
            # The breve tells й and ў from и and у; other marks on Cyrillic are stress, or ё's.
            if letter == "\u0306" and kept and kept[-1] in "иу":
                kept.append(letter)
        elif letter.isdecimal():
            kept.append(str(unicodedata.decimal(letter)))
        else:
            kept.append(letter)
    folded = unicodedata.normalize("NFC", "".join(kept)).translate(_letters)
    return folded[:LONGEST_WORD]
