"""Measures the search with judged documents and queries, in a database of its own."""

import time
from collections import Counter, defaultdict
from contextlib import contextmanager

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections, transaction
from django.test.utils import override_settings

from wagtail.models import Locale, Page, Site

from pages.models import StandardIndexPage, StandardPage
from search import index
from search.engine import search

FIRST = 10


@contextmanager
def wagtail_index_by_hand():
    """Within it, Wagtail's own index is brought up to date by `update_index` alone."""
    backends = {
        name: {**backend, "AUTO_UPDATE": False}
        for name, backend in settings.WAGTAILSEARCH_BACKENDS.items()
    }
    with override_settings(WAGTAILSEARCH_BACKENDS=backends):
        yield


@contextmanager
def scratch_database(name="default", verbosity=0):
    """Have an empty, migrated database in place of the site's while within it.

    Args:
        name: an alias of `DATABASES`: a database beside it is made, named `test_…`, and dropped at
            the end. SQLite's is in memory.
    """
    connection = connections["default"]
    before = connections.databases["default"]
    if name != "default":
        connection.close()
        connections.databases["default"] = settings.DATABASES[name]
        del connections["default"]
        connection = connections["default"]
    original = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=verbosity, autoclobber=True, serialize=False)
    cache.clear()
    try:
        with wagtail_index_by_hand():
            yield connection
    finally:
        connection.creation.destroy_test_db(original, verbosity=verbosity)
        cache.clear()
        if name != "default":
            connections.databases["default"] = before
            del connections["default"]


def home_pages():
    """A published page at the top of each language: by language code, in a new site."""
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    for page in root.get_children():
        page.delete()
    homes = {}
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home = StandardIndexPage(title="Home", slug=f"home-{code}", locale=locale)
        if homes:
            home.translation_key = homes[settings.LANGUAGE_CODE].translation_key
        homes[code] = root.add_child(instance=home)
    Site.objects.create(hostname="localhost", root_page=homes["en"], is_default_site=True)
    return homes


def publish(homes, documents):
    """Write many pages at once: `StandardPage`s beneath the home page of their language.

    Args:
        homes: from `home_pages`.
        documents: dictionaries with `id`, `lang`, `title` and `body`.

    Returns:
        the ids of the documents by primary key of their page. Nothing is indexed.
    """
    kind = ContentType.objects.get_for_model(StandardPage)
    bodies, pages = {}, []
    children = Counter()
    for document in documents:
        home = homes[document["lang"]]
        children[home] += 1
        bodies[document["id"]] = document["body"]
        pages.append(
            Page(
                title=document["title"],
                draft_title=document["title"],
                slug=document["id"],
                url_path=f"{home.url_path}{document['id']}/",
                path=Page._get_path(home.path, home.depth + 1, children[home]),
                depth=home.depth + 1,
                locale=home.locale,
                content_type=kind,
                live=True,
            )
        )
    with transaction.atomic():
        Page.objects.bulk_create(pages, batch_size=500)
        for page in pages:
            specific = StandardPage(page_ptr=page, body=[("paragraph", bodies[page.slug])])
            specific.__dict__.update({**page.__dict__, **specific.__dict__, "id": page.pk})
            specific.save_base(raw=True)
        for home, number in children.items():
            Page.objects.filter(pk=home.pk).update(numchild=number)
    return {page.pk: page.slug for page in pages}


def load(documents):
    """Publish judged documents as pages and index them, as `publish` says."""
    pages = publish(home_pages(), documents)
    index.rebuild()
    return pages


def ask(queries, pages, find=search):
    """Put queries to the search, each as a reader of its language would.

    Args:
        queries: dictionaries with `id`, `lang` and `text`.
        pages: the ids of documents by primary key, from `load`.
        find: what finds: called with text and language, gives results that can be sliced.

    Returns:
        dictionaries with `query`, `results` (at most ten ids of documents, best first) and `ms`.
    """
    answers = []
    for query in queries:
        started = time.perf_counter()
        hits = list(find(query["text"], query["lang"])[:FIRST])
        elapsed = (time.perf_counter() - started) * 1000
        found = [pages.get(getattr(hit, "thing", hit).pk) for hit in hits]
        answers.append(
            {
                "query": query["id"],
                "results": [one for one in found if one],
                "ms": round(elapsed, 2),
            }
        )
    return answers


def measures(queries, answers):
    """Recall, reciprocal rank, precision and unanswered queries, overall and by language.

    Args:
        queries: with `id`, `lang` and `relevant`.
        answers: from `ask`.

    Returns:
        dictionaries of `queries`, `recall`, `mrr`, `precision`, `unanswered` (shares) and `ms` (the
        median), by language code and for `all`.
    """
    results = {answer["query"]: answer for answer in answers}
    rows = defaultdict(list)
    for query in queries:
        if not query.get("relevant"):
            continue
        answer = results[query["id"]]
        relevant, shown = set(query["relevant"]), answer["results"]
        right = [place for place, one in enumerate(shown, 1) if one in relevant]
        row = (
            len(right) / len(relevant),
            1 / right[0] if right else 0,
            len(right) / len(shown) if shown else 0,
            not shown,
            answer["ms"],
        )
        rows[query["lang"]].append(row)
        rows["all"].append(row)
    found = {}
    for language, values in rows.items():
        columns = list(zip(*values, strict=True))
        found[language] = {
            "queries": len(values),
            **{
                name: sum(column) / len(values)
                for name, column in zip(
                    ("recall", "mrr", "precision", "unanswered"), columns, strict=False
                )
            },
            "ms": sorted(columns[4])[len(values) // 2],
        }
    return found


def table(measured):
    """Measures as lines of text, the languages in the order of the settings, then all."""
    lines = ["language  queries  recall@10    MRR  precision  unanswered  median ms"]
    for code in [*(code for code, _name in settings.LANGUAGES), "all"]:
        if row := measured.get(code):
            lines.append(
                f"{code:<9} {row['queries']:>7}  {row['recall']:>9.3f}  {row['mrr']:>5.3f}"
                f"  {row['precision']:>9.3f}  {row['unanswered']:>10.3f}  {row['ms']:>9.1f}"
            )
    return lines
