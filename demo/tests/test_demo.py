import re
from io import StringIO

import pytest

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, reset_queries, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from wagtail.models import Page, Site

from core.models import Menu
from demo import reader
from demo.accounts import ACCOUNTS, PASSWORD
from faq.models import FAQItem
from home.models import HomePage
from news.models import NewsPage
from partners.models import Partner
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam
from search.engine import search
from search.index import rebuild
from search.models import Pick, Synonym

pytestmark = pytest.mark.slow

# How many queries a page of each type may make; the demo's largest page decides.
QUERIES = {
    "AwardCategoryPage": 23,
    "AwardsPage": 24,
    "FAQPage": 27,
    "HomePage": 59,
    "NewsIndexPage": 33,
    "NewsPage": 40,
    "PartnersPage": 20,
    "RegionalOfficePage": 33,
    "RegionalOfficesIndexPage": 21,
    "StandardIndexPage": 23,
    "StandardPage": 25,
}


# Enough for a left-to-right, a Korean and a right-to-left site; all have the same structure.
LANGUAGES = ["en", "ko", "ar"]


def load(*args):
    out = StringIO()
    languages = [f"--language={code}" for code in LANGUAGES]
    call_command("load_demo", *languages, *args, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, loaded once; what tests change in it is rolled back by each."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        Site.objects.update(hostname="testserver", port=80)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def admin(demo):
    client = Client()
    client.login(username="secretariat-admin", password=PASSWORD)
    return client


def pages():
    return list(Page.objects.filter(depth__gt=1).order_by("path").specific())


def test_the_search_shows_what_it_can(demo, db, client):
    rebuild()  # what was loaded is not committed
    for code in LANGUAGES:
        text = reader.load(code, "search")
        for pick in text["picks"].values():
            shown = client.get(f"/{code}/search/", {"q": pick["phrase"]}).context["recommended"]
            assert [one.text for one in shown] == [one["text"] for one in pick["things"]]
        for lines in text["synonyms"].values():
            for expression in lines.split("\n")[:-1]:
                found = client.get(f"/{code}/search/", {"q": expression}).context["found"]
                assert found.total, expression
    # Every kind of page, and what has an anchor on one, leads where it stands.
    for model in {type(page) for page in pages()}:
        page = model.objects.filter(live=True, locale__language_code="en").order_by("path").first()
        assert page.pk in [hit.thing.pk for hit in search(page.title, "en")[:20]], model
    question = FAQItem.objects.filter(locale__language_code="en").order_by("pk").first()
    partner = Partner.objects.filter(locale__language_code="en").order_by("pk").first()
    for thing, title in ((question, question.question), (partner, partner.name)):
        urls = [hit.url for hit in search(title, "en")[:20]]
        assert [url for url in urls if url.endswith(f"#{thing.anchor}")], title
    # Text of a file, which no page and no description has.
    found = client.get("/en/search/results.json", {"q": "highlights signature"}).json()["results"]
    assert "documents.customdocument" in {one["kind"] for one in found}
    assert Synonym.objects.count() == Pick.objects.count() == 3 * len(LANGUAGES)


def test_the_demo_is_complete(demo, db):
    for code in LANGUAGES:
        assert HomePage.objects.filter(locale__language_code=code, live=True).count() == 1
        assert NewsPage.objects.filter(locale__language_code=code, live=True).count() == 50
        assert Partner.objects.filter(locale__language_code=code, live=True).count() == 4
        assert Menu.objects.filter(locale__language_code=code).count() == 5
    assert set(LANGUAGES) <= set(reader.languages())
    names = {account.username for account in ACCOUNTS}
    assert set(get_user_model().objects.values_list("username", flat=True)) == names


def test_every_page_is_published_in_every_language_at_the_same_address(demo, db):
    by_language = {}
    for page in pages():
        assert page.live
        code = page.locale.language_code
        by_language.setdefault(code, set()).add(page.url.removeprefix(f"/{code}/"))
    assert len({frozenset(urls) for urls in by_language.values()}) == 1


def count_queries(client, url):
    reset_queries()  # the log is cut at 9,000, after which nothing would be counted
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return response, len(queries)


def test_every_page_is_reached_from_the_home_page_and_opens_within_its_queries(demo, db):
    client = Client()
    for home in HomePage.objects.filter(live=True):
        found, waiting = set(), {home.url}
        while waiting:
            url = waiting.pop()
            found.add(url)
            response, queries = count_queries(client, url)
            page = response.context and response.context.get("page")
            if page and queries > QUERIES[type(page).__name__]:  # the caches were cold
                response, queries = count_queries(client, url)
            html = response.content.decode()
            assert response.status_code == 200, url
            assert queries <= QUERIES[type(page).__name__], url
            assert not response.cookies, url
            assert html.count("<h1") == 1, url
            assert 'href="None"' not in html, url
            for link in re.findall(r'href="([^"#]+)', html):
                if link.startswith("?page="):
                    link = url.split("?")[0] + link
                if link.startswith(home.url) and not re.search(
                    "/(search|feed)/|/opensearch.xml|[?](?!page)", link
                ):
                    waiting |= {link} - found
        of_language = [page for page in pages() if page.locale_id == home.locale_id]
        assert {page.url for page in of_language} <= found


def test_every_page_opens_for_editors(admin, db):
    seen = set()
    for page in pages():
        # One page of each type and language is enough for the forms.
        if (type(page), page.locale_id) in seen:
            continue
        seen.add((type(page), page.locale_id))
        for url in (
            f"/admin/pages/{page.pk}/",
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/{page.pk}/view_draft/",
            f"/admin/pages/{page.pk}/history/",
        ):
            assert admin.get(url, follow=True).status_code == 200, (url, page)


def test_a_second_run_makes_nothing_and_keeps_changes(demo, db):
    page = NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()
    page.title = "Changed by an editor"
    page.save_revision().publish()
    before = Page.objects.count(), Partner.objects.count(), Menu.objects.count()
    load()
    page.refresh_from_db()
    assert page.title == "Changed by an editor"
    assert (Page.objects.count(), Partner.objects.count(), Menu.objects.count()) == before


def test_nothing_is_loaded_again_into_a_site_with_content(demo, db):
    Menu.objects.all().delete()
    assert "not loaded again" in load("--if-empty")
    assert not Menu.objects.exists()


@override_settings(DEMO_ALLOWED=False)
def test_it_refuses_to_touch_production(db):
    before = Page.objects.count(), get_user_model().objects.count()
    with pytest.raises(CommandError, match="DEMO_ALLOWED"):
        load()
    assert (Page.objects.count(), get_user_model().objects.count()) == before


def test_the_office_editor_edits_the_own_office_in_every_language(demo, db):
    client = Client()
    assert client.login(username="chengdu-editor", password=PASSWORD)

    def editable(slug):
        found = Page.objects.filter(slug=slug).order_by("pk")
        return {client.get(f"/admin/pages/{page.pk}/edit/").status_code for page in found}

    assert editable("chengdu") == {200}
    assert editable("ulyanovsk") == {302}
    assert editable("about") == {302}


def test_each_office_but_the_secretariat_has_a_team(demo, db):
    regional = RegionalOfficePage.objects.filter(kind=RegionalOfficePage.Kind.REGIONAL)
    keys = set(regional.values_list("translation_key", flat=True))
    assert len(keys) == 2
    assert set(RegionalOfficeTeam.objects.values_list("office_key", flat=True)) == keys


def test_dashboard_in_each_language(admin, db):
    response = admin.get("/admin/")
    html = response.content.decode()
    for heading in ("Waiting for me", "My pages in draft", "Published lately"):
        assert heading in html
    with translation.override("en"):
        assert "Sign in to the WeGO site" in Client().get("/admin/login/").content.decode()
