from datetime import date
from io import StringIO

import pytest

from django.core.management import call_command

from core.tests.factories import StandardIndexPageFactory, StandardPageFactory
from faq.models import FAQItem, FAQPage
from news.models import NewsIndexPage, NewsPage
from regional_offices.models import RegionalOfficePage, RegionalOfficesIndexPage
from search import index
from search.analysis import VERSION
from search.engine import search
from search.models import Entry, Posting, Spelling, Term


def urls(text, language="en"):
    return [hit.url for hit in search(text, language)[:10]]


def counted():
    """In how many entries each term stands, by the postings themselves."""
    found = {}
    for entry, language in Entry.objects.values_list("pk", "language"):
        found[language, ""] = found.get((language, ""), 0) + 1
        for text in Posting.objects.filter(entry=entry).values_list("term__text", flat=True):
            found[language, text] = found.get((language, text), 0) + 1
    return found


def noted():
    terms = Term.objects.exclude(entries=0)
    return {(term.language, term.text): term.entries for term in terms}


@pytest.fixture
def page(homes, commit):
    with commit():
        return StandardPageFactory(
            parent=homes["en"],
            title="Lantern",
            summary="About zebras",
            body=[("heading", "Giraffes"), ("paragraph", "<p>And <b>elephants</b>.</p>")],
        )


def test_title_summary_headings_and_text_are_found(page):
    for word in ("lantern", "zebra", "giraffe", "elephants"):
        assert urls(word) == [page.get_url()]


def test_a_title_counts_more_than_a_summary_than_a_heading_than_a_text(homes, commit):
    with commit():
        for title, summary, body in [
            ("Four", "", [("paragraph", "<p>Zebra</p>")]),
            ("Three", "", [("heading", "Zebra")]),
            ("Two", "Zebra", []),
            ("Zebra", "", []),
        ]:
            StandardPageFactory(parent=homes["en"], title=title, summary=summary, body=body)
    titles = [hit.thing.title for hit in search("zebra", "en")[:10]]
    assert titles[0] == "Zebra"
    assert titles[-1] == "Four"
    assert set(titles) == {"Zebra", "Two", "Three", "Four"}


def test_what_was_changed_is_found_and_what_it_was_is_not(page, commit):
    with commit():
        page.title = "Candle"
        page.save_revision().publish()
    assert urls("candle") == [page.get_url()]
    assert urls("lantern") == []
    assert noted() == counted()


def test_a_draft_changes_nothing(page, commit, django_assert_max_num_queries):
    before = list(Entry.objects.values())
    with commit():
        page.title = "Candle"
        page.save_revision()
    assert list(Entry.objects.values()) == before


def test_a_new_question_is_found_at_once_and_leads_to_its_answer(homes, commit):
    with commit():
        faq = homes["en"].add_child(instance=FAQPage(title="Questions", slug="faq"))
    with commit():
        faq.items.add(FAQItem(question="Who?", answer="<p>The giraffe.</p>", locale=faq.locale))
        faq.save_revision().publish()
    item = faq.items.get()
    (hit,) = search("giraffe", "en")[:5]
    assert hit.url == f"/en/faq/#{item.anchor}"
    assert hit.kind == "faq.faqitem"
    assert hit.thing.pk == faq.pk
    with commit():
        faq.items.set([])
        faq.save_revision().publish()
    assert urls("giraffe") == []


def test_a_move_changes_the_office(homes, commit):
    with commit():
        offices = homes["en"].add_child(
            instance=RegionalOfficesIndexPage(title="Offices", slug="offices")
        )
        office = offices.add_child(
            instance=RegionalOfficePage(title="Nairobi", slug="nairobi", city="Nairobi")
        )
        news = office.add_child(instance=NewsIndexPage(title="News", slug="news"))
        elsewhere = homes["en"].add_child(instance=NewsIndexPage(title="All", slug="all"))
        page = news.add_child(instance=NewsPage(title="Zebra", date=date(2026, 3, 1)))
    results = search("zebra", "en")
    assert results.facets == {
        "kind": {"news.newspage": 1},
        "office": {str(office.translation_key): 1},
        "year": {"2026": 1},
    }
    with commit():
        page.move(elsewhere, pos="last-child")
    assert search("zebra", "en").facets["office"] == {}


def test_an_error_in_the_index_does_not_lose_what_was_saved(homes, commit, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(index, "update", broken)
    with commit():
        page = StandardPageFactory(parent=homes["en"], title="Saved")
    page.refresh_from_db()
    assert page.title == "Saved"


def test_the_index_is_rebuilt_from_nothing_alike(page, homes, commit):
    with commit():
        StandardIndexPageFactory(parent=homes["ko"], locale=homes["ko"].locale, title="도서관에서")

    def content():
        entries = Entry.objects.order_by("source", "object_id", "anchor")
        postings = Posting.objects.values_list("term__text", "entry__object_id", "weight")
        return (
            list(entries.values_list("object_id", "title", "text", "digest")),
            sorted(postings),
            noted(),
            sorted(Spelling.objects.values_list("key", "term__text")),
        )

    index.rebuild()
    before = content()
    call_command("rebuild_search_index", clear=True, verbosity=0, stdout=StringIO())
    assert content() == before
    assert noted() == counted()


def test_a_rebuild_writes_only_what_has_changed_and_removes_what_is_gone(page, commit):
    index.rebuild()
    assert index.rebuild() == 0
    type(page).objects.filter(pk=page.pk).update(summary="Changed without a signal")
    assert index.rebuild() == 1
    type(page).objects.filter(pk=page.pk).update(live=False)
    index.rebuild()
    assert urls("lantern") == []
    assert noted() == counted()


def test_a_stale_rebuild_looks_at_what_an_earlier_version_has_written(page):
    Entry.objects.filter(object_id=page.pk).update(version=VERSION - 1, digest="")
    out = StringIO()
    call_command("rebuild_search_index", stale=True, stdout=out)
    assert "1 entries written" in out.getvalue()
    assert not Entry.objects.exclude(version=VERSION).exists()


def test_a_page_is_written_in_a_fixed_number_of_statements(
    homes, commit, django_assert_max_num_queries
):
    with commit():
        page = StandardPageFactory(parent=homes["en"], title="Lantern")
    for words in (10, 300):
        body = " ".join(f"word{number}" for number in range(words))
        type(page).objects.filter(pk=page.pk).update(summary=body)
        with django_assert_max_num_queries(26):
            index.update(index.KINDS["page"], [page.pk])
