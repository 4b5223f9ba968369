from datetime import timedelta

import pytest

from django.utils import timezone

from wagtail.models import Page

from core.tests.factories import StandardPageFactory, make_private, translate
from faq.models import FAQItem, FAQPage


def found(client, query, code="en", **more):
    response = client.get(f"/{code}/search/", {"q": query, **more})
    assert response.status_code == 200
    return [page.title for page in response.context["results"]]


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
    assert found(client, "giraffe") == ["Questions"]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '"unclosed',
        "*",
        ":",
        "NEAR(",
        "AND",
        "a AND (b",
        "'; drop table",
        "x" * 10_000,
        " ".join("word" for _number in range(2000)),
        "\u202e\u2028",
        "\t",
        "%",
        "\\",
        "ʼ…—",
        "(((((",
        "lantern) OR (",
        "-lantern",
    ],
)
def test_odd_queries_get_a_page(pages, client, query):
    response = client.get("/en/search/", {"q": query})
    assert response.status_code == 200


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


def test_the_number_of_queries_does_not_grow(homes, client, django_assert_num_queries):
    StandardPageFactory(parent=homes["en"], title="Lantern")
    client.get("/en/search/", {"q": "lantern"})
    with django_assert_num_queries(9) as few:
        client.get("/en/search/", {"q": "lantern"})
    for number in range(15):
        StandardPageFactory(parent=homes["en"], title=f"Lantern {number}")
    with django_assert_num_queries(len(few)):
        client.get("/en/search/", {"q": "lantern"})
