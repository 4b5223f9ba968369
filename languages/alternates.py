"""In which languages a page can be read: for the switcher, for hreflang, for the sitemap."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info

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
