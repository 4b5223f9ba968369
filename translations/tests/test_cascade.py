"""What unpublishing, deleting and moving do to the other languages, and what they say of it."""

from datetime import timedelta

import pytest

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from wagtail import hooks
from wagtail.models import GroupPagePermission, Page, PageLogEntry, PageViewRestriction
from wagtail.signals import page_unpublished

from core.permissions import ensure_secretariat, permission
from core.tests.factories import (
    HomePageFactory,
    StandardIndexPageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
    translate,
)
from news.tests.factories import NewsCategoryFactory

pytestmark = pytest.mark.slow


@pytest.fixture
def site(homes):
    """Home pages in English, Korean, Arabic and Russian."""
    homes["ru"] = HomePageFactory(
        title="Home ru", locale=locale("ru"), translation_key=homes["en"].translation_key
    )
    return homes


@pytest.fixture
def page(site):
    """A page that is live in English, Korean and Russian."""
    page = StandardPageFactory(parent=site["en"], title="Page", slug="page")
    translate(page, site["ko"], title="페이지")
    translate(page, site["ru"], title="Страница")
    return page


@pytest.fixture
def editor(db, client):
    user = UserFactory()
    user.groups.add(ensure_secretariat())
    client.force_login(user)
    return user


def member(*homes, codenames=("add_page", "change_page", "publish_page")):
    """A person with rights on the trees of some languages alone."""
    group = Group.objects.create(name="Some languages")
    for home in homes:
        for codename in codenames:
            GroupPagePermission.objects.create(
                group=group, page=home, permission=permission(codename)
            )
    group.permissions.add(permission("access_admin"))
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def russian(site, client):
    """A person who may publish in Russian and no other language."""
    user = member(site["ru"])
    client.force_login(user)
    return user


def live(page):
    found = Page.objects.live().filter(translation_key=page.translation_key)
    return set(found.values_list("locale__language_code", flat=True))


def version(page, code):
    return Page.objects.get(translation_key=page.translation_key, locale=locale(code))


def alias_in_arabic(page, site):
    return page.create_alias(
        parent=site["ar"], update_locale=locale("ar"), reset_translation_key=False
    )


def text(response):
    return " ".join(strip_tags(response.content.decode()).split())


def told(response):
    """What the messages of an answer say, as `(level, text)`."""
    return [
        (message.level_tag, " ".join(strip_tags(message.message).split()))
        for message in get_messages(response.wsgi_request)
    ]


def boxes(response):
    """The languages that a confirmation offers to take along."""
    content = response.content.decode()
    return {code for code in ("en", "ko", "ru", "ar") if f'name="too" value="{code}"' in content}


def refused(response):
    return response.status_code == 302 and response["Location"] == "/admin/"


class TestUnpublishEverywhere:
    def url(self, page):
        return f"/admin/translations/unpublish/{page.pk}/"

    def test_it_asks_first_and_lists_every_live_version(self, page, editor, client):
        response = client.get(self.url(page))
        assert [
            (row.page.title, row.page.url, row.may) for row in response.context["versions"]
        ] == [
            ("Page", "/en/page/", True),
            ("페이지", "/ko/page/", True),
            ("Страница", "/ru/page/", True),
        ]
        assert '<bdi lang="ko" dir="ltr">페이지</bdi>' in response.content.decode()
        assert live(page) == {"en", "ko", "ru"}

    def test_it_unpublishes_all_with_log_and_signals(self, page, editor, client):
        heard = []

        def hear(instance, **kwargs):
            heard.append(instance.locale.language_code)

        page_unpublished.connect(hear)
        response = client.post(self.url(page), {"next": "/admin/reports/"})
        page_unpublished.disconnect(hear)
        assert response["Location"] == "/admin/reports/"
        assert live(page) == set()
        assert sorted(heard) == ["en", "ko", "ru"]
        log = PageLogEntry.objects.filter(action="wagtail.unpublish")
        assert set(log.values_list("page__locale__language_code", "user")) == {
            (code, editor.pk) for code in ("en", "ko", "ru")
        }
        assert told(response) == [
            ("success", "3 pages have been unpublished: English, Korean, Russian.")
        ]

    def test_it_leaves_the_languages_in_which_the_user_has_no_right(self, page, russian, client):
        response = client.get(self.url(page))
        assert text(response).count("you have no right in this language") == 2
        response = client.post(self.url(page))
        assert live(page) == {"en", "ko"}
        assert [level for level, _text in told(response)] == ["success", "warning"]
        assert "페이지" in told(response)[1][1]

    def test_it_is_refused_without_a_right_in_any_language(self, page, site, client):
        client.force_login(member(site["ru"], codenames=("add_page", "change_page")))
        assert refused(client.get(self.url(page)))
        assert refused(client.post(self.url(page)))
        assert live(page) == {"en", "ko", "ru"}

    def test_a_version_that_is_locked_stays(self, page, editor, client):
        Page.objects.filter(pk=version(page, "ko").pk).update(locked=True, locked_by=UserFactory())
        assert "Stays published: it is locked" in text(client.get(self.url(page)))
        client.post(self.url(page))
        assert live(page) == {"ko"}

    def test_a_private_title_is_not_shown(self, page, russian, client):
        korean = version(page, "ko")
        Page.objects.filter(pk=korean.pk).update(title="Secret marker")
        restriction = PageViewRestriction.objects.create(
            page=korean, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="Board"))
        for response in (client.get(self.url(page)), client.post(self.url(page), follow=True)):
            assert "Secret marker" not in response.content.decode()
        assert live(page) == {"en", "ko"}

    def test_a_draft_title_of_a_live_page_is_not_shown(self, page, russian, client):
        Page.objects.filter(pk=page.pk).update(draft_title="Secret marker")
        assert "Secret marker" not in client.get(self.url(page)).content.decode()

    def test_aliases_go_with_what_they_show(self, page, site, editor, client):
        alias = alias_in_arabic(page, site)
        elsewhere = page.create_alias(parent=site["en"], update_slug="elsewhere")
        response = client.get(self.url(page))
        follows = {row.page.pk for row in response.context["versions"] if row.follows}
        assert follows == {alias.pk, elsewhere.pk}
        client.post(self.url(page))
        assert live(page) == set()
        assert not Page.objects.get(pk=elsewhere.pk).live

    def test_subpages_go_when_that_is_asked(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"], slug="section")
        korean = translate(section, site["ko"])
        StandardPageFactory(parent=section)
        child = StandardPageFactory(parent=korean)
        assert "Unpublish the 2 live subpages too" in text(client.get(self.url(section)))
        client.post(self.url(section))
        assert live(section) == set()
        assert live(child) == {"ko"}
        Page.objects.filter(pk__in=[section.pk, korean.pk]).update(live=True)
        response = client.post(self.url(section), {"include_descendants": "on"})
        assert live(child) == set()
        assert told(response)[-1][1] == "4 pages have been unpublished: English, Korean."

    def test_a_page_in_one_language_is_asked_for_simply(self, site, editor, client):
        page = StandardPageFactory(parent=site["en"])
        assert "This page is live in one language." in text(client.get(self.url(page)))

    def test_a_version_that_is_to_be_published_later_is_named(self, page, editor, client):
        korean = version(page, "ko").specific
        korean.unpublish()
        korean.go_live_at = timezone.now() + timedelta(days=1)
        korean.save_revision().publish()
        shown = text(client.get(self.url(page)))
        assert "to be published later. This stays so: Korean: 페이지" in shown

    def test_an_orphan_goes_from_the_page_of_its_draft_source(self, page, editor, client):
        page.unpublish()
        client.post(self.url(page))
        assert live(page) == set()

    def test_a_hook_that_answers_stops_it_all(self, page, editor, client):
        def stop(request, page):
            return HttpResponse("Stop") if page.locale.language_code == "ko" else None

        with hooks.register_temporarily("before_unpublish_page", stop):
            assert client.post(self.url(page)).content == b"Stop"
        assert live(page) == {"en", "ko", "ru"}

    def test_what_is_no_page_is_not_found(self, page, editor, client):
        assert client.get("/admin/translations/unpublish/999999/").status_code == 404
        assert client.get("/admin/translations/unpublish/1/").status_code == 404

    def test_pages_offer_it_to_those_who_may(self, page, site, editor, client):
        edit, listing = f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{site['en'].pk}/"
        link = self.url(page)
        assert link in client.get(edit).content.decode()
        assert link in client.get(listing).content.decode()
        client.force_login(member(site["en"], codenames=("add_page", "change_page")))
        assert link not in client.get(edit).content.decode()
        assert link not in client.get(listing).content.decode()

    def test_lists_ask_nothing_more_for_it(self, site, client):
        client.force_login(member(site["en"]))

        def count(pages):
            section = StandardIndexPageFactory(parent=site["en"])
            for _number in range(pages):
                StandardPageFactory(parent=section)
            client.get(f"/admin/pages/{section.pk}/")
            with CaptureQueriesContext(connection) as queries:
                response = client.get(f"/admin/pages/{section.pk}/")
            assert response.content.decode().count("/admin/translations/unpublish/") == pages + 1
            return len(queries)

        assert count(2) == count(5)

    def test_its_queries_are_bounded(self, page, editor, client, django_assert_max_num_queries):
        client.get(self.url(page))
        with django_assert_max_num_queries(32):
            client.get(self.url(page))


class TestDelete:
    def url(self, page):
        return f"/admin/pages/{page.pk}/delete/"

    def test_the_confirmation_shows_what_stays_live(self, page, editor, client):
        response = client.get(self.url(page))
        assert "Live in other languages" in text(response)
        assert "페이지 /ko/page/" in text(response)
        assert boxes(response) == {"ko", "ru"}

    def test_what_is_not_ticked_stays_and_is_told(self, page, editor, client):
        response = client.post(self.url(page))
        assert live(page) == {"ko", "ru"}
        assert (
            "warning",
            "Still live: Korean: 페이지 /ko/page/ Russian: Страница /ru/page/",
        ) in told(response)

    def test_what_is_ticked_is_unpublished(self, page, editor, client):
        response = client.post(self.url(page), {"too": ["ko", "ru"]})
        assert live(page) == set()
        assert not version(page, "ko").live
        assert [level for level, _text in told(response)] == ["success", "success"]

    def test_what_stands_beneath_counts_too(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"])
        child = StandardPageFactory(parent=section, title="Child")
        translate(child, site["ko"], title="하위")
        response = client.get(self.url(section))
        assert "하위" in text(response)
        client.post(self.url(section), {"too": ["ko"]})
        assert live(child) == set()

    def test_a_language_without_the_right_is_not_offered_and_not_touched(
        self, page, russian, client
    ):
        response = client.get(self.url(version(page, "ru")))
        assert boxes(response) == set()
        assert "Korean: stays as it is, you may not change it" in text(response)
        client.post(self.url(version(page, "ru")), {"too": ["en", "ko"]})
        assert live(page) == {"en", "ko"}

    def test_a_private_version_is_counted_and_not_named(self, page, russian, client):
        korean = version(page, "ko")
        Page.objects.filter(pk=korean.pk).update(title="Secret marker")
        restriction = PageViewRestriction.objects.create(
            page=korean, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="Board"))
        url = self.url(version(page, "ru"))
        response = client.get(url)
        assert "1 page that you may not see" in text(response)
        after = client.post(url, follow=True)
        assert "1 page that you may not see" in text(after)
        assert "Secret marker" not in text(response) + text(after)

    def test_a_page_in_one_language_is_deleted_without_a_word(self, site, editor, client):
        page = StandardPageFactory(parent=site["en"])
        response = client.get(self.url(page))
        assert "Live in other languages" not in text(response)
        assert [level for level, _text in told(client.post(self.url(page)))] == ["success"]

    def test_a_draft_in_another_language_is_no_orphan(self, page, editor, client):
        version(page, "ko").unpublish()
        assert boxes(client.get(self.url(page))) == {"ru"}

    def test_an_alias_goes_with_its_page(self, page, site, editor, client):
        alias = alias_in_arabic(page, site)
        assert boxes(client.get(self.url(page))) == {"ko", "ru"}
        client.post(self.url(page))
        assert not Page.objects.get(pk=alias.pk).live

    def test_many_pages_are_shown_in_part_and_counted(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"], title="Section")
        for _number in range(7):
            translate(StandardPageFactory(parent=section), site["ko"])
        assert "2 more pages" in text(client.get(self.url(section)))

    def test_wagtails_own_questions_stay(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"], title="Section")
        for _number in range(10):
            translate(StandardPageFactory(parent=section), site["ko"])
        response = client.get(self.url(section))
        assert "Please type WeGO to confirm." in text(response)
        assert "will also delete 10 more child pages" in text(response)
        response = client.post(self.url(section), {"too": ["ko"], "confirm_site_name": "No"})
        assert "Please type WeGO to confirm." in text(response)
        assert 'value="ko" checked' in response.content.decode()
        assert Page.objects.filter(pk=section.pk).exists()
        client.post(self.url(section), {"too": ["ko"], "confirm_site_name": "WeGO"})
        assert not Page.objects.live().filter(locale=locale("ko"), depth=3).exists()

    def test_its_queries_do_not_grow_with_the_pages(self, site, editor, client):
        def count(pages):
            section = StandardIndexPageFactory(parent=site["en"])
            for _number in range(pages):
                child = StandardPageFactory(parent=section)
                translate(child, site["ko"])
                translate(child, site["ru"])
            client.get(self.url(section))
            with CaptureQueriesContext(connection) as queries:
                client.get(self.url(section))
            return len(queries)

        assert count(2) == count(4) <= 30


class TestUnpublish:
    def url(self, page):
        return f"/admin/pages/{page.pk}/unpublish/"

    def test_the_confirmation_shows_what_stays_live(self, page, editor, client):
        response = client.get(self.url(page))
        assert "페이지 /ko/page/" in text(response)
        assert boxes(response) == {"ko", "ru"}

    def test_one_version_goes_and_the_rest_is_told(self, page, editor, client):
        response = client.post(self.url(page), {"too": ["ko"]})
        assert live(page) == {"ru"}
        assert ("warning", "Still live: Russian: Страница /ru/page/") in told(response)

    def test_nothing_ticked_touches_nothing_else(self, page, editor, client):
        client.post(self.url(page))
        assert live(page) == {"ko", "ru"}

    def test_with_the_subpages_go_their_versions(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"])
        child = StandardPageFactory(parent=section)
        translate(child, site["ko"])
        draft = StandardPageFactory(parent=section, live=False)
        korean_only = translate(draft, site["ko"])
        client.post(self.url(section), {"include_descendants": "on", "too": ["ko"]})
        assert live(child) == set()
        # Its source was no page of readers before: nothing has gone there.
        assert live(korean_only) == {"ko"}

    def test_without_the_subpages_their_versions_stay(self, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"])
        child = StandardPageFactory(parent=section)
        translate(child, site["ko"])
        client.post(self.url(section), {"too": ["ko"]})
        assert live(child) == {"en", "ko"}


class TestBulk:
    def url(self, action, *pages):
        ids = "&".join(f"id={page.pk}" for page in pages)
        return f"/admin/bulk/wagtailcore/page/{action}/?{ids}"

    @pytest.fixture
    def other(self, site):
        page = StandardPageFactory(parent=site["en"], title="Other", slug="other")
        translate(page, site["ko"], title="다른")
        return page

    @pytest.mark.parametrize("action", ["delete", "unpublish"])
    def test_the_confirmation_shows_what_stays_live(self, page, other, editor, client, action):
        response = client.get(self.url(action, page, other))
        assert "페이지 /ko/page/" in text(response)
        assert "다른 /ko/other/" in text(response)
        assert boxes(response) == {"ko", "ru"}

    @pytest.mark.parametrize("action", ["delete", "unpublish"])
    def test_what_is_ticked_goes_and_the_rest_is_told(self, page, other, editor, client, action):
        response = client.post(self.url(action, page, other), {"too": ["ko"]})
        assert (live(page), live(other)) == ({"ru"}, set())
        assert ("warning", "Still live: Russian: Страница /ru/page/") in told(response)

    @pytest.mark.parametrize("action", ["delete", "unpublish"])
    def test_a_version_that_goes_with_it_is_not_announced(self, page, editor, client, action):
        pages = [page, version(page, "ko")]
        assert boxes(client.get(self.url(action, *pages))) == {"ru"}

    def test_other_actions_are_none_of_it(self, page, editor, client):
        client.post(self.url("publish", page))
        assert live(page) == {"en", "ko", "ru"}

    def test_moving_takes_along_what_is_ticked(self, page, other, site, editor, client):
        section = StandardIndexPageFactory(parent=site["en"], title="Section", slug="section")
        korean = translate(section, site["ko"])
        url = self.url("move", page, other)
        response = client.get(url)
        assert boxes(response) == {"ko", "ru"}
        response = client.post(url, {"chooser": section.pk, "too": ["ko", "ru"]})
        assert version(page, "ko").get_parent() == korean.page_ptr
        assert version(other, "ko").url_path == "/home-ko/section/other/"
        assert version(page, "ru").get_parent() == site["ru"].page_ptr
        assert [level for level, _text in told(response)] == ["success", "warning", "success"]


class TestMove:
    @pytest.fixture
    def section(self, site):
        """A section in English and Korean."""
        section = StandardIndexPageFactory(parent=site["en"], title="Section", slug="section")
        translate(section, site["ko"], title="섹션")
        return section

    def url(self, page, destination):
        return f"/admin/pages/{page.pk}/move/{destination.pk}/confirm/"

    def test_the_confirmation_says_what_moves_and_what_stays(self, page, section, editor, client):
        response = client.get(self.url(page, section))
        assert boxes(response) == {"ko"}
        assert "Russian: stays, the new place does not exist in this language" in text(response)
        assert "no longer the same in every language" in text(response)

    def test_what_is_ticked_moves(self, page, section, editor, client):
        response = client.post(self.url(page, section), {"too": ["ko", "ru"]})
        assert version(page, "ko").url_path == "/home-ko/section/page/"
        assert version(page, "ru").url_path == "/home-ru/page/"
        assert ("success", "Moved too: Korean: 페이지 /ko/section/page/") in told(response)
        level, message = told(response)[-1]
        assert level == "warning"
        assert message.endswith("Russian: Страница /ru/page/")

    def test_nothing_ticked_moves_nothing_else(self, page, section, editor, client):
        client.post(self.url(page, section))
        assert version(page, "en").url_path == "/home-en/section/page/"
        assert version(page, "ko").url_path == "/home-ko/page/"

    def test_a_language_without_the_right_stays(self, page, section, site, client):
        client.force_login(member(site["en"]))
        response = client.get(self.url(page, section))
        assert boxes(response) == set()
        assert "Korean: stays, you have no right to move it" in text(response)
        client.post(self.url(page, section), {"too": ["ko"]})
        assert version(page, "ko").url_path == "/home-ko/page/"

    def test_an_address_that_is_taken_stays(self, page, section, editor, client):
        StandardPageFactory(parent=version(section, "ko").specific, slug="page")
        response = client.get(self.url(page, section))
        assert "Korean: stays, its address is taken there" in text(response)
        client.post(self.url(page, section), {"too": ["ko"]})
        assert version(page, "ko").url_path == "/home-ko/page/"

    def test_a_version_that_is_there_already_is_left_out(self, page, section, editor, client):
        version(page, "ko").move(version(section, "ko"), pos="last-child")
        response = client.get(self.url(page, section))
        assert boxes(response) == set()
        assert "Korean: " not in text(response)
        assert "Russian: stays" in text(response)

    def test_a_draft_moves_too(self, page, section, editor, client):
        version(page, "ko").unpublish()
        assert boxes(client.get(self.url(page, section))) == {"ko"}

    def test_a_draft_of_somebody_else_is_not_shown(self, page, section, site, client):
        korean = version(page, "ko")
        korean.unpublish()
        Page.objects.filter(pk=korean.pk).update(title="Secret marker", draft_title="Secret marker")
        client.force_login(member(site["en"]))
        after = client.post(self.url(page, section), follow=True)
        assert "Secret marker" not in text(client.get(self.url(page, section))) + text(after)

    def test_a_page_in_one_language_moves_without_a_word(self, section, site, editor, client):
        page = StandardPageFactory(parent=site["en"])
        assert "In other languages" not in text(client.get(self.url(page, section)))
        assert len(told(client.post(self.url(page, section)))) == 1


def test_a_record_that_is_deleted_tells_where_it_is_still(site, editor, client):
    category = NewsCategoryFactory(slug="awards")
    NewsCategoryFactory(
        slug="awards", locale=locale("ko"), translation_key=category.translation_key
    )
    url = "/admin/snippets/news/newscategory/delete/"
    response = client.post(f"{url}{category.pk}/")
    assert ("warning", "Still there in other languages: Korean.") in told(response)


def test_a_record_in_one_language_is_deleted_without_a_word(site, editor, client):
    category = NewsCategoryFactory()
    response = client.post(f"/admin/snippets/news/newscategory/delete/{category.pk}/")
    assert [level for level, _text in told(response)] == ["success"]
