"""Finds the official names of the glossary in texts, and those that a translation misses.

In the source a name is looked for as it is written, whole words and capitals counted. In the
translation its own term or any of its forms will do. Chinese, Korean and Arabic put particles and
prefixes on words without a space, so there a name counts wherever it stands.
"""

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.html import strip_tags

from translations.models import GlossaryTerm

# Languages in which a word is not told by the spaces round it.
WITHOUT_WORD_ENDS = {"ar", "ko", "zh"}

BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h\d|td|th)>", re.IGNORECASE)
# What no reader sees: soft hyphens, joiners, marks of direction.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Vowel signs and the stretching stroke, which Arabic writes or leaves out.
ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# Letters that are often written without their hamza; kinds of apostrophe.
FOLDED = str.maketrans("أإآٱؤئى\u2018\u2019\u02bc", "اااا\u0648\u064a\u064a'''")


def plain(text):
    """A text as a reader compares it: no tags, one kind of space and apostrophe, NFC."""
    text = html.unescape(strip_tags(BREAK.sub(" ", text)))
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    # After NFC, which puts a hamza that is written apart on its letter.
    text = ARABIC_MARKS.sub("", text).translate(FOLDED)
    return " ".join(text.split())


def pattern(form, language):
    """The regular expression that finds one spelling; `*` at the end of a word: any ending."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in plain(form).split()]
    found = r"\s".join(words)
    if language.split("-")[0] in WITHOUT_WORD_ENDS:
        return found
    return rf"(?<!\w){found}(?!\w)"


def spellings(term):
    """The term of a `GlossaryTerm` and its other forms."""
    lines = [term.term, *term.forms.splitlines()]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


@dataclass(frozen=True)
class Pair:
    """An official name in the source's language and in the translation's, with all spellings."""

    source: str
    target: str
    note: str
    sources: tuple
    targets: tuple
    language: str

    def __str__(self):
        return f"{self.source} = {self.target}"

    @cached_property
    def in_translation(self):
        found = "|".join(pattern(form, self.language) for form in self.targets)
        return re.compile(found.casefold() if False else found, re.IGNORECASE)


class Pairs(list):
    """The pairs of two languages. Iterate over it, or ask what a text holds."""

    def __init__(self, pairs=(), language="en"):
        super().__init__(pairs)
        self.language = language

    @cached_property
    def _spellings(self):
        """Every spelling of the source with its pair, the longest first."""
        found = [(form, pair) for pair in self for form in pair.sources]
        return sorted(found, key=lambda one: -len(one[0]))
