"""Compares the search with Wagtail's own, and with itself without each of its layers."""

import json
import random
import re
import statistics
import time
from contextlib import ExitStack
from unittest import mock

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.models import F

from wagtail.models import Locale, Page
from wagtail.search.models import IndexEntry

from languages.fallback import readable
from search import evaluation, index
from search.engine import search
from search.models import Entry, Posting, Spelling, Term

# What is switched off for each row of the table: a name, and what takes its place.
LAYERS = {
    "ours": {},
    "without stems": {"search.analysis.query.stems": lambda *args: ()},
    "without repair": {"search.engine.repair": lambda *args: []},
    "without stop words": {"search.analysis.query._is_stop": lambda *args: False},
    "without neighbours": {"search.analysis.query._join": lambda *args: None},
    "all words required": {"search.engine.ENOUGH": 1.0},
}
ROUNDS = 5
MANY = 100_000  # pages: two rounds are enough to wait for
QUERIES = 12  # of each kind


def plain_wagtail_search(text, language):
    """What Wagtail's documentation shows, in one language. Expired pages, aliases of private ones
    and what stands in for another language are not looked at."""
    words = re.findall(r"\w+", text)[:12]
    if not words:
        return []
    locale = Locale.objects.get_for_language(language)
    pages = Page.objects.live().public().filter(locale=locale)
    return pages.search(" ".join(words))


def wagtail_search(text, language):
    """Wagtail's search of what the reader may see, as this site had it: all words required."""
    words = re.findall(r"\w+", text)[:12]
    if not words:
        return []
    pages = Page.objects.filter(pk__in=readable(Page.objects.all(), language).values("pk"))
    return pages.annotate(language=F("locale__language_code")).search(" ".join(words))


class WithPassages:
    """Our search, with the titles and passages of what is shown."""

    def __init__(self, text, language):
        self.results = search(text, language)

    def __len__(self):
        return len(self.results)

    def __getitem__(self, which):
        shown = self.results[which]
        for hit in shown:
            assert hit.title is not None and hit.passage is not None  # noqa: S101
        return shown


CONTENDERS = {
    "ours": search,
    "with passages": WithPassages,
    "Wagtail": wagtail_search,
    "plain Wagtail": plain_wagtail_search,
}


def quality(judged, queries):
    """The measures of Wagtail's search, of ours, and of ours without each layer, by name."""
    pages = evaluation.load(judged)
    call_command("update_index", verbosity=0)
    rows = {}
    answers = evaluation.ask(queries, pages, wagtail_search)
    rows["Wagtail"] = evaluation.measures(queries, answers)
    for name, changes in LAYERS.items():
        with ExitStack() as stack:
            for target, replacement in changes.items():
                stack.enter_context(mock.patch(target, replacement))
            rows[name] = evaluation.measures(queries, evaluation.ask(queries, pages))
    return rows


def invented(judged, number, chance):
    """Pages of sentences of the judged documents, mixed: as many of each language as the others."""
    languages = {}
    for document in judged:
        texts = languages.setdefault(document["lang"], ([], []))
        texts[0].append(document["title"])
        texts[1].extend(re.split(r"(?<=[.!?。！？])\s*", document["body"]))
    codes = sorted(languages)
    for at in range(number):
        code = codes[at % len(codes)]
        titles, sentences = languages[code]
        # A name of its own, so that there are rare words as well: of letters, as in any language.
        name = "".join(chance.choices("bdfgklmnprstvz", k=4)) + str(at % 97)
        yield {
            "id": f"page-{at}",
            "lang": code,
            "title": f"{chance.choice(titles)} {name.title()}",
            "body": " ".join(chance.choices(sentences, k=8)),
        }


def typed(chance, language="en"):
    """Queries of three kinds, from the words of the index: `(kind, text)`."""
    words = Term.objects.filter(language=language, text__regex="^[a-z]{5,}$")
    count = words.count()
    common = list(words.order_by("-entries", "text").values_list("text", flat=True)[: count // 20])
    rare = Term.objects.filter(language=language, text__regex="^[a-z]{4,}$", entries__lte=20)
    rare = list(rare.order_by("text").values_list("text", flat=True))
    for _number in range(QUERIES):
        yield "rare", chance.choice(rare)
        yield "common", " ".join(chance.sample(common, 2))
        word = chance.choice(common)
        at = chance.randrange(1, len(word) - 2)
        yield "misspelt", word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def first_page(results):
    """What a results page asks for."""
    shown = list(results[:20])
    return len(shown), len(results) if not hasattr(results, "count") else results.count()


def clock(find, text, language):
    started = time.perf_counter()
    first_page(find(text, language))
    return (time.perf_counter() - started) * 1000


def table_bytes(*models):
    """How large the tables of some models are with their indexes, and what SQLite keeps beside
    them; None where the database does not say."""
    prefixes = tuple(model._meta.db_table for model in models)
    names = [one for one in connection.introspection.table_names() if one.startswith(prefixes)]
    if connection.vendor == "postgresql":
        sizes = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
        values = [names]
    else:
        sizes = (
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN"
            " (SELECT name FROM sqlite_master WHERE tbl_name IN (SELECT value FROM json_each(%s)))"
        )
        values = [json.dumps(names)]
    try:
        with connection.cursor() as cursor:
            cursor.execute(sizes, values)
            return int(cursor.fetchone()[0])
    except OperationalError:  # SQLite without dbstat
        return None


def speed(judged, number, seed=6):
    """How long the first page takes, beside Wagtail's, in turns, on invented pages.

    Returns:
        `(rows, facts)`: by kind of query and name of a contender the median and the 95th percentile
        in ms; and how long indexing took and how large the index is.
    """
    chance = random.Random(seed)  # noqa: S311
    evaluation.publish(evaluation.home_pages(), list(invented(judged, number, chance)))
    started = time.perf_counter()
    index.rebuild()
    facts = {"pages": number, "seconds to index": round(time.perf_counter() - started, 1)}
    started = time.perf_counter()
    call_command("update_index", verbosity=0)
    facts["seconds for Wagtail's"] = round(time.perf_counter() - started, 1)
    facts["postings"] = Posting.objects.count()
    facts["bytes"] = table_bytes(Entry, Term, Posting, Spelling)
    facts["bytes for Wagtail's"] = table_bytes(IndexEntry)
    if connection.vendor == "postgresql":  # which does so by itself, in time
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    times = {}
    for kind, text in typed(chance):
        for _round in range(ROUNDS if number < MANY else 2):
            for name, find in CONTENDERS.items():
                times.setdefault(kind, {}).setdefault(name, []).append(clock(find, text, "en"))
    rows = {
        kind: {
            name: (statistics.median(values), statistics.quantiles(values, n=20)[-1])
            for name, values in here.items()
        }
        for kind, here in times.items()
    }
    return rows, facts
