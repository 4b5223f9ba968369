"""The search for programs: suggestions, results as JSON, what browsers ask for (OpenSearch 1.1).

Made of the same functions of `search.engine` as the results page, so nothing is told here that is
not shown there.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_info, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.countries import language_name
from core.listing import paginate
from core.templatetags.core_tags import cldr_number
from search import engine
from search.forms import kind_name, named_facets
from search.views import LONGEST_QUERY, RESULTS_PER_PAGE, asked

# Seconds: what is taken from the site is gone from the suggestions straight away.
SUGGESTIONS_KEPT = 0
UNICODE = {"ensure_ascii": False}


def plain(pieces):
    return "".join(piece.text for piece in pieces)


def described(request, hit):
    """A `Hit` as JSON has it: plain text, not escaped, and the language that it is in."""
    language = hit.language
    return {
        "title": plain(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "kind": hit.kind,
        "kind_name": kind_name(hit.kind),
        "language": language,
        "language_name": language_name(language),
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
    }


def described_with_passage(request, hit):
    return {**described(request, hit), "date": hit.date, "passage": plain(hit.passage)}


@require_safe
def results(request):
    """The results page as JSON: the same parameters, pages and visibility. docs/search.md"""
    language = get_language()
    query, chosen, sort = asked(request)
    found = engine.search(query, language, **chosen, sort=sort)
    page = paginate(request, found, RESULTS_PER_PAGE)
    others = engine.other_languages(query, language) if page.number == 1 else {}
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
        "results": [described_with_passage(request, hit) for hit in page],
        "other_languages": [
            described_with_passage(request, hit) for hits in others.values() for hit in hits
        ],
    }
    return JsonResponse(answer, json_dumps_params=UNICODE)


def begun(request):
    """What is typed so far, and the `Hit`s that go on so; none for what holds no word."""
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    return typed, engine.suggestions(typed, get_language())


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest(request):
    """Suggestions as one types, for `js/suggest.js`; and how many, to be said to the reader."""
    typed, hits = begun(request)
    number = len(hits)
    said = ngettext("%(number)s suggestion", "%(number)s suggestions", number)
    answer = {
        "query": typed,
        "count": said % {"number": cldr_number(number)},
        "suggestions": [described(request, hit) for hit in hits],
    }
    return JsonResponse(answer, json_dumps_params=UNICODE)


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest_to_browser(request):
    """The same in the format of the OpenSearch Suggestions extension 1.1."""
    typed, hits = begun(request)
    rows = [described(request, hit) for hit in hits]
    answer = [typed, *([row[name] for row in rows] for name in ("title", "kind_name", "url"))]
    return JsonResponse(
        answer,
        safe=False,
        json_dumps_params=UNICODE,
        content_type="application/x-suggestions+json",
    )


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
