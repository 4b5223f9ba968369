"""What programs ask of the search: suggestions, JSON, OpenSearch."""

from xml.etree import ElementTree

import pytest

from django.conf import settings

from core.tests.factories import StandardPageFactory, UserFactory, make_private, translate
from languages.models import FallbackPolicy
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from search import index

OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def get(homes, client):
    def got(address, **parameters):
        index.rebuild()
        response = client.get(address, parameters)
        assert response.status_code == 200
        return response

    return got


def titles(answer):
    return [row["title"] for row in answer["suggestions"]]


class TestSuggestions:
    def test_each_tells_title_kind_address_and_language(self, homes, get):
        StandardPageFactory(parent=homes["en"], title="Open <b>lanterns</b> & more", slug="open")
        assert get("/en/search/suggest/", q="lant").json() == {
            "query": "lant",
            "count": "1 suggestion",
            "suggestions": [
                {
                    "title": "Open <b>lanterns</b> & more",
                    "url": "http://testserver/en/open/",
                    "kind": "pages.standardpage",
                    "kind_name": "Page",
                    "language": "en",
                    "language_name": "English",
                    "direction": "ltr",
                }
            ],
        }

    def test_they_are_eight_at_most(self, homes, get):
        for number in range(12):
            StandardPageFactory(parent=homes["en"], title=f"Lantern {number}")
        answer = get("/en/search/suggest/", q="lan").json()
        assert len(answer["suggestions"]) == 8
        assert answer["count"] == "8 suggestions"

    def test_another_language_is_suggested_only_where_it_stands_in(self, homes, get):
        StandardPageFactory(parent=homes["ar"], locale=homes["ar"].locale, title="Lantern")
        assert titles(get("/ko/search/suggest/", q="lantern").json()) == []
        chain = [("language", "ar")]
        FallbackPolicy.objects.create(locale=homes["ko"].locale, action="show", chain=chain)
        (row,) = get("/ko/search/suggest/", q="lantern").json()["suggestions"]
        assert (row["language"], row["direction"]) == ("ar", "rtl")

    def test_a_private_version_hides_the_one_that_would_stand_in(self, homes, get):
        page = StandardPageFactory(parent=homes["en"], title="Lantern")
        chain = [("language", "en")]
        FallbackPolicy.objects.create(locale=homes["ko"].locale, action="show", chain=chain)
        assert titles(get("/ko/search/suggest/", q="lantern").json()) == ["Lantern"]
        make_private(translate(page, homes["ko"], title="비밀"))
        assert titles(get("/ko/search/suggest/", q="lantern").json()) == []
        assert get("/ko/search/results.json", q="lantern").json()["results"] == []

    @pytest.mark.parametrize(
        "typed", ["", " ", "!!", '"', "NEAR(", "\ud800", "\u202e", "x" * 10_000, "🏮"]
    )
    @pytest.mark.parametrize("address", ["suggest/", "suggest/opensearch/"])
    def test_odd_input_has_none(self, homes, get, address, typed):
        StandardPageFactory(parent=homes["en"], title="Lantern")
        answer = get(f"/en/search/{address}", q=typed.encode("utf-8", "surrogatepass")).json()
        assert (answer["suggestions"] if isinstance(answer, dict) else answer[1]) == []
        assert get(f"/en/search/{address}").status_code == 200

    def test_they_are_kept_shortly_the_same_for_every_reader_and_set_no_cookie(
        self, homes, get, client
    ):
        StandardPageFactory(parent=homes["en"], title="Lantern")
        response = get("/en/search/suggest/", q="lan")
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=0"}
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        client.force_login(UserFactory(is_superuser=True))
        assert get("/en/search/suggest/", q="lan").content == response.content

    def test_they_are_only_read(self, homes, client):
        for address in ("suggest/", "suggest/opensearch/", "results.json"):
            assert client.post(f"/en/search/{address}", {"q": "a"}).status_code == 405

    def test_the_number_of_queries_does_not_grow(
        self, homes, get, client, django_assert_num_queries, limiting
    ):
        StandardPageFactory(parent=homes["en"], title="Lantern")
        get("/en/search/suggest/", q="lan")
        with django_assert_num_queries(8 + limiting) as few:
            client.get("/en/search/suggest/", {"q": "lan"})
        for number in range(7):
            StandardPageFactory(parent=homes["en"], title=f"Lantern {number}")
        index.rebuild()
        with django_assert_num_queries(len(few)):
            client.get("/en/search/suggest/", {"q": "lan"})


class TestResults:
    @pytest.fixture
    def news(self, homes):
        place = NewsIndexPageFactory(parent=homes["en"])
        for number in range(25):
            year = 2016 if number < 3 else 2017
            NewsPageFactory(parent=place, title=f"Lantern {number}", date=f"{year}-06-01")
        StandardPageFactory(
            parent=homes["en"],
            title="Lantern page",
            body=[("paragraph", "<p>A &lt;b&gt;lantern&lt;/b&gt; &amp; more.</p>")],
        )

    def test_pages_filters_and_order_are_those_of_the_page(self, news, get, client):
        for more in (
            {},
            {"page": "2"},
            {"page": "99"},
            {"kind": "news.newspage"},
            {"year": "2016", "sort": "date"},
            {"kind": "nothing"},
            {"office": "\u202e"},
        ):
            answer = get("/en/search/results.json", q="lantern", **more).json()
            shown = client.get("/en/search/", {"q": "lantern", **more}).context
            assert [row["title"] for row in answer["results"]] == [
                hit.entry.title for hit in shown["results"]
            ]
            assert answer["total"] == shown["results"].paginator.count
            assert answer["page"] == shown["results"].number
            assert answer["pages"] == shown["results"].paginator.num_pages

    def test_facets_are_named_and_counted(self, news, get):
        facets = get("/en/search/results.json", q="lantern").json()["facets"]
        assert facets == {
            "kind": [
                {"value": "news.newspage", "name": "News item", "count": 25},
                {"value": "pages.standardpage", "name": "Page", "count": 1},
            ],
            "office": [],
            "year": [
                {"value": "2017", "name": "2017", "count": 22},
                {"value": "2016", "name": "2016", "count": 3},
            ],
        }

    def test_a_result_is_plain_text(self, news, get):
        answer = get("/en/search/results.json", q="lantern", kind="pages.standardpage").json()
        (row,) = answer["results"]
        assert row["passage"] == "A <b>lantern</b> & more."
        assert row["url"] == "http://testserver/en/lantern-page/"
        assert row["date"] is None

    def test_a_typing_error_and_other_languages_are_told(self, homes, get):
        StandardPageFactory(parent=homes["en"], title="Benchmark of cities")
        StandardPageFactory(parent=homes["ko"], locale=homes["ko"].locale, title="Benchmark")
        answer = get("/en/search/results.json", q="benchmrak").json()
        assert answer["did_you_mean"] == "benchmark"
        answer = get("/en/search/results.json", q="benchmark").json()
        assert [row["language"] for row in answer["other_languages"]] == ["ko"]

    def test_there_is_an_answer_to_nothing(self, homes, get):
        answer = get("/en/search/results.json").json()
        assert (answer["total"], answer["results"], answer["page"]) == (0, [], 1)
        assert not get("/en/search/results.json").cookies


class TestOpenSearch:
    @pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
    def test_a_browser_is_told_how_to_search_in_each_language(self, homes, get, code):
        response = get(f"/{code}/opensearch.xml")
        assert response["Content-Type"] == "application/opensearchdescription+xml"
        assert not response.cookies
        root = ElementTree.fromstring(response.content)
        text = {element.tag.removeprefix(OPEN_SEARCH): element.text for element in root}
        assert root.tag == f"{OPEN_SEARCH}OpenSearchDescription"
        assert text["ShortName"].startswith("WeGO ") and len(text["ShortName"]) <= 16
        assert 0 < len(text["Description"]) <= 1024
        assert text["Language"] == code
        addresses = {url.get("type"): url.get("template") for url in root.iter(f"{OPEN_SEARCH}Url")}
        base, typed = f"http://testserver/{code}", "q={searchTerms}"
        assert addresses == {
            "text/html": f"{base}/search/?{typed}&page={{startPage?}}",
            "application/json": f"{base}/search/results.json?{typed}&page={{startPage?}}",
            "application/x-suggestions+json": f"{base}/search/suggest/opensearch/?{typed}",
            "application/opensearchdescription+xml": f"{base}/opensearch.xml",
        }
        for kind in ("text/html", "application/json", "application/x-suggestions+json"):
            address = addresses[kind].replace("{searchTerms}", "a").replace("{startPage?}", "")
            assert get(address.removeprefix("http://testserver")).status_code == 200

    def test_pages_lead_to_it_under_its_name(self, homes, get):
        for code in ("en", "ko", "ar"):
            root = ElementTree.fromstring(get(f"/{code}/opensearch.xml").content)
            name = root.findtext(f"{OPEN_SEARCH}ShortName")
            link = (
                '<link rel="search" type="application/opensearchdescription+xml"'
                f' href="/{code}/opensearch.xml" title="{name}">'
            )
            assert link in get(f"/{code}/").content.decode()

    def test_suggestions_in_its_format(self, homes, get):
        StandardPageFactory(parent=homes["en"], title="Lantern", slug="lantern")
        response = get("/en/search/suggest/opensearch/", q="lan")
        assert response["Content-Type"] == "application/x-suggestions+json"
        assert response.json() == ["lan", ["Lantern"], ["Page"], ["http://testserver/en/lantern/"]]
