"""What a reader may read, in the own language or, where the policy says so, in another.

A page stands in for one that is not published in the reader's language: never for one that is
there but private. Nothing that is draft, scheduled, expired or private in its own language is found
through another.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language

from wagtail.models import Page, get_page_models

from core.querysets import not_expired, published_anywhere
from languages.models import Action, rules_for
from languages.reader import in_reader_language, reader_language


def visible(things):
    """Narrow a queryset of pages or records to what readers may see in whatever language."""
    if issubclass(things.model, Page):
        return published_anywhere(things)
    return things.filter(not_expired(), live=True)


def of_shown_kind(model, code, rules):
    """A condition: the thing may be shown in a language in place of the reader's."""
    if model is not Page:
        return Q(locale__language_code=code) if code in rules.shown_in(model) else None
    types = ContentType.objects.get_for_models(*get_page_models(), for_concrete_models=False)
    shown = [kind.pk for page, kind in types.items() if code in rules.shown_in(page)]
    return Q(locale__language_code=code, content_type__in=shown) if shown else None


def readable(things, language=None):
    """Narrow a queryset to what a reader of one language may read now.

    What is published in the language, and in place of what is not, the version of the first
    language of its policy's chain that has it.

    Args:
        things: a queryset of pages, or of translatable records with drafts.
        language: a language code; the reader's language when left out.

    Returns:
        the queryset, not ordered; each with `language`, the code of what it is written in, and
        `borrowed`, 1 where that is not the reader's (order by it to have the reader's own first).
    """
    language = language or reader_language()
    rules = rules_for(language)
    model = things.model
    everywhere = model._default_manager.filter(translation_key=OuterRef("translation_key"))
    taken = []
    found = Q(locale__language_code=language)
    for code in rules.languages:
        if not taken:
            # Whatever is live in the reader's language is there, though perhaps private.
            taken = [everywhere.filter(not_expired(), live=True, locale__language_code=language)]
        if (condition := of_shown_kind(model, code, rules)) is not None:
            for earlier in taken:
                condition &= ~Exists(earlier)
            found |= condition
        taken.append(visible(everywhere).filter(locale__language_code=code))
    return (
        visible(things)
        .filter(found)
        .annotate(
            language=F("locale__language_code"),
            borrowed=Case(When(locale__language_code=language, then=Value(0)), default=Value(1)),
        )
    )


def localized(pages, language=None):
    """Give the versions of some pages that a reader may read, in the same order.

    Args:
        pages: an iterable of pages in any language; `None` is skipped.
        language: a language code; the reader's language when left out.

    Returns:
        a list of specific pages, as `readable` finds them. A page that the reader can't read is
        left out, so that no list carries a dead link. One query, and one for each type of page.
    """
    keys = [page.translation_key for page in pages if page]
    if not keys:
        return []
    candidates = readable(Page.objects.filter(translation_key__in=keys), language)
    found = {page.translation_key: page for page in candidates.specific()}
    return [found[key] for key in keys if key in found]


def is_expired(page):
    return bool(page.expire_at and page.expire_at <= timezone.now())


def open_homes(home):
    """The published home pages by language code: a language is open once it has one."""
    homes = published_anywhere(type(home).objects.filter(translation_key=home.translation_key))
    return {page.locale.language_code: page for page in homes.select_related("locale")}


def route(home, request, path_components):
    """Find what an address means that is not there in its language, in another.

    Slugs are the same in every language, so the same path after another language's prefix is the
    same page.

    Args:
        home: the home page that Wagtail found, in any language.
        request: the request.
        path_components: the slugs of the path.

    Returns:
        a `RouteResult` as of Wagtail's `Page.route`; `answer` says what becomes of it.

    Raises:
        Http404: when no language of the chain has it, or the policy says so.
    """
    rules = rules_for(get_language())
    homes = open_homes(home) if rules.languages and path_components else {}
    if get_language() not in homes:
        raise Http404
    for code in rules.languages:
        if code not in homes:
            continue
        try:
            # Page's, not the home page's own, which asks for the language of the address.
            result = Page.route(homes[code], request, path_components)
        except Http404:
            continue
        if published_anywhere(Page.objects.filter(pk=result.page.pk)).exists():
            if rules.action_for(type(result.page)) == Action.NOT_FOUND:
                raise Http404
            return result
    raise Http404


def answer(page, request):
    """What a reader gets who has asked for a page in a language in which it is not at that address.

    Args:
        page: the page in another language, as found by `route`.
        request: the request.

    Returns:
        a redirect: to the page in the reader's own language when it has moved there, or to the
        other language where the policy says so. None when the page is to be shown.

    Raises:
        Http404: when the reader's own language has the page, but not for everybody.
    """
    own = Page.objects.filter(
        not_expired(),
        live=True,
        translation_key=page.translation_key,
        locale__language_code=get_language(),
    ).first()
    if own:
        if not published_anywhere(Page.objects.filter(pk=own.pk)).exists():
            raise Http404
        return HttpResponseRedirect(own.get_url(request))
    if rules_for(get_language()).action_for(type(page)) == Action.REDIRECT:
        address = page.get_url(request)
        return HttpResponseRedirect(
            request.get_full_path().replace(in_reader_language(address), address, 1)
        )
    return None
