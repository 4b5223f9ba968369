"""In which languages a page can be read: for the switcher, for hreflang, for the sitemap."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path, get_language_info

from wagtail.models import Page, Site

from core.querysets import published_anywhere


@dataclass
class Alternate:
    code: str  # BCP 47
    name: str  # the language's own name
    direction: str  # ltr or rtl
    url: str
    is_current: bool


def alternates_of(translation_key, request):
    """The languages in which a page is published, in the order of the settings.

    Args:
        translation_key: the key that all versions of the page share.
        request: the request, for addresses.

    Returns:
        a list of `Alternate`. Two queries: the versions, and which pages are private.
    """
    pages = {
        page.locale.language_code: page
        for page in published_anywhere(
            Page.objects.filter(translation_key=translation_key)
        ).select_related("locale")
    }
    found = []
    for code, _name in settings.LANGUAGES:
        if page := pages.get(code):
            info = get_language_info(code)
            found.append(
                Alternate(
                    code=code,
                    name=info["name_local"],
                    direction="rtl" if info["bidi"] else "ltr",
                    url=page.get_url(request),
                    is_current=code == get_language(),
                )
            )
    return found


def home_languages(request):
    """The languages that have a published home page: those in which the site can be read."""
    site = Site.find_for_request(request)
    return alternates_of(site.root_page.translation_key, request) if site else []


def versions_at(request):
    """Where the page that an address means can be read, when it is not there in its own language.

    Slugs are the same in every language, so the same path after another language's prefix is the
    same page.

    Args:
        request: the request that found nothing.

    Returns:
        a list of `Alternate` in the other languages; empty when no language has the page.
    """
    asked = get_language_from_path(request.path_info)
    parts = [part for part in request.path_info.split("/") if part][1:]
    site = Site.find_for_request(request)
    if not (asked and parts and site):
        return []
    path = "/".join(parts)
    homes = published_anywhere(site.root_page.get_translations(inclusive=True))
    paths = [f"{home.url_path}{path}/" for home in homes]
    page = published_anywhere(Page.objects.filter(url_path__in=paths)).order_by("path").first()
    if page is None:
        return []
    found = alternates_of(page.translation_key, request)
    return [one for one in found if one.code != asked]
