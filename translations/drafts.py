"""Translating segment by segment: into drafts, never into what readers see."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page

from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue, validate_translation_links

from translations.segments import texts


class StructureDiffers(Exception):
    """The parts of a translation are not those of its source, so no text can be told its place."""


@transaction.atomic
def translation_for(item, locale, user):
    """wagtail-localize's record of translating an item into a language, made when missing.

    A page that was translated by hand is taken over with the texts it has. A missing one is made,
    as a draft.

    Args:
        item: a `TranslatedItem`.
        locale: the target `Locale`.
        user: who asks; the caller has checked the rights.

    Returns:
        an enabled `Translation`.

    Raises:
        StructureDiffers: when a page made by hand has other parts than its source.
    """
    source = item.source
    translation = Translation.objects.filter(
        source__object_id=item.translation_key,
        source__locale=item.source_locale,
        target_locale=locale,
    ).first()
    if translation and translation.enabled:
        return translation
    target = item.version(locale)
    if target is None:
        translate_object(source, [locale], user=user)
        translation = Translation.objects.get(
            source__object_id=item.translation_key, target_locale=locale
        )
        if not translation.enabled:
            translation.enabled = True
            translation.save(update_fields=["enabled"])
        return translation
    if getattr(target, "alias_of_id", None):
        translate_object(source, [locale], user=user)
        return Translation.objects.get(source__object_id=item.translation_key, target_locale=locale)
    return adopt(source, target, user)


@transaction.atomic
def adopt(source, target, user=None):
    """Put a page or record that was translated by hand into segments, keeping all its texts.

    Returns:
        the enabled `Translation`.

    Raises:
        StructureDiffers: when the places of the two differ.
    """
    record, _created = TranslationSource.update_or_create_from_instance(source)
    have = texts(target)
    segments = StringSegment.objects.filter(source=record).select_related("string", "context")
    places = {}
    for segment in segments.order_by("order"):
        places.setdefault(segment.context.path, []).append(segment)
    for path, found in places.items():
        if path in have and len(have[path]) != len(found):
            raise StructureDiffers(path)
    if any(path not in places for path in have):
        raise StructureDiffers(next(path for path in have if path not in places))
    translation, _created = Translation.objects.update_or_create(
        source=record, target_locale=target.locale, defaults={"enabled": True}
    )
    made = []
    for path, found in places.items():
        for segment, text in zip(found, have.get(path, []), strict=False):
            if text == segment.string.data and not getattr(target, "live", True):
                continue  # a draft that still holds the source's text
            row, _created = StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=target.locale,
                defaults={
                    "data": text,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": user,
                },
            )
            made.append(row.pk)
    # As old as the page: what is in it has been published with it.
    if moment := getattr(target, "last_published_at", None):
        StringTranslation.objects.filter(pk__in=made).update(updated_at=moment)
    return translation


@transaction.atomic
def save_draft(translation, user):
    """Put the texts translated so far into a new draft of the target.

    What is live stays as it is. wagtail-localize's own `save_target(publish=False)` would write the
    draft into a live page.

    Returns:
        the new `Revision`; None for a record without drafts, which is saved as it is.

    Raises:
        ValidationError: when a text doesn't fit its field, such as a title that is too long.
    """
    target = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    if isinstance(target, Page) or hasattr(target, "save_revision"):
        return target.save_revision(user=user)
    target.full_clean()
    target.save()
    return None


def check(source, text):
    """Raise a ValidationError when a text can't stand for a segment of a source.

    Args:
        source: the text of the segment.
        text: its translation; both with inline tags as in wagtail-localize.
    """
    if not text.strip():
        raise ValidationError(_("A translation can't be empty."))
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def write(translation, segment, text, user, tool_name=""):
    """Store what a person translated for one segment.

    Args:
        translation: the `Translation`.
        segment: a `StringSegment` of its source.
        text: the translation; inline tags as in the source.
        user: who translated it.
        tool_name: what it was written with, such as "PO".

    Returns:
        the `StringTranslation`.

    Raises:
        ValidationError: when the text holds markup that its source has not.
    """
    check(segment.string.data, text)
    row, _created = StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={
            "data": text,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool_name,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return row
