"""The content of a page or record as texts by place, so that two versions can be compared."""

from django.db import models

from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core.fields import OwnField

# They say nothing to a reader.
NOT_CONTENT = {
    "expire_at",
    "first_published_at",
    "go_live_at",
    "show_in_menus",
    "slug",
    "sort_order",
}
# How the place of a value that is copied, not translated, begins.
COPIED = "="


def is_tracked(model):
    """Whether things of a model have a row on the desk: pages of ours and translatable records."""
    if issubclass(model, Page):
        return model is not Page
    return model in tracked_records()


def tracked_records():
    """The snippet models that are translated, in the order of their registration."""
    return [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]


def texts(instance):
    """The texts of a page or record that are translated.

    Args:
        instance: a specific page or record.

    Returns:
        a dictionary: by wagtail-localize's path (`title`, `body.<block id>`) a list of texts, more
        than one where rich text has several paragraphs. Inline tags as in wagtail-localize.
    """
    found = {}
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def copied(instance):
    """The values of a page or record that translations copy: dates, numbers, pictures.

    Returns:
        a dictionary: by `=` and the field's name a list of one text.
    """
    found = {}
    for translatable in get_translatable_fields(type(instance)):
        field = translatable.get_field(type(instance))
        if (
            field.name in NOT_CONTENT
            or not isinstance(field, models.Field)
            or translatable.is_translated(instance)
            or isinstance(translatable, OwnField)
        ):
            continue
        value = field.value_from_object(instance)
        if value not in (None, ""):
            found[f"{COPIED}{field.name}"] = [str(value)]
    return found


def contents(instance):
    """Everything of a page or record that a translation is to follow: `texts` and `copied`."""
    return {**texts(instance), **copied(instance)}
