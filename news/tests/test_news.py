from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from django.utils import timezone

from wagtail.models import Page

from core.tests.factories import locale, make_private, translate
from news.models import NewsPageCategory, RelatedNews
from news.tests.factories import NewsCategoryFactory, NewsIndexPageFactory, NewsPageFactory
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index(homes):
    return NewsIndexPageFactory(parent=homes["en"])


@pytest.fixture
def office(homes):
    offices = RegionalOfficesIndexPageFactory(parent=homes["en"])
    return RegionalOfficePageFactory(parent=offices, title="Chengdu", slug="chengdu")


def categorize(page, category):
    NewsPageCategory.objects.create(page=page, category=category, locale=page.locale)


def listed(client, index, **query):
    response = client.get(index.url, query)
    assert response.status_code == 200
    return [item.title for item in response.context["news"]]


def test_the_list_shows_what_is_published_newest_first(index, homes, client):
    NewsPageFactory(parent=index, title="older", date=date(2016, 1, 1))
    NewsPageFactory(parent=index, title="newer", date=date(2017, 1, 1))
    NewsPageFactory(parent=index, title="draft", live=False)
    make_private(NewsPageFactory(parent=index, title="private"))
    expired = NewsPageFactory(parent=index, title="expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    korean = translate(index, homes["ko"])
    NewsPageFactory(parent=korean, title="korean")
    assert listed(client, index) == ["newer", "older"]


def test_the_site_gathers_the_news_of_offices_and_an_office_has_its_own(index, office, client):
    own = NewsIndexPageFactory(parent=office)
    NewsPageFactory(parent=index, title="site", date=date(2017, 1, 2))
    NewsPageFactory(parent=own, title="office", date=date(2017, 1, 1))
    assert listed(client, index) == ["site", "office"]
    assert listed(client, own) == ["office"]
    items = client.get(index.url).context["news"]
    assert [item.publisher and item.publisher.title for item in items] == [None, "Chengdu"]


def test_filters_narrow_the_list(index, office, client):
    awards = NewsCategoryFactory(slug="awards", name="Awards")
    one = NewsPageFactory(parent=index, title="one", date=date(2016, 5, 1))
    categorize(one, awards)
    NewsPageFactory(parent=index, title="two", date=date(2017, 5, 1))
    NewsPageFactory(
        parent=NewsIndexPageFactory(parent=office), title="three", date=date(2017, 4, 1)
    )
    assert listed(client, index, category="awards") == ["one"]
    assert listed(client, index, office="chengdu") == ["three"]
    assert listed(client, index, year="2017") == ["two", "three"]
    assert listed(client, index, year="2016", office="chengdu") == []


@pytest.mark.parametrize(
    "query",
    [
        {"category": "nothing"},
        {"office": "'; drop table"},
        {"year": "1999"},
        {"year": "x", "page": "-5"},
        {"page": "9" * 50},
        {"page": "٣"},
        {"page": ["1", "2"]},
        {"nothing": "at all"},
    ],
)
def test_a_bad_query_string_gets_the_list(index, client, query):
    NewsPageFactory(parent=index, title="one")
    assert listed(client, index, **query) == ["one"]


def test_a_choice_that_does_not_exist_is_said_beside_its_field(index, client):
    NewsPageFactory(parent=index)
    html = client.get(index.url, {"category": "<b>odd</b>"}).content.decode()
    assert 'class="error"' in html
    assert "<b>odd</b>" not in html


def test_a_long_list_has_pages_that_keep_the_filter(index, client):
    for _number in range(15):
        NewsPageFactory(parent=index, date=date(2017, 1, 1))
    assert len(listed(client, index, year="2017")) == 12
    assert len(listed(client, index, year="2017", page="2")) == 3
    html = client.get(index.url, {"year": "2017"}).content.decode()
    assert "?year=2017&amp;page=2" in html


def test_an_empty_list_says_so(index, client):
    assert "There is no news here yet." in client.get(index.url).content.decode()


def test_the_feed_is_atom_and_has_what_the_list_has(index, office, homes, client):
    NewsPageFactory(parent=index, title="site & <all>", date=date(2017, 1, 2))
    NewsPageFactory(parent=index, title="draft", live=False)
    make_private(NewsPageFactory(parent=index, title="private"))
    own = NewsIndexPageFactory(parent=office)
    NewsPageFactory(parent=own, title="office", date=date(2017, 1, 1))
    response = client.get(f"{index.url}feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "site & <all>",
        "office",
    ]
    feed = ElementTree.fromstring(client.get(f"{own.url}feed/").content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["office"]


def test_each_language_has_its_own_feed(index, homes, client):
    korean = translate(index, homes["ko"])
    NewsPageFactory(parent=korean, title="소식 하나")
    NewsPageFactory(parent=index, title="English")
    feed = client.get("/ko/news/feed/").content.decode()
    assert "소식 하나" in feed
    assert "English" not in feed


def test_related_news_are_those_chosen_else_of_the_same_category(index, client):
    category = NewsCategoryFactory()
    page, same, chosen = (NewsPageFactory(parent=index) for _number in range(3))
    hidden = NewsPageFactory(parent=index, live=False)
    for item in (page, same, hidden):
        categorize(item, category)
    assert [item.pk for item in page.related_news()] == [same.pk]
    for order, item in enumerate((chosen, hidden)):
        RelatedNews.objects.create(page=page, news=item, locale=locale("en"), sort_order=order)
    page.refresh_from_db()
    assert [item.pk for item in page.related_news()] == [chosen.pk]


def test_a_news_item_carries_structured_data(index, client):
    page = NewsPageFactory(parent=index, title="Title </script>", date=date(2017, 6, 30))
    html = client.get(page.url).content.decode()
    assert '"@type": "NewsArticle"' in html
    assert '"datePublished": "2017-06-30"' in html
    assert "Title \\u003c/script>" in html


def test_dates_are_written_as_the_language_writes_them(index, homes, client):
    page = NewsPageFactory(parent=index, date=date(2017, 6, 19))
    assert "19 June 2017" in client.get(page.url).content.decode()
    korean = translate(index, homes["ko"])
    page = NewsPageFactory(parent=korean, date=date(2017, 6, 19))
    assert "2017년 6월 19일" in client.get(page.url).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(
    index, client, django_assert_num_queries
):
    category = NewsCategoryFactory()
    for number in range(11):
        page = NewsPageFactory(parent=index)
        categorize(page, category)
        if number == 1:
            client.get(index.url)
            with django_assert_num_queries(23) as few:
                client.get(index.url)
    with django_assert_num_queries(len(few)):
        client.get(index.url)
