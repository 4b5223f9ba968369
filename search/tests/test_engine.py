from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wagtail.models import Page, PageViewRestriction

from core.tests.factories import StandardPageFactory
from news.models import NewsIndexPage, NewsPage
from search import engine
from search.engine import other_languages, search, suggestions
from search.evaluation import home_pages, load, publish
from search.index import rebuild
from search.models import Synonym
from search.passages import LENGTH, highlighted, marked, passage


def titles(results):
    return [hit.thing.title for hit in results[:20]]


@pytest.fixture
def write(homes, commit):
    """Publish standard pages of a language by title, or title and text."""

    def publish(*pages, code="en"):
        with commit():
            for number, page in enumerate(pages):
                title, text = page if isinstance(page, tuple) else (page, "")
                StandardPageFactory(
                    parent=homes[code],
                    locale=homes[code].locale,
                    title=title,
                    slug=f"page-{number}-{len(title)}",
                    body=[("paragraph", text)],
                )

    return publish


def test_the_word_itself_before_its_stem(write):
    write("Governance", "Governing", "Government", "Governments")
    assert titles(search("government", "en"))[0] == "Government"
    assert titles(search("governing", "en"))[0] == "Governing"
    assert len(search("government", "en")) == 4


def test_what_has_all_words_before_what_has_some(write):
    write("Bus", "Tram", "Bus and tram", ("Metro", "bus"))
    assert titles(search("bus tram", "en"))[0] == "Bus and tram"


def test_a_word_that_is_nowhere_does_not_empty_the_results(write):
    write("Opening hours")
    assert titles(search("opening hours qqqqqqqq", "en")) == ["Opening hours"]


def test_newer_news_first_only_among_equals(homes, commit):
    with commit():
        news = homes["en"].add_child(instance=NewsIndexPage(title="News", slug="news"))
        for year, title in [
            (2024, "Zebra"),
            (2026, "Zebra"),
            (2025, "Zebra"),
            (2027, "Tram"),
        ]:
            summary = "Beside a zebra" if title == "Tram" else ""
            news.add_child(instance=NewsPage(title=title, summary=summary, date=date(year, 1, 1)))
    assert [hit.date.year for hit in search("zebra", "en")[:3]] == [2026, 2025, 2024]
    assert [hit.date.year for hit in search("zebra", "en", sort="date")[:4]] == [
        2027,
        2026,
        2025,
        2024,
    ]


def test_mistyped_half_typed_and_joined_words(write):
    write("Certificate of birth", "Blockchain", "Weekend maintenance", "Municipality")
    mistyped = search("certficate", "en")
    assert (titles(mistyped), mistyped.did_you_mean) == (["Certificate of birth"], "certificate")
    assert titles(search("certif", "en")) == ["Certificate of birth"]
    assert search("certif", "en").did_you_mean == ""
    assert titles(search("block chain", "en")) == ["Blockchain"]
    joined = search("weekendmaintenance", "en")
    assert (titles(joined), joined.did_you_mean) == (["Weekend maintenance"], "weekend maintenance")
    assert titles(search("municipal", "en")) == ["Municipality"]


def test_a_right_word_is_not_corrected(write):
    write("Form", "From")
    assert titles(search("form", "en")) == ["Form"]
    assert search("form", "en").did_you_mean == ""


def test_a_correction_is_as_it_is_written_and_keeps_the_rest(write):
    write(("Año", "contraseña olvidada"), code="ko")
    write("Forgotten Password")
    assert search("my FORGOTEN password", "en").did_you_mean == "my forgotten password"


def test_synonyms_both_ways_and_phrases(write):
    write("General Assembly", "Gala dinner", "GA minutes", "Assembly hall")
    assert titles(search("GA", "en")) == ["GA minutes"]
    Synonym.objects.create(language="en", expressions="GA\nGeneral Assembly")
    assert set(titles(search("GA", "en"))) == {"GA minutes", "General Assembly"}
    assert set(titles(search("general assembly", "en"))) >= {"General Assembly", "GA minutes"}
    assert titles(search("GA", "ko")) == []
    Synonym.objects.all()[0].delete()
    assert titles(search("GA", "en")) == ["GA minutes"]


def test_synonyms_that_say_nothing_do_no_harm(write):
    write("Lantern")
    Synonym.objects.create(language="en", expressions="!!\n\nlantern\n''")
    assert titles(search("lantern", "en")) == ["Lantern"]


def test_facets_are_counted_with_the_other_filters_on(homes, commit, write):
    write("Zebra page")
    with commit():
        news = homes["en"].add_child(instance=NewsIndexPage(title="News", slug="news"))
        for year in (2025, 2025, 2026):
            news.add_child(instance=NewsPage(title="Zebra", date=date(year, 1, 1)))
    everything = search("zebra", "en")
    assert everything.facets["kind"] == {"news.newspage": 3, "pages.standardpage": 1}
    assert everything.facets["year"] == {"2026": 1, "2025": 2}
    some = search("zebra", "en", kind="news.newspage", year="2025")
    assert len(some) == 2
    assert some.facets["kind"] == {"news.newspage": 2}
    assert some.facets["year"] == {"2026": 1, "2025": 2}
    for odd in ("x", "'", "\x00", "2025 "):
        assert len(search("zebra", "en", kind=odd)) == len(search("zebra", "en", office=odd)) == 0


def test_results_can_be_paged(write):
    write(*[f"Zebra {number}" for number in range(25)])
    results = search("zebra", "en")
    assert len(results) == 25
    first, second = results[:20], results[20:40]
    assert len(first) == 20
    assert len(second) == 5
    assert not {hit.url for hit in first} & {hit.url for hit in second}


def test_other_languages_have_their_own_hits_and_addresses(write):
    write("WeGO one", "WeGO two", "WeGO three", "WeGO four")
    write("WeGO 서울", code="ko")
    found = other_languages("wego", "ar")
    assert {code: len(hits) for code, hits in found.items()} == {"en": 3, "ko": 1}
    assert found["ko"][0].url.startswith("/ko/")
    assert found["ko"][0].language == "ko"
    assert other_languages("wego", "en").keys() == {"ko"}


def test_suggestions_are_titles_that_go_on_as_is_typed(write):
    write("Membership", ("Lantern", "membership"), "Members of the jury", "Membership")
    found = ["".join(piece.text for piece in hit.title) for hit in suggestions("mem", "en")]
    assert sorted(found) == ["Members of the jury", "Membership"]
    assert [hit.thing.title for hit in suggestions("members of the j", "en")][
        0
    ] == "Members of the jury"
    assert suggestions("", "en") == suggestions("!", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "terms", "expected"),
    [
        ("Vélos & <script>", "fr", {"velos": 1}, "<mark>Vélos</mark> &amp; &lt;script&gt;"),
        ("x Velos", "fr", {"~velo": 1}, "x <mark>Velos</mark>"),
        ("도서관에서", "ko", {"도서": 1, "서관": 1}, "<mark>도서관</mark>에서"),
        ("图书馆", "zh-hans", {"图书": 1, "书馆": 1, "馆": 1}, "<mark>图书馆</mark>"),
        ("馆在", "zh-hans", {"馆": 1}, "<mark>馆</mark>在"),
        ("في المدرسة", "ar", {"~مدرسه": 1}, "في <mark>المدرسة</mark>"),
        ("e-Gov now", "en", {"egov": 1, "e": 1}, "<mark>e-Gov</mark> now"),
        ("", "en", {"a": 1}, ""),
    ],
)
def test_what_was_found_is_marked_and_the_rest_escaped(text, language, terms, expected):
    assert marked(highlighted(text, language, terms)) == expected


@given(st.text(st.characters() | st.sampled_from("zebra <&"), max_size=900))
@settings(max_examples=150, deadline=None)
def test_pieces_are_the_text(text):
    assert "".join(piece.text for piece in highlighted(text, "en", {"zebra": 1})) == text
    shown = "".join(piece.text for piece in passage(text, "en", {"zebra": 1}))
    assert len(shown) <= LENGTH + 6


def test_a_passage_stands_around_what_was_found():
    text = f"{'before ' * 100}zebra{' after' * 100}"
    pieces = passage(text, "en", {"zebra": 1})
    assert [piece.text for piece in pieces if piece.is_found] == ["zebra"]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")


ODD = [
    '"',
    "*",
    ":",
    "NEAR(",
    "a AND (b",
    "'; drop",
    "x" * 10_000,
    "\u202e",
    "\x00",
    "\ud800",
    "%",
    "_",
]


@pytest.mark.parametrize("text", ODD)
def test_syntax_is_data(text, write):
    write("Lantern")
    for language in ("en", "ko", "xx"):
        results = search(f"{text} lantern {text}", language)
        list(results[:20])
        assert results.facets.keys() == {"kind", "office", "year"}
        suggestions(text, language)
        other_languages(text, language)


@pytest.mark.django_db
@given(st.text(st.characters() | st.characters(categories=["Cs"]), max_size=250))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_string_is_an_error(text):
    for language in ("en", "ar", "zh-hans"):
        results = search(text, language)
        assert results[:20] is not None
        assert results.facets is not results.did_you_mean
    suggestions(text, "ko")


DOCUMENTS = [
    {"id": f"en-{number}", "lang": "en", "title": f"Zebra {number}", "body": "The giraffe."}
    for number in range(1000)
]


# Terms, postings, entries, pages; entries and pages to show. One to three more where a word is
# unknown, and one for what stands for it.
STATEMENTS = {"zebra giraffe": 6, "zebra 7": 6, "zebar": 9, "qqqqqq": 4}


def test_the_number_of_statements_is_the_same_with_ten_pages_and_with_a_thousand(
    db, django_assert_num_queries
):
    homes = home_pages()
    # Another language the second time: `publish` begins the tree beneath a home page anew.
    for code, documents in (("en", DOCUMENTS[:10]), ("fr", DOCUMENTS)):
        publish({"en": homes[code]}, documents)
        rebuild()
        search("zebra", code)[:20]
        for text, statements in STATEMENTS.items():
            with django_assert_num_queries(statements):
                results = search(text, code)
                assert len(results[:20]) <= len(results)
                assert results.facets


def test_there_is_a_ceiling(db, monkeypatch):
    monkeypatch.setattr("search.matching.CEILING", 10)
    monkeypatch.setattr("search.matching.READ_AT_ONCE", 40)
    load(DOCUMENTS[:60])
    results = search("zebra", "en")
    assert results.is_cut
    assert 10 <= len(results) <= 20
    rare = search("zebra 33", "en")
    assert titles(rare)[0] == "Zebra 33"
    assert engine.search("33", "en").is_cut is False


@pytest.fixture
def low_ceiling(monkeypatch):
    monkeypatch.setattr("search.matching.CEILING", 10)
    monkeypatch.setattr("search.matching.READ_AT_ONCE", 40)


@pytest.mark.parametrize("text", ["zebra", "zebra crossing", "zebar"])
def test_what_may_be_seen_is_found_beneath_a_thousand_better_ones_that_may_not(
    db, low_ceiling, text, django_assert_max_num_queries
):
    """A zebra in a title counts more than one in the text: the first pages are the better ones."""
    homes = home_pages()
    private = [{**document, "title": "Zebra crossing"} for document in DOCUMENTS[:60]]
    public = [
        {**document, "id": f"public-{number}", "title": f"Lantern {number}", "body": "A zebra."}
        for number, document in enumerate(DOCUMENTS[:15])
    ]
    publish(homes, private)
    publish({"en": homes["fr"]}, public)
    Page.objects.filter(slug__startswith="public-").update(locale=homes["en"].locale)
    rebuild()
    everything = search(text, "en")
    assert everything.is_cut
    assert {hit.thing.title for hit in everything[:20]} == {"Zebra crossing"}
    PageViewRestriction.objects.create(page=homes["en"], restriction_type="login")
    with django_assert_max_num_queries(20):
        results = search(text, "en")
        found = [hit.thing.title for hit in results[:20]]
    assert len(found) == 10
    assert all(title.startswith("Lantern") for title in found)
    Page.objects.filter(slug="public-3").update(live=False)
    assert "Lantern 3" not in titles(search(text, "en"))


def test_what_is_good_is_measured_by_the_best_that_may_be_seen(write):
    """Beside the private page the others would fall too far behind to be shown."""
    write("Lantern red green blue", ("Letters", f"lantern red {'word ' * 300}"), "Other")
    text = "lantern red green"
    assert titles(search(text, "en")) == ["Lantern red green blue"]
    best = Page.objects.get(title="Lantern red green blue")
    PageViewRestriction.objects.create(page=best, restriction_type="login")
    assert titles(search(text, "en")) == ["Letters"]
