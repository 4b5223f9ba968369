"""Keeps earlier translations when their source changes.

wagtail-localize ties a translation to the exact text of its source: a changed comma loses it. Here
the translation that stood at the same place is kept for the new text, marked as `EARLIER`, so that
it is offered to the translator, and so that publishing never puts the source's text in its place.
"""

from difflib import SequenceMatcher

from django.db import transaction

from wagtail_localize.models import StringSegment, StringTranslation

from translations.states import EARLIER

# Two texts less alike than this are different texts, and share no translation.
LIKENESS = 0.4


def likeness(one, other):
    """How alike two texts are, from 0 to 1. See Python's difflib."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@transaction.atomic
def carry_over(source):
    """Take a source's new content over, and keep the earlier translations of what changed.

    A place with one text keeps its translation however much the text changed. Where rich text has
    several, the new text keeps the translation of the one most like it.

    Args:
        source: a `TranslationSource` whose page or record has changed.
    """
    before = {}
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in segments.order_by("order"):
        before.setdefault(segment.context_id, []).append(segment.string)
    source.update_from_db()
    after = {}
    for segment in segments.order_by("order"):
        after.setdefault(segment.context_id, []).append(segment.string)
    locales = list(source.translations.values_list("target_locale", flat=True))
    for context, strings in after.items():
        old = [string for string in before.get(context, []) if string not in strings]
        new = [string for string in strings if string not in before.get(context, [])]
        alone = len(before.get(context, [])) == len(strings) == 1
        for string in new:
            if not old:
                break
            nearest = max(old, key=lambda one: likeness(one.data, string.data))
            if alone or likeness(nearest.data, string.data) >= LIKENESS:
                keep(nearest, string, context, locales)
                old.remove(nearest)


def keep(old, new, context, locales):
    """Give a text the translations of another, where it has none of its own."""
    for row in StringTranslation.objects.filter(
        translation_of=old, context_id=context, locale__in=locales, has_error=False
    ):
        StringTranslation.objects.get_or_create(
            translation_of=new,
            context_id=context,
            locale_id=row.locale_id,
            defaults={
                "data": row.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": EARLIER,
                "last_translated_by": row.last_translated_by,
            },
        )
