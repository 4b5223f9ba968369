"""Keeps earlier translations when their source changes.

wagtail-localize ties a translation to the exact text of its source: a changed comma loses it. Here
the translation that stood at the same place is kept for the new text, marked as `EARLIER`, so that
it is offered to the translator, and so that publishing never puts the source's text in its place.
"""

from difflib import SequenceMatcher

from django.db import transaction

from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from translations.diff import words
from translations.segments import contents
from translations.states import EARLIER

# Two texts less alike than this are different texts, and share no translation.
LIKENESS = 0.4
# Longer texts are compared by the words they have, whatever their order: it takes no time.
SHORT = 200


def likeness(one, other):
    """How alike two texts are, from 0 to 1. See Python's difflib."""
    if len(one) > SHORT and len(other) > SHORT:
        return SequenceMatcher(None, words(one), words(other)).quick_ratio()
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def predecessors(before, after):
    """Which text each new text of a place stands in for.

    A text alone at its place stands in for the one before however much it changed. Where rich text
    has several, a new text stands in for the one most like it.

    Args:
        before, after: lists of texts.

    Returns:
        a dictionary: a text that only `after` has → one that only `before` has.
    """
    gone = [text for text in before if text not in after]
    alone = len(before) == len(after) == 1
    found = {}
    for text in after:
        if text in before or text in found or not gone:
            continue
        nearest = max(gone, key=lambda one: likeness(one, text))
        if alone or likeness(nearest, text) >= LIKENESS:
            found[text] = nearest
            gone.remove(nearest)
    return found


def strings_by_place(source):
    """The `String`s of a `TranslationSource`, by their context and text."""
    found = {}
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in segments.order_by("order"):
        found.setdefault(segment.context, {})[segment.string.data] = segment.string
    return found


@transaction.atomic
def carry_over(source):
    """Take a source's new content over, and keep the earlier translations of what changed.

    Args:
        source: a `TranslationSource` whose page or record has changed.
    """
    before = strings_by_place(source)
    source.update_from_db()
    locales = list(source.translations.values_list("target_locale", flat=True))
    for context, after in strings_by_place(source).items():
        had = before.get(context, {})
        for new, old in predecessors(list(had), list(after)).items():
            keep(had[old], after[new], context, locales)


def record_of(source):
    """wagtail-localize's record of a page or record that is translated, with what it says now.

    A page brings its record up to date when it is published; records are looked at here.

    Returns:
        a `TranslationSource`.
    """
    record, _created = TranslationSource.get_or_create_from_instance(source)
    if contents(record.as_instance()) != contents(source):
        carry_over(record)
    return record


def keep(old, new, context, locales):
    """Give a text the translations of another, where it has none of its own."""
    for row in StringTranslation.objects.filter(
        translation_of=old, context=context, locale__in=locales, has_error=False
    ):
        StringTranslation.objects.get_or_create(
            translation_of=new,
            context=context,
            locale_id=row.locale_id,
            defaults={
                "data": row.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": EARLIER,
                "last_translated_by": row.last_translated_by,
            },
        )
