"""News of offices: on the site's list, on the office's page and in both feeds, with their office.

In the reader's language; what is draft, private or past is nowhere.
"""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from django.contrib.auth.models import Group
from django.utils import timezone

from wagtail.models import Page

from core.models import Organisation
from core.permissions import SECRETARIAT, ensure_secretariat
from core.tests.factories import UserFactory, locale, make_private, translate
from languages.models import Action
from languages.tests.test_fallback import policy
from news.models import NewsPage
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import close_office
from regional_offices.models import Role
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
    team_of,
)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def tree(homes):
    """The site's list of news and an office with its own, in English and Korean."""
    ensure_secretariat()
    english = {"home": homes["en"], "news": NewsIndexPageFactory(parent=homes["en"])}
    index = RegionalOfficesIndexPageFactory(parent=homes["en"])
    english["office"] = RegionalOfficePageFactory(parent=index, title="Chengdu", slug="chengdu")
    english["list"] = NewsIndexPageFactory(parent=english["office"], title="Chengdu news")
    korean = {"home": homes["ko"], "news": translate(english["news"], homes["ko"], title="소식")}
    above = translate(index, homes["ko"], title="사무소")
    korean["office"] = translate(english["office"], above, title="청두", city="청두")
    korean["list"] = translate(english["list"], korean["office"], title="청두 소식")
    for number, (code, name) in enumerate((("en", "WeGO"), ("ko", "위고"))):
        Organisation.objects.create(name=name, short_name=str(number), locale=locale(code))
    return {"en": english, "ko": korean}


@pytest.fixture
def written(tree):
    """News of the office: in both languages, in one, and of every kind that no reader sees."""
    english, korean = tree["en"]["list"], tree["ko"]["list"]
    both = NewsPageFactory(parent=english, title="Both", date=date(2017, 3, 2))
    translate(both, korean, title="둘 다", date=date(2017, 3, 2))
    NewsPageFactory(parent=korean, title="한국어만", locale=locale("ko"), date=date(2017, 3, 1))
    NewsPageFactory(parent=english, title="English alone", date=date(2017, 2, 1))
    NewsPageFactory(parent=english, title="Hidden draft", live=False)
    private = make_private(NewsPageFactory(parent=english, title="Hidden private"))
    alias = private.create_alias(parent=tree["en"]["news"], update_slug="alias")
    assert alias.live
    expired = NewsPageFactory(parent=english, title="Hidden expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    NewsPageFactory(parent=tree["en"]["news"], title="Of the site", date=date(2017, 1, 1))
    return tree


def listed(client, index):
    """The titles and offices of a list, as a reader sees them."""
    news = client.get(index.url).context["news"]
    return [(item.title, item.publisher and item.publisher.title) for item in news]


def fed(client, index):
    """The titles and authors of a feed."""
    feed = ElementTree.fromstring(client.get(f"{index.url}feed/").content)
    return [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}author/{ATOM}name"))
        for entry in feed.iter(f"{ATOM}entry")
    ]


ENGLISH = [("Both", "Chengdu"), ("English alone", "Chengdu")]
KOREAN = [("둘 다", "청두"), ("한국어만", "청두")]


def test_they_are_on_the_list_of_the_site_and_of_the_office(written, client):
    assert listed(client, written["en"]["news"]) == [*ENGLISH, ("Of the site", None)]
    assert listed(client, written["en"]["list"]) == ENGLISH
    assert listed(client, written["ko"]["news"]) == KOREAN
    assert listed(client, written["ko"]["list"]) == KOREAN


def test_they_are_on_the_page_of_the_office(written, client):
    for code, expected in (("en", ENGLISH), ("ko", KOREAN)):
        news = client.get(written[code]["office"].url).context["news"]
        assert [item.title for item in news] == [title for title, _office in expected]


def test_they_are_in_both_feeds_with_the_office_as_author(written, client):
    assert fed(client, written["en"]["news"]) == [*ENGLISH, ("Of the site", None)]
    assert fed(client, written["en"]["list"]) == ENGLISH
    assert fed(client, written["ko"]["news"]) == KOREAN
    assert fed(client, written["ko"]["list"]) == KOREAN
    feed = ElementTree.fromstring(client.get(f"{written['ko']['news'].url}feed/").content)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "위고"


def test_the_label_of_a_card_leads_nowhere_and_is_the_offices_name(written, client):
    html = client.get(written["ko"]["news"].url).content.decode()
    assert html.count('tag--office"><bdi>청두</bdi>') == 2
    assert "Chengdu" not in html.split("<main", 1)[1]


def test_a_reader_of_another_language_is_told_the_language(written, client):
    policy("ko", Action.SHOW, "en")
    assert listed(client, written["ko"]["news"]) == [
        KOREAN[0],
        KOREAN[1],
        ("English alone", "청두"),
        ("Of the site", None),
    ]
    html = client.get(written["ko"]["news"].url).content.decode()
    card = html.split("English alone")[1].split("</li>")[0]
    assert 'tag--language">' in card
    assert "청두" in card
    assert ("English alone (영어)", "청두") in fed(client, written["ko"]["news"])


def test_an_office_that_no_reader_sees_is_not_named(written, client):
    Page.objects.filter(pk=written["en"]["office"].pk).update(live=False)
    assert listed(client, written["en"]["news"])[:2] == [("Both", None), ("English alone", None)]
    assert fed(client, written["en"]["news"])[0] == ("Both", None)


def test_nor_is_anything_of_an_office_that_is_private(written, client):
    make_private(written["en"]["office"])
    assert listed(client, written["en"]["news"]) == [("Of the site", None)]
    assert fed(client, written["en"]["news"]) == [("Of the site", None)]


def test_news_of_a_closed_office_stay_where_they_are_or_go(written, client):
    office = written["en"]["office"]
    team = team_of(office)
    close_office(team, None, False)
    assert listed(client, written["en"]["news"])[:2] == ENGLISH
    close_office(team, None, True)
    assert listed(client, written["en"]["news"]) == [("Of the site", None)]


# On the home page


def feature(client, home, index, *news):
    """Put a section with the news of a list onto a home page, in the admin."""
    name = "sections-0"
    chosen = {}
    for number, item in enumerate(news):
        place = f"{name}-value-featured-{number}"
        chosen |= {f"{place}-order": str(number), f"{place}-deleted": "", f"{place}-id": ""}
        chosen[f"{place}-value"] = str(item.pk)
    return client.post(
        f"/admin/pages/{home.pk}/edit/",
        {
            "title": home.title,
            "slug": home.slug,
            "sections-count": "1",
            f"{name}-type": "latest_news",
            f"{name}-order": "0",
            f"{name}-deleted": "",
            f"{name}-id": "",
            f"{name}-value-heading": "Latest news",
            f"{name}-value-page": str(index.pk),
            f"{name}-value-link_text": "All",
            f"{name}-value-featured-count": str(len(news)),
            "local_blocks-count": "0",
            f"{name}-value-count": "3",
            **{f"comments-{key}_FORMS": "0" for key in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
            **chosen,
            "action-publish": "action-publish",
        },
    )


def cards(client, home):
    """The titles of the cards on a home page, and all of the page."""
    html = client.get(home.url).content.decode()
    return [part.split("</a>")[0].split(">")[-1] for part in html.split("card__h")[1:]], html


def person(group):
    user = UserFactory()
    user.groups.add(group)
    return user


def test_the_secretariat_features_them_in_the_readers_language(written, client):
    old = NewsPageFactory(parent=written["en"]["list"], title="Old", date=date(2010, 1, 1))
    translate(old, written["ko"]["list"], title="옛것", date=date(2010, 1, 1))
    hidden = NewsPage.objects.filter(title__startswith="Hidden", alias_of=None).order_by("pk")
    client.force_login(person(Group.objects.get(name=SECRETARIAT)))
    for code, titles, office in (
        ("en", ["Old", "Both", "English alone"], "Chengdu"),
        ("ko", ["옛것", "둘 다", "한국어만"], "청두"),
    ):
        # Places that are left are for the latest: what no reader sees takes none.
        places = written[code]
        response = feature(client, places["home"], written["en"]["news"], old, *hidden[:2])
        assert response.status_code == 302
        found, html = cards(client, places["home"])
        assert found == titles
        assert html.count(f">{office}</bdi>") == 3
        assert "Hidden" not in html


@pytest.mark.parametrize("role", Role)
def test_an_office_features_nothing(written, client, role):
    office = written["en"]["office"]
    team = team_of(office)
    news = NewsPage.objects.get(title="Both")
    client.force_login(person(team.group(role)))
    response = feature(client, written["en"]["home"], written["en"]["news"], news)
    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert cards(client, written["en"]["home"])[0] == []
