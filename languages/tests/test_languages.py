from datetime import timedelta

import pytest

from django.utils import timezone

from wagtail.models import Page, Site

from core.tests.factories import StandardPageFactory, make_private, translate
from languages.alternates import alternates_of


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        ("ko", "/ko/"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "/ko/"),
        ("ar-EG", "/ar/"),
        ("ru, ko;q=0.5", "/ko/"),  # no Russian home page yet: the next wish counts
        ("ru", "/en/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("*;q=zz,\u00e9", "/en/"),
    ],
)
def test_the_bare_address_leads_to_the_language_of_the_browser(homes, client, accepted, target):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, target)
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("cookie", "target"),
    [("ar", "/ar/"), ("ru", "/ko/"), ("xx", "/ko/"), ("", "/ko/"), ("e\u00e9;", "/ko/")],
)
def test_the_language_that_was_chosen_comes_first_where_it_is_there(homes, client, cookie, target):
    client.cookies["language"] = cookie
    response = client.get("/", headers={"accept-language": "ko"})
    assert response["Location"] == target
    assert "Cookie" in response["Vary"]
    # On a page, the address alone says the language.
    html = client.get("/en/", headers={"accept-language": "ko"}).content.decode()
    assert '<html lang="en"' in html


@pytest.mark.parametrize("code", ["en", "ko", "ar"])
def test_a_home_page_is_in_its_language_and_direction(homes, client, code):
    html = client.get(f"/{code}/").content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html


@pytest.mark.parametrize("code", ["zh-hans", "ru", "es", "fr"])
def test_a_language_without_a_home_page_is_not_the_english_tree(homes, client, code):
    StandardPageFactory(parent=homes["en"], slug="about", title="About marker")
    for path in (f"/{code}/", f"/{code}/about/"):
        response = client.get(path)
        assert response.status_code == 404
        assert f'lang="{code}"' in response.content.decode()
        assert "About marker" not in response.content.decode()


def test_the_accept_language_header_changes_nothing_on_a_page(homes, client):
    korean = client.get("/en/", headers={"accept-language": "ko"})
    english = client.get("/en/", headers={"accept-language": "en"})
    assert korean.content == english.content


@pytest.fixture
def page(homes):
    """A page published in English and Korean, and in Arabic not."""
    page = StandardPageFactory(parent=homes["en"], slug="about")
    translate(page, homes["ko"])
    translate(page, homes["ar"], live=False)
    return page


def codes(page, client):
    response = client.get(page.url)
    return [one.code for one in response.context["languages"]]


def test_the_switcher_offers_the_languages_in_which_the_page_is_published(page, client):
    assert codes(page, client) == ["en", "ko"]
    html = client.get(page.url).content.decode()
    assert '<a class="pop__item" href="/ko/about/" lang="ko" hreflang="ko" dir="ltr"' in html


def test_a_private_or_expired_version_is_not_offered(page, client):
    korean = Page.objects.get(translation_key=page.translation_key, locale__language_code="ko")
    make_private(korean)
    assert codes(page, client) == ["en"]
    korean.view_restrictions.all().delete()
    Page.objects.filter(pk=korean.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    assert codes(page, client) == ["en"]


def test_hreflang_names_each_language_and_a_default(page, client):
    html = client.get(page.url).content.decode()
    for code, path in (("en", "/en/about/"), ("ko", "/ko/about/"), ("x-default", "/en/about/")):
        assert f'hreflang="{code}" href="http://testserver{path}"' in html
    assert 'hreflang="ar"' not in html


def test_a_page_in_one_language_has_no_hreflang(homes, client):
    page = StandardPageFactory(parent=homes["en"])
    assert "x-default" not in client.get(page.url).content.decode()


def test_the_languages_of_a_page_take_two_queries(page, rf, django_assert_num_queries):
    request = rf.get("/en/about/")
    # Read already when the page was found.
    Site.find_for_request(request).root_page.get_url(request)
    with django_assert_num_queries(2):  # the versions, and the policies of the languages
        found = alternates_of(page, request)
    assert [one.url for one in found] == ["/en/about/", "/ko/about/"]


class TestSitemap:
    def urls(self, client):
        response = client.get("/sitemap-pages.xml")
        assert response.status_code == 200
        return response.content.decode()

    def test_it_lists_published_pages_of_every_language(self, page, homes, client):
        StandardPageFactory(parent=homes["en"], slug="draft", live=False)
        make_private(StandardPageFactory(parent=homes["en"], slug="private"))
        expired = StandardPageFactory(parent=homes["en"], slug="expired")
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        xml = self.urls(client)
        located = [part.split("</loc>")[0] for part in xml.split("<loc>")[1:]]
        assert sorted(located) == [
            "http://testserver/ar/",
            "http://testserver/en/",
            "http://testserver/en/about/",
            "http://testserver/ko/",
            "http://testserver/ko/about/",
        ]

    def test_an_alias_is_not_a_page_of_its_own(self, homes, client):
        source = StandardPageFactory(parent=homes["en"], slug="source")
        source.create_alias(parent=homes["ko"], update_slug="alias")
        assert "/ko/alias/" not in self.urls(client)

    def test_each_page_names_its_other_languages(self, page, client):
        xml = self.urls(client)
        assert 'hreflang="ko" href="http://testserver/ko/about/"' in xml
        assert 'hreflang="x-default" href="http://testserver/en/about/"' in xml

    def test_the_number_of_queries_does_not_grow(self, homes, client, django_assert_num_queries):
        self.urls(client)
        with django_assert_num_queries(3) as few:
            self.urls(client)
        for _number in range(10):
            StandardPageFactory(parent=homes["en"])
        with django_assert_num_queries(len(few)):
            self.urls(client)

    def test_the_index_and_robots_lead_to_it(self, homes, client):
        assert "sitemap-pages.xml" in client.get("/sitemap.xml").content.decode()
        robots = client.get("/robots.txt").content.decode()
        assert "Sitemap: http://testserver/sitemap.xml" in robots
        assert "Disallow: /admin/" in robots


class TestNotFoundInALanguage:
    def offered(self, client, address):
        response = client.get(address)
        assert response.status_code == 404
        return [one.url for one in response.context["versions"]]

    def test_it_offers_the_languages_that_have_the_page(self, page, homes, client):
        assert self.offered(client, "/ar/about/") == ["/en/about/", "/ko/about/"]
        html = client.get("/ar/about/").content.decode()
        assert '<a href="/ko/about/" lang="ko" hreflang="ko" dir="ltr">' in html

    def test_it_offers_it_beneath_a_section_that_is_not_translated(self, page, client):
        StandardPageFactory(parent=page, slug="beneath")
        assert self.offered(client, "/ru/about/beneath/") == ["/en/about/beneath/"]

    def test_it_betrays_nothing_that_a_reader_may_not_see(self, homes, client):
        StandardPageFactory(parent=homes["en"], slug="draft", live=False)
        private = make_private(StandardPageFactory(parent=homes["en"], slug="private"))
        StandardPageFactory(parent=private, slug="beneath")
        expired = StandardPageFactory(parent=homes["en"], slug="expired")
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        for path in ("draft/", "private/", "private/beneath/", "expired/", "nothing/"):
            assert self.offered(client, f"/ko/{path}") == []

    def test_an_address_without_a_language_offers_nothing(self, page, client):
        assert self.offered(client, "/about/") == []


def test_a_large_sitemap_is_read_in_parts(homes, client, monkeypatch):
    for _number in range(3):
        StandardPageFactory(parent=homes["en"])
    monkeypatch.setattr("languages.sitemaps.MultilingualSitemap.limit", 4)
    index = client.get("/sitemap.xml").content.decode()
    assert index.count("<loc>") == 2 and "sitemap-pages.xml?p=2" in index
    parts = [client.get(f"/sitemap-pages.xml?p={number}").content.decode() for number in (1, 2)]
    assert [part.count("<loc>") for part in parts] == [4, 2]
    assert client.get("/sitemap-pages.xml?p=9").status_code == 404
