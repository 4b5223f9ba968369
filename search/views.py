import re

from django.conf import settings
from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override

from wagtail.models import Page

from core.listing import paginate
from languages.fallback import readable

RESULTS_PER_PAGE = 20
LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
WORD = re.compile(r"\w+")


def words_of(query):
    """The words of what a reader typed, at most twelve. Punctuation is no syntax here."""
    return WORD.findall(query[:LONGEST_QUERY])[:MOST_WORDS]


def find(query, language):
    """Pages that a reader of one language may read, with all words of a query, best first.

    Args:
        query: what the reader typed.
        language: a language code.

    Returns:
        search results of specific pages; an empty list for a query without words.
    """
    words = words_of(query)
    if not words:
        return []
    # As a subquery: the search lets through filters on indexed fields alone.
    pages = Page.objects.filter(pk__in=readable(Page.objects.all(), language).values("pk"))
    return pages.annotate(language=F("locale__language_code")).specific().search(" ".join(words))


def results(request):
    """The results page. `?q=` holds the query, `?page=` the page of the list."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    urls = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            urls[code] = reverse("search") + (f"?{urlencode({'q': query})}" if query else "")
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "has_words": bool(words_of(query)),
            "results": paginate(request, find(query, get_language()), RESULTS_PER_PAGE),
            "alternate_urls": urls,
        },
    )
