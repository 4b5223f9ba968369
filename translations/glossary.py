"""Finds the official names of the glossary in texts, and those that a translation misses.

In the source a name is looked for as it is written, capitals included. In the translation its term
or any of its forms will do, in capitals or not. Words count whole, but in Chinese, Korean and
Arabic, which join particles and prefixes to them: there a name counts wherever it stands.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import strip_tags

from translations.models import GlossaryTerm
from translations.segments import COPIED, NOT_CONTENT

JOINS_WORDS = {"ar", "ko", "zh"}
# Tags that part words: `<b>` does not.
PARTING_TAG = re.compile(
    r"</?(?:br|p|li|[uo]l|h[1-6]|t[dhr]|div|blockquote)\b[^>]*>", re.IGNORECASE
)
# Soft hyphens, joiners, marks of direction: no reader sees them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Vowel signs and the stroke that stretches a word, which Arabic writes or leaves out.
ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# Arabic letters without their hamza; curly apostrophes.
FOLDED = str.maketrans("أإآٱؤئى’‘", "ااااويي''")


def plain(text):
    """A text as names are compared: without tags and marks, in NFC, every space a plain one."""
    text = html.unescape(strip_tags(PARTING_TAG.sub(" ", text)))
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return " ".join(ARABIC_MARKS.sub("", text).translate(FOLDED).split())


def pattern(spelling, language):
    """A regular expression for one spelling; `*` at the end of a word stands for any ending."""
    found = re.sub(r"\\\*(?=\\ |$)", r"\\w*", re.escape(plain(spelling)))
    if language.split("-")[0] in JOINS_WORDS:
        return found
    return rf"(?<!\w){found}(?!\w)"


def spellings(term):
    """The term of a `GlossaryTerm` and its other forms."""
    return [line.strip() for line in (term.term, *term.forms.splitlines()) if line.strip()]


@dataclass(frozen=True)
class Pair:
    """An official name in the source and in the translation: every spelling, the term first."""

    sources: tuple
    targets: tuple
    language: str  # of the translation
    note: str = ""

    def __str__(self):
        return f"{self.sources[0]} = {self.targets[0]}"

    @cached_property
    def target_pattern(self):
        found = "|".join(pattern(spelling, self.language) for spelling in self.targets)
        return re.compile(found, re.IGNORECASE)


class Pairs(list):
    """The `Pair`s of two languages, with what finds all of them in a text at once."""

    def __init__(self, pairs=(), source_language="en"):
        super().__init__(pairs)
        # The longest first: where a name holds another, the other is not meant.
        found = sorted(
            ((spelling, pair) for pair in self for spelling in pair.sources),
            key=lambda one: -len(one[0]),
        )
        self.by_group = [pair for _spelling, pair in found]
        self.source_pattern = re.compile(
            "|".join(f"({pattern(spelling, source_language)})" for spelling, _pair in found)
        )

    def named_in(self, source_text):
        """The pairs whose name stands in a text of the source, in the order of the text."""
        if not self:
            return []
        matches = self.source_pattern.finditer(plain(source_text))
        return list(dict.fromkeys(self.by_group[match.lastindex - 1] for match in matches))


def terms(source_locale, target_locale):
    """The names that have a term in both languages, in two queries.

    Args:
        source_locale: the `Locale` of the source.
        target_locale: the `Locale` of the translation.

    Returns:
        `Pairs`.
    """
    targets = {
        term.translation_key: term for term in GlossaryTerm.objects.filter(locale=target_locale)
    }
    return Pairs(
        (
            Pair(
                sources=tuple(spellings(term)),
                targets=tuple(spellings(targets[term.translation_key])),
                language=target_locale.language_code,
                note=term.note,
            )
            for term in GlossaryTerm.objects.filter(locale=source_locale)
            if term.translation_key in targets
        ),
        source_locale.language_code,
    )


def missed_terms(source_text, translated_text, pairs):
    """The names that a text of the source holds and its translation does not.

    Args:
        source_text: with or without tags.
        translated_text: likewise.
        pairs: the `Pairs` of the two languages, from `terms`.

    Returns:
        a list of `Pair`s in the order of the source's text; empty when nothing is missed.
    """
    named = pairs.named_in(source_text)
    if not named:
        return []
    translated = plain(translated_text)
    return [pair for pair in named if not pair.target_pattern.search(translated)]


def missed_in(source, target, pairs):
    """The names that the texts of a translation miss, place by place.

    Args:
        source: the texts of the source by place, as in `translations.segments.contents`.
        target: the texts of the translation by place. Places that only one has are passed over.
        pairs: the `Pairs` of the two languages.

    Yields:
        `(place, text of the source, text of the translation, list of Pair)`.
    """
    for path, texts in source.items():
        have = target.get(path)
        if not have or path in NOT_CONTENT or path.startswith(COPIED):
            continue
        if len(have) != len(texts):
            texts, have = [" ".join(texts)], [" ".join(have)]
        for text, translated in zip(texts, have, strict=True):
            if missed := missed_terms(text, translated, pairs):
                yield path, text, translated, missed
