"""The policy × the state of the version in the reader's language × each place where it shows."""

from datetime import timedelta

import pytest

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from core.tests.factories import StandardPageFactory, locale, make_private, translate
from languages.fallback import localized
from languages.models import Action, FallbackPolicy, kind_choices, rules_by_language
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from partners.models import Partner, PartnersPage
from search import index

pytestmark = pytest.mark.slow

PAST, FUTURE = timedelta(hours=-1), timedelta(hours=1)


def policy(code, action, *chain, exceptions=()):
    FallbackPolicy.objects.filter(locale__language_code=code).delete()
    made = FallbackPolicy(
        locale=locale(code),
        action=action,
        chain=[("language", one) for one in chain],
        exceptions=[
            ("exception", {"kind": kind, "action": exception}) for kind, exception in exceptions
        ],
    )
    made.full_clean()
    made.save()
    return made


def update(page, **fields):
    Page.objects.filter(pk=page.pk).update(**fields)


@pytest.fixture
def lists(homes):
    """A news list in English, Korean and Arabic."""
    english = NewsIndexPageFactory(parent=homes["en"], title="News", slug="news")
    return {
        "en": english,
        "ko": translate(english, homes["ko"], title="소식"),
        "ar": translate(english, homes["ar"], title="الأخبار"),
    }


def origin_of(code):
    """The language the news item is written in, for a reader of another."""
    return "ko" if code == "en" else "en"


@pytest.fixture
def item(lists, request):
    """A news item published in one language: in English, but for readers of English."""
    code = request.getfixturevalue("code") if "code" in request.fixturenames else None
    return NewsPageFactory(
        parent=lists[origin_of(code)],
        locale=lists[origin_of(code)].locale,
        title="Lantern of origin",
        slug="item",
        summary="The summary.",
        body=[("paragraph", "<p>The text of it.</p>")],
    )


# How the version in the reader's language stands, and how it is made.
def missing(item, parent):
    return None


def live(item, parent):
    return translate(item, parent, title="Lantern own version")


def draft(item, parent):
    return translate(item, parent, title="SECRETWORD draft", live=False)


def scheduled(item, parent):
    page = translate(item, parent, title="SECRETWORD scheduled", live=False)
    page.go_live_at = timezone.now() + FUTURE
    page.save_revision().publish()
    return page


def private(item, parent):
    return make_private(translate(item, parent, title="SECRETWORD private"))


def expired(item, parent):
    page = translate(item, parent, title="SECRETWORD expired")
    update(page, expire_at=timezone.now() + PAST)
    return page


STATES = [missing, live, draft, scheduled, private, expired]
READERS = ["en", "ko", "ar"]


def own(state):
    return state is live


def stands_in(action, state):
    """Whether the English version is shown: never for one that is there, or there but private."""
    return action == Action.SHOW and state in (missing, draft, scheduled, expired)


@pytest.fixture(params=READERS)
def code(request):
    return request.param


@pytest.fixture(params=STATES, ids=lambda state: state.__name__)
def state(request):
    return request.param


@pytest.fixture(params=list(Action), ids=str)
def action(request):
    return request.param


@pytest.fixture
def case(item, lists, code, state, action):
    """The policy is set, the version made: returns what is wanted of each place."""
    state(item, lists[code])
    policy(code, action, origin_of(code))
    return stands_in(action, state)


def test_the_page(case, client, item, code, state, action):
    origin = origin_of(code)
    response = client.get(f"/{code}/news/item/")
    html = response.content.decode()
    if own(state):
        assert response.status_code == 200
        assert "Lantern own version" in html
        assert 'name="robots"' not in html
    elif state is private:
        # Wagtail asks who it is.
        assert response.status_code == 302
        assert "login" in response["Location"]
    elif case:
        direction = "rtl" if code == "ar" else "ltr"
        assert response.status_code == 200
        assert f'<html lang="{code}" dir="{direction}">' in html
        assert f'<main id="main" tabindex="-1" lang="{origin}" dir="ltr">' in html
        assert "The text of it." in html
        assert "notice--language" in html
        assert '<meta name="robots" content="noindex">' in html
        assert f'<link rel="canonical" href="http://testserver/{origin}/news/item/">' in html
        assert 'rel="alternate" hreflang' not in html
        assert "NewsArticle" not in html
    elif action == Action.REDIRECT:
        assert (response.status_code, response["Location"]) == (302, f"/{origin}/news/item/")
    else:
        assert response.status_code == 404
        assert [one.url for one in response.context["versions"]] == [f"/{origin}/news/item/"]
    assert "SECRETWORD" not in html


def test_the_list(case, client, code, state):
    response = client.get(f"/{code}/news/")
    html = response.content.decode()
    titles = [page.title for page in response.context["news"]]
    assert titles == (
        ["Lantern own version"] if own(state) else ["Lantern of origin"] if case else []
    )
    assert (f'href="/{code}/news/item/"' in html) == (case or own(state))
    assert ('class="tag tag--language"' in html) == case
    assert (f'lang="{origin_of(code)}" dir="ltr">Lantern of origin' in html) == case
    assert "SECRETWORD" not in html


def test_the_feed(case, client, code, state):
    xml = client.get(f"/{code}/news/feed/").content.decode()
    assert (f"http://testserver/{code}/news/item/" in xml) == (case or own(state))
    assert (f'<entry xml:lang="{origin_of(code)}"' in xml) == case
    assert ("Lantern of origin (" in xml) == case
    assert "SECRETWORD" not in xml


def test_the_search(case, client, code, state):
    index.rebuild()
    response = client.get(f"/{code}/search/", {"q": "lantern"})
    html = response.content.decode()
    found = [hit.entry.title for hit in response.context["results"]]
    assert found == (
        ["Lantern own version"] if own(state) else ["Lantern of origin"] if case else []
    )
    assert ('class="tag tag--language"' in html) == case
    secret = client.get(f"/{code}/search/", {"q": "secretword"})
    assert list(secret.context["results"]) == []


def test_the_sitemap_and_hreflang_know_real_translations_only(case, client, code, state):
    xml = client.get("/sitemap-pages.xml").content.decode()
    html = client.get(f"/{origin_of(code)}/news/item/").content.decode()
    assert (f"<loc>http://testserver/{code}/news/item/</loc>" in xml) == own(state)
    assert (f'hreflang="{code}" href="http://testserver/{code}/news/item/"' in html) == own(state)
    assert "SECRETWORD" not in xml + html


def test_the_switcher_says_which_languages_are_translations(case, client, code, state):
    response = client.get(f"/{origin_of(code)}/news/item/")
    languages = {one.code: one for one in response.context["languages"]}
    assert (code in languages) == (case or own(state))
    if code in languages:
        one = languages[code]
        assert one.url == f"/{code}/news/item/"
        assert (one.is_translation, one.shown_in) == (
            (True, "") if own(state) else (False, origin_of(code))
        )


SOURCES = {
    "draft": {"live": False},
    "expired": {"expire_at": timezone.now() + PAST},
    "scheduled": {"live": False, "go_live_at": timezone.now() + FUTURE},
    "private": {},
}


@pytest.mark.parametrize("how", SOURCES)
def test_what_nobody_may_read_stands_in_for_nothing(client, item, how):
    update(item, **SOURCES[how])
    if how == "private":
        make_private(item)
    policy("ko", Action.SHOW, "en")
    for address in ("news/item/", "news/", "news/feed/", "search/?q=lantern"):
        response = client.get(f"/ko/{address}")
        assert response.status_code == (404 if address == "news/item/" else 200)
        assert "Lantern" not in response.content.decode()
    assert "news/item" not in client.get("/sitemap-pages.xml").content.decode()


def test_the_next_language_of_the_chain_is_taken(client, item, lists):
    policy("ar", Action.SHOW, "ko", "en")
    assert "The text of it." in client.get("/ar/news/item/").content.decode()
    korean = translate(item, lists["ko"], title="한국어 등불")
    response = client.get("/ar/news/item/")
    assert response.context["page"].title == "한국어 등불"
    titles = [page.title for page in client.get("/ar/news/").context["news"]]
    assert titles == ["한국어 등불"]
    make_private(korean)
    titles = [page.title for page in client.get("/ar/news/").context["news"]]
    assert titles == ["Lantern of origin"]
    assert client.get("/ar/news/item/").context["page"].title == "Lantern of origin"


def test_a_type_of_page_can_have_a_rule_of_its_own(client, item, homes):
    StandardPageFactory(parent=homes["en"], slug="about")
    policy("ko", Action.SHOW, "en", exceptions=[("news.newspage", Action.NOT_FOUND)])
    assert client.get("/ko/about/").status_code == 200
    assert client.get("/ko/news/item/").status_code == 404
    assert list(client.get("/ko/news/").context["news"]) == []
    policy("ko", Action.NOT_FOUND, "en", exceptions=[("news.newspage", Action.SHOW)])
    assert client.get("/ko/about/").status_code == 404
    assert client.get("/ko/news/item/").status_code == 200


def test_a_language_without_a_home_page_is_not_open(client, item):
    policy("fr", Action.SHOW, "en")
    assert client.get("/fr/news/item/").status_code == 404
    assert client.get("/fr/").status_code == 404
    codes = [one.code for one in client.get("/en/news/item/").context["languages"]]
    assert "fr" not in codes


def test_a_page_that_has_moved_in_the_own_language_is_found_there(client, item, homes, lists):
    section = StandardPageFactory(parent=homes["ko"], slug="elsewhere")
    translate(item, section, title="옮긴 소식")
    policy("ko", Action.SHOW, "en")
    response = client.get("/ko/news/item/")
    assert (response.status_code, response["Location"]) == (302, "/ko/elsewhere/item/")


def test_a_redirect_keeps_the_rest_of_the_address(client, homes):
    NewsIndexPageFactory(parent=homes["en"], title="News", slug="bulletin")
    policy("ko", Action.REDIRECT, "en")
    response = client.get("/ko/bulletin/?page=2")
    assert (response.status_code, response["Location"]) == (302, "/en/bulletin/?page=2")
    response = client.get("/ko/bulletin/feed/")
    assert (response.status_code, response["Location"]) == (302, "/en/bulletin/feed/")


def test_a_borrowed_list_shows_the_own_language_first(client, homes):
    english = NewsIndexPageFactory(parent=homes["en"], title="News", slug="bulletin")
    NewsPageFactory(parent=english, title="English item", slug="one")
    policy("ko", Action.SHOW, "en")
    response = client.get("/ko/bulletin/")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'href="/ko/bulletin/one/"' in html
    assert 'href="/ko/bulletin/feed/"' in html
    assert client.get("/ko/bulletin/feed/").status_code == 200


def test_the_pages_above_a_borrowed_page_are_in_the_readers_language(client, item, lists):
    policy("ko", Action.SHOW, "en")
    html = client.get("/ko/news/item/").content.decode()
    crumbs = html.split('<nav class="crumbs"')[1].split("</nav>")[0]
    assert '<a href="/ko/news/">소식</a>' in crumbs
    assert '<li aria-current="page" lang="en" dir="ltr">' in crumbs


def test_partners_are_listed_in_another_language_with_its_name(client, homes):
    homes["ko"].add_child(
        instance=PartnersPage(title="파트너", slug="partners", locale=homes["ko"].locale)
    )
    Partner.objects.create(
        name="Lantern Works", text="What we do.", kind=Partner.Kind.COMPANY, locale=locale("en")
    )
    Partner.objects.create(
        name="SECRETWORD", live=False, kind=Partner.Kind.COMPANY, locale=locale("en")
    )
    policy("ko", Action.SHOW, "en", exceptions=[("partners.partner", Action.NOT_FOUND)])
    assert "Lantern Works" not in client.get("/ko/partners/").content.decode()
    policy("ko", Action.SHOW, "en")
    html = client.get("/ko/partners/").content.decode()
    assert '<bdi lang="en">Lantern Works</bdi>' in html
    assert "tag--language" in html
    assert "SECRETWORD" not in html
    Partner.objects.update(expire_at=timezone.now() + PAST)
    assert "Lantern Works" not in client.get("/ko/partners/").content.decode()


class TestLinks:
    def link(self, page):
        return expand_db_html(f'<p><a linktype="page" id="{page.pk}">words</a></p>')

    def test_a_link_leads_to_the_page_in_the_readers_language(self, homes, settings):
        page = StandardPageFactory(parent=homes["en"], slug="about")
        assert self.link(page) == '<p><a href="/en/about/">words</a></p>'
        translate(page, homes["ko"])
        with override("ko"):
            assert self.link(page) == '<p><a href="/ko/about/">words</a></p>'
        with override("ar"):
            assert self.link(page) == "<p><a>words</a></p>"
            policy("ar", Action.SHOW, "ko")
            assert self.link(page) == '<p><a href="/ar/about/">words</a></p>'

    def test_a_link_to_what_nobody_may_read_leads_nowhere(self, homes):
        draft = StandardPageFactory(parent=homes["en"], live=False)
        private = make_private(StandardPageFactory(parent=homes["en"]))
        assert self.link(draft) == self.link(private) == "<p><a>words</a></p>"
        assert expand_db_html('<a linktype="page" id="9999999">x</a>') == "<a>x</a>"
        assert expand_db_html('<a linktype="page">x</a>') == "<a>x</a>"

    def test_many_links_take_two_queries(self, homes, django_assert_num_queries):
        pages = [StandardPageFactory(parent=homes["en"]) for _number in range(4)]
        html = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages)
        rules_by_language()
        expand_db_html(html)
        with django_assert_num_queries(2):
            expand_db_html(html)


class TestThePolicy:
    def test_a_chain_without_sense_is_refused(self, homes):
        for action, chain in (
            (Action.SHOW, []),
            (Action.SHOW, ["ko"]),
            (Action.SHOW, ["en", "en"]),
            (Action.REDIRECT, []),
        ):
            with pytest.raises(ValidationError) as error:
                policy("ko", action, *chain)
            assert "chain" in error.value.message_dict
        with pytest.raises(ValidationError) as error:
            twice = [("news.newspage", Action.SHOW), ("news.newspage", Action.REDIRECT)]
            policy("ko", Action.SHOW, "en", exceptions=twice)
        assert "exceptions" in error.value.message_dict
        policy("ko", Action.NOT_FOUND)

    def test_every_type_of_page_and_of_listed_record_can_have_a_rule(self):
        kinds = {kind for kind, _label in kind_choices()}
        assert {"news.newspage", "pages.standardpage", "partners.partner"} <= kinds
        assert not {"home.homepage", "wagtailcore.page", "core.menu"} & kinds

    def test_a_change_counts_at_once(self, client, item):
        made = policy("ko", Action.SHOW, "en")
        assert client.get("/ko/news/item/").status_code == 200
        made.action = Action.NOT_FOUND
        made.save()
        assert client.get("/ko/news/item/").status_code == 404
        made.delete()
        assert client.get("/ko/news/item/").status_code == 404

    def test_rules_are_read_once(self, homes, django_assert_num_queries):
        policy("ko", Action.SHOW, "en")
        rules_by_language()
        with django_assert_num_queries(0):
            rules_by_language()


def test_localized_keeps_the_order_and_leaves_out_what_is_not_published(homes):
    first = StandardPageFactory(parent=homes["en"], title="first")
    second = StandardPageFactory(parent=homes["en"], title="second")
    draft = StandardPageFactory(parent=homes["en"], title="third")
    translate(first, homes["ko"])
    translate(second, homes["ko"])
    translate(draft, homes["ko"], live=False)
    found = localized([second, None, draft, first], "ko")
    assert [page.title for page in found] == ["second (ko)", "first (ko)"]


def test_localized_takes_a_fixed_number_of_queries(homes, django_assert_num_queries):
    pages = [StandardPageFactory(parent=homes["en"]) for _number in range(5)]
    rules_by_language()
    with django_assert_num_queries(2):
        assert localized(pages, "en") == pages


def test_localized_of_nothing_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert localized([], "en") == []
