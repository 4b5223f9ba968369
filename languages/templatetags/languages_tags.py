from django import template
from django.conf import settings
from django.utils.translation import get_language_info

from languages.alternates import Alternate, alternates_of, home_languages

register = template.Library()


@register.simple_tag(takes_context=True)
def alternates(context):
    """The languages of what is shown: of the page, of the view, or of the whole site.

    A view that exists in every language gives its addresses as `alternate_urls`, by code.
    """
    request = context.get("request")
    page = context.get("page")
    if page is not None and getattr(page, "pk", None):
        return alternates_of(page.translation_key, request)
    homes = home_languages(request)
    urls = context.get("alternate_urls") or {}
    return [
        Alternate(one.code, one.name, one.direction, urls.get(one.code, one.url), one.is_current)
        for one in homes
    ]


@register.simple_tag(takes_context=True)
def hreflang_links(context, found):
    """`(hreflang, absolute address)` of each language of a page and `x-default`.

    Empty for fewer than two languages. Source: Google, "Localized versions of your pages".
    """
    request = context.get("request")
    if len(found) < 2:
        return []
    links = [(one.code, request.build_absolute_uri(one.url)) for one in found]
    default = next((url for code, url in links if code == settings.LANGUAGE_CODE), links[0][1])
    return [*links, ("x-default", default)]


@register.simple_tag
def direction(code):
    """`rtl` or `ltr`: the direction of a language."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"
