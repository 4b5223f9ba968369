"""The search for programs: suggestions, results as JSON, what browsers ask for (OpenSearch 1.1).

Made of the same functions of `search.engine` as the results page, so nothing is told here that is
not shown there.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_info, gettext, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.countries import language_name
from core.listing import paginate
from core.templatetags.core_tags import cldr_number
from search import engine
from search.forms import kind_name, named_facets
from search.picks import recommended
from search.time_limit import in_time
from search.views import LONGEST_QUERY, RESULTS_PER_PAGE, asked, is_new

# Seconds: what is taken from the site is gone from the suggestions straight away.
SUGGESTIONS_KEPT = 0
UNICODE = {"ensure_ascii": False}


def plain(pieces):
    return "".join(piece.text for piece in pieces)


def in_language(code):
    return {
        "language": code,
        "language_name": language_name(code),
        "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
    }


def described(request, hit):
    """A `Hit` as JSON has it: plain text, not escaped, and the language that it is in."""
    return {
        "title": plain(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "kind": hit.kind,
        "kind_name": kind_name(hit.kind),
        **in_language(hit.language),
    }


def described_pick(request, pick):
    return {
        "title": pick.title,
        "url": request.build_absolute_uri(pick.url),
        "text": pick.text,
        **in_language(pick.language),
    }


def described_with_passage(request, hit):
    return {**described(request, hit), "date": hit.date, "passage": plain(hit.passage)}


def typed(request):
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def too_slow(request):
    error = gettext("The search took too long and was stopped. Try again, or with other words.")
    return JsonResponse(
        {"query": typed(request), "error": error}, status=503, json_dumps_params=UNICODE
    )


def nothing_to_suggest(request):
    answer = {"query": typed(request), "count": "", "suggestions": []}
    return JsonResponse(answer, status=503, json_dumps_params=UNICODE)


def nothing_for_browsers(request):
    return for_browsers([typed(request), [], [], []], status=503)


@require_safe
@in_time(too_slow)
def results(request):
    """The results page as JSON: the same parameters, pages and visibility. docs/search.md"""
    language = get_language()
    query, chosen, sort = asked(request)
    found = engine.search(query, language, **chosen, sort=sort)
    page = paginate(request, found, RESULTS_PER_PAGE)
    others = engine.other_languages(query, language) if page.number == 1 else {}
    picks = recommended(query, language) if is_new(page, chosen, sort) else []
    answer = {
        "query": query,
        "language": language,
        "total": found.total,
        "is_cut": found.is_cut,
        "did_you_mean": found.did_you_mean,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "facets": {
            facet: [
                {"value": value, "name": name, "count": number} for value, name, number in values
            ]
            for facet, values in named_facets(found.facets).items()
        },
        "picks": [described_pick(request, pick) for pick in picks],
        "results": [described_with_passage(request, hit) for hit in page],
        "other_languages": [
            described_with_passage(request, hit) for hits in others.values() for hit in hits
        ],
    }
    return JsonResponse(answer, json_dumps_params=UNICODE)


def begun(request):
    """What is typed so far, and the `Hit`s that go on so; none for what holds no word."""
    query = typed(request)
    return query, engine.suggestions(query, get_language())


@require_safe
@in_time(nothing_to_suggest)
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest(request):
    """Suggestions as one types, for `js/suggest.js`; and how many, to be said to the reader."""
    query, hits = begun(request)
    number = len(hits)
    said = ngettext("%(number)s suggestion", "%(number)s suggestions", number)
    answer = {
        "query": query,
        "count": said % {"number": cldr_number(number)},
        "suggestions": [described(request, hit) for hit in hits],
    }
    return JsonResponse(answer, json_dumps_params=UNICODE)


def for_browsers(answer, status=200):
    return JsonResponse(
        answer,
        safe=False,
        status=status,
        json_dumps_params=UNICODE,
        content_type="application/x-suggestions+json",
    )


@require_safe
@in_time(nothing_for_browsers)
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest_to_browser(request):
    """The same in the format of the OpenSearch Suggestions extension 1.1."""
    query, hits = begun(request)
    rows = [described(request, hit) for hit in hits]
    columns = ([row[name] for row in rows] for name in ("title", "kind_name", "url"))
    return for_browsers([query, *columns])


@require_safe
@cache_control(public=True, max_age=3600)
def open_search(request):
    """How a browser searches the site in the language of the address."""
    return render(
        request,
        "search/opensearch.xml",
        {"site": request.build_absolute_uri("/").rstrip("/")},
        content_type="application/opensearchdescription+xml",
    )
