"""Translating segment by segment: into drafts, never into what readers see."""

import json
import re

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from core.fields import own_fields
from translations.memory import predecessors, record_of
from translations.models import ItemTranslation
from translations.segments import COPIED, contents, texts
from translations.sources import translate
from translations.states import EARLIER, is_live, translation_of, working_copy


class StructureDiffers(Exception):
    """The parts of a translation are not those of its source, so no text can be told its place.

    Its one argument is the place.
    """


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
        an enabled `Translation`, whose source is what the source says now.

    Raises:
        StructureDiffers: when a page made by hand has other parts than its source.
        ValidationError: when it can't be made, such as for an address that is taken.
    """
    source, target = item.source, item.version(locale)
    if target is None or getattr(target, "alias_of_id", None):
        translate(source, [locale], user)
        Translation.objects.filter(
            source__object_id=item.translation_key, target_locale=locale
        ).update(enabled=True)
    elif translation_of(item, locale.pk) is None:
        return adopt(source, target, user)
    record_of(source)
    return translation_of(item, locale.pk)


def placed(source, target, seen, is_live):
    """Which texts of a page translated by hand belong to which texts of its source.

    Args:
        source: the `contents` of the source.
        target: the `contents` of the translation.
        seen: what its translator last saw of the source, by place; may be empty.
        is_live: whether readers see the translation. In a draft, or where all of it is the
            source's, what is still the source's text is no translation.

    Returns:
        a dictionary: by place and text of the source the translation, and whether it is one of an
        earlier text.

    Raises:
        StructureDiffers: when the places of the two differ.
    """
    found = {}
    for path, now in source.items():
        have, known = target.get(path, []), seen.get(path, [])
        if len(have) == len(known):
            memory = dict(zip(known, have, strict=True))
            stand_in = predecessors(known, now)
            for text in now:
                earlier = stand_in.get(text, text)
                if earlier in memory:
                    found[path, text] = memory[earlier], earlier != text
        elif len(have) == len(now):
            for text, translated in zip(now, have, strict=True):
                found[path, text] = translated, bool(seen) and text not in known
        elif have:
            raise StructureDiffers(path)
    for path in target:
        if path not in source and path not in seen:
            raise StructureDiffers(path)
    theirs = {
        (path, text): (translated, is_earlier)
        for (path, text), (translated, is_earlier) in found.items()
        if translated not in (text, *seen.get(path, []))
    }
    # A name can be the same in two languages; where nothing differs, nothing is translated.
    is_translated = any(not path.startswith(COPIED) for path, _text in theirs)
    return found if is_live and is_translated else theirs


@transaction.atomic
def adopt(source, target, user=None):
    """Put a page or record that was translated by hand into segments, keeping all its texts.

    Pictures, links and the like that are not those of the source are kept too.

    Returns:
        the enabled `Translation`.

    Raises:
        StructureDiffers: when the places of the two differ.
    """
    draft = working_copy(target)
    cell = ItemTranslation.objects.filter(
        item__translation_key=target.translation_key,
        item__content_type=ContentType.objects.get_for_model(target),
        locale=target.locale,
    ).first()
    seen = cell.seen if cell else {}
    found = placed(contents(source), contents(draft), seen, is_live(target))
    record = record_of(source)
    translation, _created = Translation.objects.update_or_create(
        source=record, target_locale=target.locale, defaults={"enabled": True}
    )
    live = {text for found in texts(target).values() for text in found}
    made = []
    for segment in segments_of(translation):
        text, is_earlier = found.get((segment.context.path, segment.string.data), ("", False))
        if not text:
            continue
        row, created = StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=target.locale,
            defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
        if created or row.data != text:
            # What a draft says anew was written for what the source says now.
            is_earlier = is_earlier and (text in live or not is_live(target))
            row.data, row.tool_name = text, EARLIER if is_earlier else ""
            row.last_translated_by, row.has_error, row.field_error = user, False, ""
            row.save()
            made.append(row)
    keep_overrides(record, draft, seen)
    # As old as the page: what is live in it has been published with it.
    if moment := getattr(target, "last_published_at", None):
        published = [row.pk for row in made if row.data in live]
        StringTranslation.objects.filter(pk__in=published).update(updated_at=moment)
    return translation


def keep_overrides(record, target, seen):
    """Note the pictures and links of a translation that are its own, so that they stay."""
    values = {
        segment.path: segment.data
        for segment in extract_segments(target)
        if isinstance(segment, OverridableSegmentValue)
    }
    for segment in OverridableSegment.objects.filter(source=record).select_related("context"):
        path = segment.context.path
        value = values.get(path, segment.data)
        # One that the source had when it was last seen only waits to follow it.
        if value != segment.data and seen.get(f"{COPIED}{path}") != [str(value)]:
            SegmentOverride.objects.update_or_create(
                locale=target.locale,
                context=segment.context,
                defaults={"data_json": json.dumps(value), "has_error": False, "field_error": ""},
            )


def segments_of(translation):
    """The `StringSegment`s of a translation's source, in order."""
    return (
        StringSegment.objects.filter(source=translation.source)
        .select_related("string", "context")
        .order_by("order", "pk")
    )


def draft_of(translation):
    """The target of a translation with the texts translated so far, not saved.

    wagtail-localize begins with what is live. What belongs to the language alone is taken from the
    newest draft, or it would be lost.
    """
    target = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    draft = working_copy(target)
    for name in own_fields(type(target)):
        field = target._meta.get_field(name)
        setattr(target, field.attname, field.value_from_object(draft))
    if isinstance(target, Page):
        target.slug = slug_of(target)
    return target


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
    target = draft_of(translation)
    if hasattr(target, "save_revision"):
        return target.save_revision(user=user, log_action=True)
    target.full_clean()
    target.save()
    return None


def slug_of(target):
    """The slug of a translated page: its source's where slugs are the same, else its own."""
    fields = get_translatable_fields(type(target))
    if any(field.field_name == "slug" and field.is_synchronized(target) for field in fields):
        return find_available_slug(target.get_parent(), target.slug, target.pk)
    return Page.objects.values_list("slug", flat=True).get(pk=target.pk)


# BeautifulSoup would take "&A" for an entity that it doesn't know, and drop it.
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")


def longest(model, path):
    """How many characters a place holds; None where there is no limit.

    Args:
        model: the specific model.
        path: the place, as in `translations.segments.contents`.
    """
    name, *rest = path.split(".")
    found = model._meta.get_field(name)
    if isinstance(found, models.ManyToOneRel):
        return longest(found.related_model, ".".join(rest[1:]))  # after the child's key
    return None if rest else found.max_length


def checked(source, text, limit=None):
    """A translation in the form that wagtail-localize keeps.

    Args:
        source: the text of the segment.
        text: its translation, as it was typed; both with inline tags as in wagtail-localize.
        limit: how many characters the place holds, or None.

    Raises:
        ValidationError: when it can't stand for the segment: empty, too long, with other markup.
    """
    if not text.strip():
        raise ValidationError(_("A translation can't be empty."))
    text = BARE_AMPERSAND.sub("&amp;", text)
    try:
        validate_translation_links(source, text)
        value = StringValue.from_translated_html(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    except RecursionError as error:
        raise ValidationError(_("The tags are nested too deep.")) from error
    length = len(value.render_text())
    if limit and length > limit:
        raise ValidationError(
            _("The text has %(length)d characters. At most %(limit)d fit here.")
            % {"length": length, "limit": limit}
        )
    return value.data


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
    model = translation.source.specific_content_type.model_class()
    text = checked(segment.string.data, text, longest(model, segment.context.path))
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
