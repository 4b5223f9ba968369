"""The terms of a word besides itself: stems, each marked so that it can't be taken for a word.

`~` marks a stem, `^` a light stem of Arabic, which says less.
"""

import re
import threading
from functools import lru_cache

import snowballstemmer

from .arabic import bare, light_stem
from .folding import fold, lower
from .korean import stripped
from .plurals import singulars

STEM, LIGHT_STEM = "~", "^"
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
_local = threading.local()  # a stemmer holds the word it works on

# British spelling as American: Peters, "The Cambridge Guide to English Usage" (2004), at -ize/-ise,
# -our/-or, -re/-er, -ce/-se, -ogue/-og, -yze/-yse.
_AMERICAN = [
    (re.compile(r"(?<=\w{3})is(ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w{4})is(e|ed|es|ing|er|ers)$"), r"iz\1"),
    (re.compile(r"(?<=\w{3})our(s|ed|ing|al|able|ite|ites)?$"), r"or\1"),
    (re.compile(r"(?<=\w{2}[tb])re(s|d)?$"), r"er\1"),
    (re.compile(r"(?<=\w{3})ence(s|d)?$"), r"ense\1"),
    (re.compile(r"(?<=\w{3})ogue(s)?$"), r"og\1"),
    (re.compile(r"(?<=\w{3})yse(s|d)?$"), r"yze\1"),
    (re.compile(r"(?<=gram)me(s)?$"), r"\1"),
]


def _snowball(language, word):
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_SNOWBALL[language])
    return fold(stemmers[language].stemWord(word))


def _stemmed(language, *spellings):
    """The stems of the spellings of one word, and of the singulars that they may be forms of."""
    forms = {*spellings}.union(*(singulars(spelling, language) for spelling in spellings))
    return {_snowball(language, form) for form in forms}


def _american(word):
    for pattern, replacement in _AMERICAN:
        word = pattern.sub(replacement, word)
    return word


def _russian(word):
    # Snowball takes the -сь of подпись and запись for the reflexive ending: as in -си, too.
    return _stemmed("ru", word, re.sub("сь$", "си", word))


# Prefixes of verbs, the longer first: Shvedova (ed.), "Russkaya grammatika" (1980), volume I.
_RUSSIAN_PREFIXES = re.compile(
    "^(?:пере|пред|при|про|раз|рас|под|воз|вос|низ|вы|до|за|из|ис|на|об|от|по|вз|вс|о|с|у)(?=.{5})"
)


def without_prefix(word, script):
    """A Russian word without the prefix that a verb has; other words as they are."""
    return _RUSSIAN_PREFIXES.sub("", word) if script == "cyrillic" else word


@lru_cache(maxsize=50_000)
def stems(written, word, script, language):
    """The marked stems of one piece of a word.

    Args:
        written: the piece as it is written.
        word: the same, folded.
        script: its script, as in `words.Piece`.
        language: the language of the text. Latin letters in ru, ar, ko and zh are taken for
            English, Cyrillic letters for Russian, Arabic ones for Arabic.

    Returns:
        a tuple of terms, the weaker ones last; empty for numbers and Han.
    """
    if script == "latin":
        if language in ("fr", "es"):
            # Suffixes are known by their accents, which many leave out.
            found = _stemmed(language, lower(written), word)
        else:
            found = _stemmed("en", word, _american(word))
    elif script == "cyrillic":
        found = _russian(word)
    elif script == "arabic":
        return (*(STEM + one for one in bare(word)), LIGHT_STEM + light_stem(word))
    elif script == "hangul":
        found = {stripped(word)}
        found = {stem for stem in found if len(stem) >= 3}
    else:
        found = set()
    return tuple(sorted(STEM + stem for stem in found if stem))
