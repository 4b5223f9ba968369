from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override

from core.listing import paginate
from search import engine
from search.asked import note
from search.forms import DATE, RELEVANCE, SearchForm, without
from search.picks import recommended
from search.time_limit import in_time

RESULTS_PER_PAGE = 20
LONGEST_QUERY = 200  # characters


def asked(request):
    """What an address asks for: the query, the filters by name, and the order."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen = {name: SearchForm.value(request.GET, name) for name in engine.FACETS}
    return query, chosen, DATE if request.GET.get("sort") == DATE else RELEVANCE


def is_new(page, chosen, sort):
    """Whether somebody asks, rather than turns pages or narrows what was found."""
    return page.number == 1 and not any(chosen.values()) and sort == RELEVANCE


def in_each_language(query):
    """The addresses of a search by language code."""
    urls = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            urls[code] = reverse("search") + (f"?{urlencode({'q': query})}" if query else "")
    return urls


def too_slow(request):
    """The results page without results, where they take too long. What was asked for is kept."""
    query, _chosen, _sort = asked(request)
    return render(
        request,
        "search/results.html",
        {"query": query, "is_too_slow": True, "alternate_urls": in_each_language(query)},
        status=503,
    )


@in_time(too_slow)
def results(request):
    """The results page.

    `?q=` holds the query, `?kind=`, `?office=` and `?year=` what it is narrowed by, `?sort=` the
    order, `?page=` the page of the list. A value that nothing has finds nothing, and says so.
    """
    language = get_language()
    query, chosen, sort = asked(request)
    found = engine.search(query, language, **chosen, sort=sort)
    page = paginate(request, found, RESULTS_PER_PAGE)
    is_first = is_new(page, chosen, sort)
    if is_first and found.has_words and request.method == "GET":
        note(query, language, is_answered=bool(found.total))
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "found": found,
            "results": page,
            "form": SearchForm(request.GET, found),
            "is_filtered": any(chosen.values()),
            "recommended": recommended(query, language) if is_first else [],
            "unfiltered": without(request.GET, *engine.FACETS, "page"),
            "others": engine.other_languages(query, language) if page.number == 1 else {},
            "alternate_urls": in_each_language(query),
        },
    )
