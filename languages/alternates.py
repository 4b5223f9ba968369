"""In which languages a page can be read: for the switcher, for hreflang, for "not found"."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path, get_language_info

from wagtail.models import Page, Site

from core.querysets import not_expired, published_anywhere, restricted
from languages.models import Action, rules_for


@dataclass
class Alternate:
    code: str  # BCP 47
    name: str  # the language's own name
    direction: str  # ltr or rtl
    url: str
    is_current: bool
    is_translation: bool = True
    shown_in: str = ""  # the code of the language whose text stands in for it


def default_language(codes):
    """Which of some languages is for readers of any other (`x-default`): English, if it can be."""
    return next(code for code, _name in settings.LANGUAGES if code in codes)


def make(code, url, **more):
    info = get_language_info(code)
    return Alternate(
        code=code,
        name=info["name_local"],
        direction="rtl" if info["bidi"] else "ltr",
        url=url,
        is_current=code == get_language(),
        **more,
    )


def versions(keys):
    """The live versions of some pages by translation key and language code. One query.

    Each has `is_private`: whether it is there, but not for everybody.
    """
    found = {}
    pages = Page.objects.live().filter(not_expired(), translation_key__in=keys)
    private = restricted("path") | restricted("alias_of__path")
    for page in pages.annotate(is_private=private).select_related("locale"):
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return found


def public(pages):
    return {code: page for code, page in pages.items() if not page.is_private}


def alternates_of(page, request):
    """The languages in which a page can be read, in the order of the settings.

    Its translations; and those open languages whose policy shows it in another.

    Args:
        page: the specific page, in whichever language.
        request: the request, for addresses.

    Returns:
        a list of `Alternate`. Two queries at most: the versions, and the policies.
    """
    site = Site.find_for_request(request) if request else None
    home = site.root_page.translation_key if site else None
    found = versions({page.translation_key, home} - {None})
    there = found.get(page.translation_key, {})
    pages, homes = public(there), public(found.get(home, {}))
    alternates = []
    for code, _name in settings.LANGUAGES:
        if version := pages.get(code):
            alternates.append(
                make(code, version.get_url(request), is_translation=version.alias_of_id is None)
            )
        elif code in homes and code not in there:
            rules = rules_for(code)
            other = next((one for one in rules.languages if one in pages), None)
            if other and rules.action_for(type(page)) == Action.SHOW:
                url = pages[other].get_url(request).replace(f"/{other}/", f"/{code}/", 1)
                alternates.append(make(code, url, is_translation=False, shown_in=other))
    return alternates


def home_languages(request):
    """The languages that have a published home page: those in which the site can be read."""
    site = Site.find_for_request(request)
    if not site:
        return []
    key = site.root_page.translation_key
    homes = public(versions({key}).get(key, {}))
    return [
        make(code, homes[code].get_url(request))
        for code, _name in settings.LANGUAGES
        if code in homes
    ]


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
    pages = public(versions({page.translation_key}).get(page.translation_key, {}))
    return [
        make(code, pages[code].get_url(request))
        for code, _name in settings.LANGUAGES
        if code in pages and code != asked
    ]
