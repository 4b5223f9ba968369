"""An office writes first in its own language; English follows, or doesn't."""

import json
import re

import pytest

from django.contrib.auth.models import Group
from django.urls import reverse

from wagtail.models import Locale, Page

from wagtail_localize.models import TranslationSource

from core.permissions import SECRETARIAT, ensure_secretariat, permission
from core.tests.factories import UserFactory, make_site, translate
from languages.models import Action, FallbackPolicy
from news.models import NewsIndexPage, NewsPage
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import ensure_office_access
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)
from translations.models import State, TranslatedItem
from translations.tests.sheets import Sheet, cell, said, state

pytestmark = pytest.mark.slow

TITLE = "Новости Ульяновска"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def places(db, commit):
    """An office with a list of news in English, Russian and Chinese, by language code."""
    homes = make_site("ru", "zh-hans")
    ensure_secretariat()
    with commit():
        index = RegionalOfficesIndexPageFactory(parent=homes["en"])
        office = RegionalOfficePageFactory(parent=index, title="Ulyanovsk", slug="ulyanovsk")
        news = NewsIndexPageFactory(parent=office)
        NewsIndexPageFactory(parent=homes["en"], title="All news", slug="all-news")
        found = {"en": {"home": homes["en"], "office": office, "news": news}}
        for code in ("ru", "zh-hans"):
            above = translate(index, homes[code])
            version = translate(office, above, title=f"Office {code}", city="City")
            found[code] = {
                "home": homes[code],
                "office": version,
                "news": translate(news, version, title=f"News {code}"),
            }
    return found


def team(places):
    group = ensure_office_access(places["en"]["office"]).editors
    group.permissions.add(permission("submit_translation", "wagtail_localize"))
    return group


@pytest.fixture
def editor(places):
    user = UserFactory()
    user.groups.add(team(places))
    return user


@pytest.fixture
def secretariat(places):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    return user


FORM = {
    "summary": "О чём",
    "date": "2017-06-01",
    "body-count": "0",
    "local_blocks-count": "0",
    **{
        f"{name}-{key}": "0"
        for name in ("categories", "related", "comments")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    },
}


class Writer:
    """What a browser sends while somebody writes a page beneath another."""

    def __init__(self, client, parent, commit, model="news/newspage"):
        self.client, self.commit = client, commit
        self.url = f"/admin/pages/add/{model}/{parent.pk}/"
        self.revision = {}

    def send(self, title, slug="", **extra):
        with self.commit():
            return self.client.post(
                self.url, {**FORM, "title": title, "slug": slug, **self.revision, **extra}
            )

    def saves_by_itself(self, title, **extra):
        with self.commit():
            response = self.client.post(
                self.url,
                {**FORM, "title": title, "slug": "", **self.revision, **extra},
                headers={"Accept": "application/json"},
            )
        answer = json.loads(response.content)
        assert answer["success"], answer
        self.url = f"/admin/pages/{answer['pk']}/edit/"
        self.revision = {
            "overwrite_revision_id": answer["revision_id"],
            "loaded_revision_id": answer["revision_id"],
            "loaded_revision_created_at": answer["revision_created_at"],
        }
        return Page.objects.get(pk=answer["pk"]).specific


@pytest.fixture
def written(client, places, editor, commit):
    """Written by the office in Russian and submitted."""
    client.force_login(editor)
    writer = Writer(client, places["ru"]["news"], commit)
    page = writer.saves_by_itself("Нов")
    writer.saves_by_itself(TITLE)
    preview = client.post(
        f"/admin/pages/{page.pk}/edit/preview/", {**FORM, "title": TITLE, "slug": page.slug}
    )
    assert preview.json()["is_valid"]
    shown = client.get(f"/admin/pages/{page.pk}/edit/preview/")
    assert TITLE in shown.content.decode()
    asked = writer.send(TITLE, **{"action-submit": "1"})
    with commit():
        client.post(asked["Location"], {"note": "", "due_on": ""})
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def live(client, written, secretariat, commit):
    """… and approved by the Secretariat."""
    client.force_login(secretariat)
    task = written.current_workflow_task_state
    with commit():
        url = reverse("wagtailadmin_pages:workflow_action", args=[written.pk, "approve", task.pk])
        client.post(url, {"comment": "", "seen": client.get(url).context["seen"]})
    return NewsPage.objects.get(pk=written.pk)


def version(page, code):
    return NewsPage.objects.get(translation_key=page.translation_key, locale__language_code=code)


def begin(client, page, code, commit):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    with commit():
        locale = Locale.objects.get(language_code=code)
        return client.post(url, {"locales": [locale.pk]})


class TestWriting:
    def test_submitted_it_waits(self, written):
        assert (written.workflow_in_progress, written.live) == (True, False)

    def test_approved_it_is_live_where_it_was_written_and_nowhere_else(self, live, client):
        assert (live.live, live.title, live.locale.language_code) == (True, TITLE, "ru")
        assert NewsPage.objects.filter(translation_key=live.translation_key).count() == 1
        client.logout()
        assert client.get(live.get_url()).status_code == 200

    def test_its_address_follows_the_title_until_it_is_published(self, live):
        """The first letters alone were in it when it saved itself for the first time."""
        assert live.slug == "novosti-ulyanovska"

    @pytest.mark.parametrize(
        ("code", "title", "slug"),
        [
            ("zh-hans", "成都培训", "chengdoupeixun"),
            ("ru", "Пресса", "pressa"),
            ("ru", "…", "newspage"),
        ],
    )
    def test_its_address_is_never_empty(self, code, title, slug, client, places, editor, commit):
        client.force_login(editor)
        for expected in (slug, f"{slug}-1"):
            writer = Writer(client, places[code]["news"], commit)
            assert writer.send(title).status_code == 302
            assert NewsPage.objects.order_by("-pk").first().slug == expected

    def test_published_it_keeps_its_address(self, live, client, secretariat, commit):
        writer = Writer(client, live.get_parent(), commit)
        writer.url = f"/admin/pages/{live.pk}/edit/"
        writer.send("Совсем другое", **{"action-publish": "1"})
        page = version(live, "ru")
        assert (page.title, page.slug) == ("Совсем другое", live.slug)

    def test_an_address_that_is_typed_is_kept(self, client, places, editor, commit):
        client.force_login(editor)
        Writer(client, places["ru"]["news"], commit).send(TITLE, slug="typed")
        assert NewsPage.objects.get().slug == "typed"


class TestTranslatingIt:
    @pytest.mark.parametrize("who", ["editor", "secretariat"])
    def test_into_english_by_the_office_and_by_the_secretariat(
        self, who, request, client, live, commit
    ):
        user = request.getfixturevalue(who)
        client.force_login(user)
        response = begin(client, live, "en", commit)
        english = version(live, "en")
        assert response["Location"] == f"/admin/pages/{english.pk}/edit/"
        assert (english.live, english.slug) == (False, live.slug)
        assert (
            TranslationSource.objects.get(object_id=live.translation_key).locale.language_code
            == "ru"
        )
        sheet = Sheet(client, live, "en", commit)
        sheet.post("save", texts={TITLE: "News of Ulyanovsk", "О чём": "What it is about"})
        answer = sheet.post("publish" if who == "secretariat" else "submit")
        if who == "editor":  # one is asked for a note first
            with commit():
                client.post(answer["Location"], {"note": "", "due_on": ""})
        english.refresh_from_db()
        assert (english.live, english.workflow_in_progress) == (
            (True, False) if who == "secretariat" else (False, True)
        )
        assert state(live, "ru") == State.SOURCE
        expected = State.UP_TO_DATE if who == "secretariat" else State.IN_PROGRESS
        assert state(live, "en") == expected

    def test_without_english_the_desk_says_that_it_is_missing(self, live):
        item = TranslatedItem.objects.get(translation_key=live.translation_key)
        assert (item.source_locale.language_code, item.title) == ("ru", TITLE)
        states = {one.locale.language_code: one.state for one in item.cells.all()}
        assert states == {"en": State.MISSING, "ru": State.SOURCE, "zh-hans": State.MISSING}

    def test_the_desk_finds_it_by_the_section_of_every_language(self, live, client, places):
        key = places["en"]["office"].get_parent().translation_key
        response = client.get(reverse("translation_desk"), {"section": str(key)})
        assert TITLE in response.content.decode()

    def test_a_change_of_the_russian_outdates_the_english(self, live, client, secretariat, commit):
        begin(client, live, "en", commit)
        sheet = Sheet(client, live, "en", commit)
        sheet.post("publish", texts={TITLE: "News", "О чём": "What it is about"})
        page = version(live, "ru")
        page.summary = "О другом"
        with commit():
            page.save_revision().publish()
        assert state(live, "en") == State.OUTDATED
        assert cell(live, "en").outdated == ["summary"]
        english = version(live, "en")
        english.title = "Other news"
        with commit():
            english.save_revision().publish()
        assert cell(live, "ru").outdated == []

    def test_the_office_translates_into_no_language_that_it_has_no_page_in(
        self, live, client, editor, places, commit
    ):
        korean = Locale.objects.create(language_code="ko")
        client.force_login(editor)
        url = reverse("wagtail_localize:submit_page_translation", args=[live.pk])
        form = client.get(url).context["form"]
        offered = form.fields["locales"].queryset.values_list("language_code", flat=True)
        assert set(offered) == {"en", "zh-hans"}
        client.post(url, {"locales": [korean.pk]})
        assert NewsPage.objects.count() == 1


class TestWhatIsMissingAbove:
    @pytest.fixture
    def russian_only(self, places, commit, editor, client):
        """The office has a list of news in Russian alone."""
        with commit():
            for code in ("en", "zh-hans"):
                Page.objects.get(pk=places[code]["news"].pk).delete()
            page = NewsPageFactory(parent=places["ru"]["news"], title=TITLE)
        client.force_login(editor)
        return page

    def test_it_is_said_what_waits_for_what_and_where_to_begin(self, russian_only, client, places):
        url = reverse("wagtail_localize:submit_page_translation", args=[russian_only.pk])
        response = client.get(url)
        assert response.status_code == 200
        assert (
            "The page above, “News ru”, is to be translated first into: English, Simplified Chinese"
            in said(response)
        )
        above = reverse("wagtail_localize:submit_page_translation", args=[places["ru"]["news"].pk])
        assert f'href="{above}"' in response.content.decode()
        assert not response.context["form"].fields["locales"].queryset

    def test_once_that_is_begun_it_can_be_translated(self, russian_only, client, places, commit):
        begin(client, places["ru"]["news"], "en", commit)
        begin(client, russian_only, "en", commit)
        english = version(russian_only, "en")
        index = english.get_parent().specific
        assert (type(index), index.live) == (NewsIndexPage, False)
        assert index.get_parent().specific == places["en"]["office"]

    def test_a_list_made_by_hand_is_a_version_of_the_one_there_is(
        self, russian_only, client, places, commit
    ):
        writer = Writer(client, places["en"]["office"], commit, "news/newsindexpage")
        index = writer.saves_by_itself("Press")
        assert index.translation_key == places["ru"]["news"].translation_key
        assert (index.slug, index.locale.language_code) == ("news", "en")
        assert begin(client, russian_only, "en", commit).status_code == 302
        assert version(russian_only, "en").get_parent().specific == index

    def test_a_page_of_which_there_are_many_is_one_of_its_own(self, places, client, editor, commit):
        client.force_login(editor)
        NewsPageFactory(parent=places["ru"]["news"], title=TITLE)
        page = Writer(client, places["en"]["news"], commit).saves_by_itself("Press")
        assert NewsPage.objects.filter(translation_key=page.translation_key).count() == 1

    def test_a_second_list_is_not_begun_beside_one_that_is_no_version_of_it(
        self, russian_only, client, places, commit
    ):
        NewsIndexPageFactory(parent=places["en"]["office"], title="Unrelated", slug="unrelated")
        response = begin(client, places["ru"]["news"], "en", commit)
        assert "“News ru” can&#x27;t be made in English: there is “Unrelated”." in said(
            response
        ) or ("“News ru” can't be made in English: there is “Unrelated”." in said(response))
        assert NewsIndexPage.objects.child_of(places["en"]["office"]).count() == 1


class TestReaders:
    def hreflang(self, client, page):
        html = client.get(page.get_url()).content.decode()
        return dict(re.findall(r'hreflang="([^"]+)" href="http://testserver(/[^"]*)"', html))

    def test_one_language_alone_names_no_other(self, live, client):
        assert self.hreflang(client, live) == {}

    def test_without_english_the_first_language_there_is_is_for_all_others(
        self, live, client, places, commit
    ):
        """In the page and in the sitemap alike, whichever home page was made first."""
        with commit():
            translate(live, places["zh-hans"]["news"])
        links = self.hreflang(client, live)
        path = live.get_url().removeprefix("/ru/")
        assert links == {
            "zh-hans": f"/zh-hans/{path}",
            "ru": f"/ru/{path}",
            "x-default": f"/zh-hans/{path}",
        }
        sitemap = client.get("/sitemap-pages.xml").content.decode()
        entry = next(
            one for one in sitemap.split("<url>") if f"<loc>http://testserver/ru/{path}" in one
        )
        found = dict(re.findall(r'hreflang="([^"]+)" href="http://testserver(/[^"]*)"', entry))
        assert found == links

    @pytest.mark.parametrize(
        ("action", "is_shown"), [(Action.SHOW, True), (Action.NOT_FOUND, False)]
    )
    def test_english_readers_see_it_labelled_where_the_policy_shows_it(
        self, action, is_shown, live, client, places
    ):
        FallbackPolicy.objects.filter(locale__language_code="en").delete()
        FallbackPolicy.objects.create(
            locale=Locale.objects.get(language_code="en"),
            action=action,
            chain=[("language", "ru")],
        )
        client.logout()
        for address in ("/en/all-news/", "/en/offices/ulyanovsk/", "/en/offices/ulyanovsk/news/"):
            html = client.get(address).content.decode()
            assert (TITLE in html) == is_shown
            assert ('class="tag tag--language' in html or "Русский" in html) >= is_shown
        address = live.get_url().replace("/ru/", "/en/")
        response = client.get(address)
        assert response.status_code == (200 if is_shown else 404)
        if is_shown:
            html = response.content.decode()
            assert 'lang="ru" dir="ltr"' in html and "noindex" in html
            assert f'rel="canonical" href="http://testserver{live.get_url()}"' in html
            assert '<link rel="alternate" hreflang' not in html
