from django import template
from django.utils.translation import get_language, get_language_info

from wagtail.models import Page

from languages.alternates import alternates_of, default_language, home_languages
from languages.fallback import readable
from languages.reader import content_language, in_reader_language, reader_language, written_in

register = template.Library()


@register.simple_tag(takes_context=True)
def alternates(context):
    """The languages of what is shown: of the page, of the view, or of the whole site.

    A view that exists in every language gives its addresses as `alternate_urls`, by code.
    """
    request = context.get("request")
    page = context.get("page")
    if page is not None and getattr(page, "pk", None):
        return alternates_of(page, request)
    urls = context.get("alternate_urls") or {}
    found = home_languages(request)
    for one in found:
        one.url = urls.get(one.code, one.url)
    return found


@register.simple_tag(takes_context=True)
def hreflang_links(context, found):
    """`(hreflang, absolute address)` of each translation of a page and `x-default`.

    Empty for fewer than two languages, and for a page shown in place of one in another language.
    Source: Google, "Localized versions of your pages".
    """
    request = context.get("request")
    real = [one for one in found if one.is_translation]
    if len(real) < 2 or not any(one.is_current for one in real):
        return []
    links = {one.code: request.build_absolute_uri(one.url) for one in real}
    return [*links.items(), ("x-default", links[default_language(links)])]


@register.simple_tag
def direction(code):
    """`rtl` or `ltr`: the direction of a language."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


@register.simple_tag(takes_context=True)
def reader_url(context, page):
    """The address of a page within the reader's own part of the site; "" for None."""
    return in_reader_language(page.get_url(context.get("request"))) or "" if page else ""


@register.filter
def for_reader(url):
    """An address of a page, within the reader's own part of the site."""
    return in_reader_language(url) or ""


@register.simple_tag
def borrowed_language(page):
    """The code of the language a page is written in where that is not the reader's, else None.

    Args:
        page: the page that is shown, or None on a view.
    """
    if page is None or not getattr(page, "locale_id", None):
        return None
    code = content_language(page)
    return code if code != reader_language() else None


@register.simple_tag
def other_language(thing):
    """The language of something in a list, for a label: None where it is the one around it.

    Args:
        thing: a page or record of `languages.fallback.readable`.

    Returns:
        `{"code", "direction"}` or None.
    """
    code = getattr(thing, "language", None)
    if not code or code == get_language():
        return None
    return {"code": code, "direction": direction(code)}


@register.simple_tag(takes_context=True)
def breadcrumbs_for_reader(context, breadcrumbs):
    """The pages above one that is shown in another language: in the reader's where they are there.

    Args:
        breadcrumbs: as of `BasePage.breadcrumbs`.

    Returns:
        the same, with `thing` for a label where a page above is borrowed too.
    """
    page = context.get("page")
    if not breadcrumbs or not borrowed_language(page):
        return breadcrumbs
    keys = [crumb["translation_key"] for crumb in breadcrumbs]
    found = {
        page.translation_key: page
        for page in readable(Page.objects.filter(translation_key__in=keys))
    }
    return [
        {
            **crumb,
            "title": found[crumb["translation_key"]].title,
            "url": reader_url(context, found[crumb["translation_key"]]),
            "thing": found[crumb["translation_key"]],
        }
        for crumb in breadcrumbs
        if crumb["translation_key"] in found
    ]


class WrittenIn(template.Node):
    def __init__(self, page, nodelist):
        self.page = page
        self.nodelist = nodelist

    def render(self, context):
        code = borrowed_language(self.page.resolve(context, ignore_failures=True))
        if not code:
            return self.nodelist.render(context)
        with written_in(code):
            return self.nodelist.render(context)


@register.tag("written_in")
def do_written_in(parser, token):
    """`{% written_in page %}…{% endwritten_in %}`: the language of the page's text, within."""
    _name, page = token.split_contents()
    nodelist = parser.parse(["endwritten_in"])
    parser.delete_first_token()
    return WrittenIn(parser.compile_filter(page), nodelist)
