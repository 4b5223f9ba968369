"""What an editor is told after pages have gone in some of their languages."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.admin import messages
from wagtail.models import Locale, Page

from translations.cascade import by_language


def still_live(request, keys):
    """Warn of the pages that are live yet, if there are any.

    Args:
        request: the request, for its user and its messages.
        keys: the translation keys of the pages that have gone.
    """
    pages = Page.objects.live().filter(translation_key__in=keys)
    if languages := by_language(pages, request.user):
        context = {"heading": _("Still live:"), "languages": languages}
        messages.warning(request, render_to_string("translations/cascade_message.html", context))


def unpublished(request, count):
    """Say how many pages have been unpublished; nothing when none was."""
    if count:
        text = ngettext(
            "%(count)d page has been unpublished in other languages.",
            "%(count)d pages have been unpublished in other languages.",
            count,
        )
        messages.success(request, text % {"count": count})


def records_kept(request, records):
    """Warn that records which have been deleted are still there in other languages.

    Args:
        request: the request, for its messages.
        records: what has been deleted, all of one translatable model.
    """
    keys = [record.translation_key for record in records]
    kept = type(records[0]).objects.filter(translation_key__in=keys)
    languages = Locale.objects.filter(pk__in=kept.values("locale")).order_by("language_code")
    if names := ", ".join(str(locale) for locale in languages):
        messages.warning(request, _("Still there in other languages: %s.") % names)


def moved(request, moved, stayed):
    """Say what has moved in the other languages and what has not.

    Args:
        request: the request, for its messages.
        moved, stayed: lists of `Move`.
    """
    for heading, found, tell in (
        (_("Moved too:"), moved, messages.success),
        (
            _("Stays where it was, with an address that is no longer the same in every language:"),
            stayed,
            messages.warning,
        ),
    ):
        if found:
            context = {"heading": heading, "moves": found}
            tell(request, render_to_string("translations/cascade_message.html", context))
