from datetime import timedelta
from urllib.parse import quote

import pytest

from django.utils import timezone

from wagtail.models import Page

from core.tests.factories import StandardPageFactory, make_private, translate
from faq.models import FAQItem, FAQPage
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from search import index

pytestmark = pytest.mark.slow


def found(client, query, code="en", **more):
    index.rebuild()
    response = client.get(f"/{code}/search/", {"q": query, **more})
    assert response.status_code == 200
    return [hit.entry.title for hit in response.context["results"]]


@pytest.fixture
def pages(homes):
    home = homes["en"]
    live = StandardPageFactory(parent=home, title="Lantern live")
    StandardPageFactory(parent=home, title="Lantern draft", live=False)
    private = make_private(StandardPageFactory(parent=home, title="Lantern private"))
    StandardPageFactory(parent=private, title="Lantern beneath private")
    expired = StandardPageFactory(parent=home, title="Lantern expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    translate(live, homes["ko"], title="Lantern 등불")
    return live


def test_only_what_a_reader_may_see_in_the_language_is_found(pages, client):
    assert found(client, "lantern") == ["Lantern live"]
    assert found(client, "등불", code="ko") == ["Lantern 등불"]
    assert found(client, "등불") == []


def test_a_page_is_gone_from_the_results_when_it_is_unpublished(pages, client):
    pages.unpublish()
    assert found(client, "lantern") == []


def test_the_text_of_a_page_and_the_answers_of_the_faq_are_searched(homes, client):
    StandardPageFactory(parent=homes["en"], title="Body", body=[("paragraph", "<p>zebra</p>")])
    faq = homes["en"].add_child(instance=FAQPage(title="Questions", slug="faq"))
    faq.items.add(FAQItem(question="Who?", answer="<p>The giraffe.</p>", locale=faq.locale))
    faq.save_revision().publish()
    assert found(client, "zebra") == ["Body"]
    assert found(client, "giraffe") == ["Who?"]


ODD = [
    '"',
    '"unclosed',
    "*",
    ":",
    "title:lantern",
    "NEAR(",
    "NEAR(lantern live, 2)",
    "AND",
    "NOT",
    "a AND (b",
    "'; drop table",
    "x" * 10_000,
    " ".join("word" for _number in range(2000)),
    "\u202e\u2028\u2066",
    "\t",
    "\0",
    "lan\0tern",
    "\ud800",
    "lantern \udfff",
    "%",
    "_",
    "\\",
    "ʼ…—",
    "(((((",
    "[{<",
    "lantern) OR (",
    "-lantern",
    "lantern*",
]


@pytest.mark.parametrize("address", ["", "results.json", "suggest/", "suggest/opensearch/"])
def test_syntax_is_data_wherever_it_is_asked(pages, client, address):
    index.rebuild()
    for query in ODD:
        asked = quote(query.encode("utf-8", "surrogatepass"))
        for code in ("en", "ko", "ar"):
            for more in ("", "&page=2&sort=date&kind=x&office=%22&year=%22"):
                response = client.get(f"/{code}/search/{address}?q={asked}{more}")
                # What holds a NUL is told plainly that it does, by the site as a whole.
                expected = 400 if "\0" in query else 200
                assert response.status_code == expected, (query, code, more)


def test_an_empty_query_and_one_without_words_are_explained(homes, client):
    assert "Type one or more words" in client.get("/en/search/").content.decode()
    assert "There is no word in your search" in (
        client.get("/en/search/", {"q": "!!"}).content.decode()
    )


def test_what_was_typed_is_kept_and_escaped(homes, client):
    html = client.get("/en/search/", {"q": '<b>"x'}).content.decode()
    assert 'value="&lt;b&gt;&quot;x"' in html
    assert "<b>" not in html


def test_results_come_in_pages(homes, client):
    for number in range(25):
        StandardPageFactory(parent=homes["en"], title=f"Lantern {number}")
    assert len(found(client, "lantern")) == 20
    assert len(found(client, "lantern", page="2")) == 5
    assert len(found(client, "lantern", page="x")) == 20
    assert len(found(client, "lantern", page="99")) == 5


def test_the_page_is_not_for_other_search_engines_and_sets_no_cookie(homes, client):
    response = client.get("/en/search/", {"q": "a"})
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_the_language_switcher_keeps_the_query(homes, client):
    html = client.get("/en/search/", {"q": "two words"}).content.decode()
    assert "/ko/search/?q=two+words" in html


def test_the_number_of_queries_does_not_grow(homes, client, django_assert_num_queries, limiting):
    StandardPageFactory(parent=homes["en"], title="Lantern")
    found(client, "lantern")
    with django_assert_num_queries(14 + limiting) as few:
        client.get("/en/search/", {"q": "lantern"})
    for number in range(15):
        StandardPageFactory(parent=homes["en"], title=f"Lantern {number}")
    index.rebuild()
    with django_assert_num_queries(len(few)):
        client.get("/en/search/", {"q": "lantern"})


def test_what_was_found_is_marked_in_its_passage_and_escaped(homes, client):
    body = [("paragraph", "<p>Many &lt;b&gt;zebras&lt;/b&gt; &amp; friends.</p>")]
    StandardPageFactory(parent=homes["en"], title="<i>Zebra</i>", body=body)
    index.rebuild()
    html = client.get("/en/search/", {"q": "zebra"}).content.decode()
    assert "&lt;i&gt;<mark>Zebra</mark>&lt;/i&gt;" in html
    assert "&lt;b&gt;<mark>zebras</mark>&lt;/b&gt; &amp; friends" in html


def test_a_typing_error_is_asked_about(homes, client):
    StandardPageFactory(parent=homes["en"], title="Benchmark of cities")
    index.rebuild()
    html = client.get("/en/search/", {"q": "benchmrak"}).content.decode()
    assert '<a href="?q=benchmark"><bdi>benchmark</bdi></a>' in html


def test_results_in_other_languages_stand_below_with_their_language(homes, client):
    StandardPageFactory(parent=homes["ko"], title="등불 Lantern")
    index.rebuild()
    html = client.get("/en/search/", {"q": "lantern"}).content.decode()
    assert "In other languages" in html
    assert 'href="/ko/' in html and 'lang="ko" dir="ltr"' in html
    assert "Nothing was found" in html


class TestFilters:
    @pytest.fixture
    def news(self, homes):
        list_page = NewsIndexPageFactory(parent=homes["en"])
        for year in (2016, 2017):
            NewsPageFactory(parent=list_page, title=f"Lantern {year}", date=f"{year}-06-01")
        StandardPageFactory(parent=homes["en"], title="Lantern page")

    def test_each_shows_how_many_it_leaves(self, news, client):
        assert len(found(client, "lantern")) == 3
        html = client.get("/en/search/", {"q": "lantern"}).content.decode()
        assert "News item (2)" in html and "Page (1)" in html and "2017 (1)" in html
        assert set(found(client, "lantern", kind="news.newspage")) == {
            "Lantern 2016",
            "Lantern 2017",
        }
        assert found(client, "lantern", year="2016") == ["Lantern 2016"]

    def test_the_newest_first(self, news, client):
        assert found(client, "lantern", sort="date")[:2] == ["Lantern 2017", "Lantern 2016"]

    def test_a_value_that_nothing_has_is_told_and_left_in_one_step(self, news, client):
        for more in ({"year": "1900"}, {"kind": "x" * 5000}, {"office": "\u202e"}, {"year": "x"}):
            assert found(client, "lantern", **more) == []
            html = client.get("/en/search/", {"q": "lantern", **more}).content.decode()
            assert '<a href="?q=lantern">Search without filters</a>' in html
