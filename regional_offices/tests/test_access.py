import pytest

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from core.permissions import SECRETARIAT
from core.tests.factories import StandardPageFactory, UserFactory, translate
from news.models import NewsIndexPage
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from pages.models import StandardPage
from regional_offices.access import ensure_office_access
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam, Role
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
    team_of,
    two_offices,
)


@pytest.fixture
def offices(homes):
    return two_offices(homes)


@pytest.fixture
def editor(offices, client):
    user = UserFactory()
    user.groups.add(ensure_office_access(offices["chengdu"]).editors)
    client.force_login(user)
    return user


def rows(group):
    found = GroupPagePermission.objects.filter(group=group)
    return set(found.values_list("page_id", "permission__codename"))


OWN_MEDIA = {
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
}
PAGE_PERMISSIONS = {
    Role.EDITOR: {"add_page", "change_page"},
    Role.MANAGER: {"add_page", "change_page", "publish_page"},
}


@pytest.mark.parametrize("role", Role)
def test_a_new_office_has_a_team_with_rights_in_every_language(offices, role):
    team = team_of(offices["chengdu"])
    group = team.group(role)
    versions = (offices["chengdu"], offices["chengdu-ko"])
    assert rows(group) == {
        (page.pk, codename) for page in versions for codename in PAGE_PERMISSIONS[role]
    }
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "submit_translation",
    }
    media = GroupCollectionPermission.objects.filter(group=group)
    assert set(media.values_list("collection__name", "permission__codename")) == {
        *((team.collection.name, codename) for codename in OWN_MEDIA),
        ("Shared", "choose_image"),
        ("Shared", "choose_document"),
    }


def test_a_language_that_comes_later_has_the_rights_at_once(offices, homes):
    index = translate(offices["index"], homes["ar"])
    arabic = translate(offices["chengdu"], index, title="تشنغدو", city="تشنغدو")
    team = team_of(offices["chengdu"])
    for role in Role:
        found = {codename for page, codename in rows(team.group(role)) if page == arabic.pk}
        assert found == PAGE_PERMISSIONS[role]


def test_the_secretariat_has_no_team_of_its_own(offices):
    page = RegionalOfficePageFactory(
        parent=offices["index"], title="Seoul", kind=RegionalOfficePage.Kind.SECRETARIAT
    )
    assert not RegionalOfficeTeam.objects.filter(office_key=page.translation_key).exists()


def test_the_team_is_named_after_the_office(offices):
    office = offices["chengdu"]
    office.title = "Chengdu Office"
    office.save_revision().publish()
    team = team_of(office)
    assert team.collection.name.startswith("Chengdu Office (")
    assert team.editors.name == f"{team.collection.name}: editors"
    assert team.managers.name == f"{team.collection.name}: managers"


def test_the_command_repairs_what_was_lost(offices):
    team = team_of(offices["chengdu"])
    before = {role: rows(team.group(role)) for role in Role}
    GroupPagePermission.objects.all().delete()
    GroupCollectionPermission.objects.all().delete()
    for _time in range(2):
        call_command("ensure_office_access", verbosity=0)
        assert {role: rows(team.group(role)) for role in Role} == before
        assert GroupCollectionPermission.objects.filter(group=team.editors).count() == 8
    assert Group.objects.count() == 6  # the Secretariat's two, and two an office


def test_a_team_that_was_lost_is_made_again_from_what_is_left(offices):
    """As after a database was restored in part: the people stay in the groups."""
    team, user = team_of(offices["chengdu"]), UserFactory()
    user.groups.add(team.editors)
    collection = team.collection
    team.delete()
    call_command("ensure_office_access", verbosity=0)
    team = team_of(offices["chengdu"])
    assert set(user.groups.all()) == {team.editors}
    assert team.collection == collection


def test_what_a_team_needs_is_not_deleted(offices, client):
    team = team_of(offices["chengdu"])
    client.force_login(UserFactory(is_superuser=True))
    addresses = {
        f"/admin/groups/delete/{team.editors_id}/",
        f"/admin/groups/delete/{team.managers_id}/",
        f"/admin/collections/{team.collection_id}/delete/",
    }
    for address in addresses:
        answer = client.post(address, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "can’t be deleted, because the site needs it" in answer.content.decode()
    assert team_of(offices["chengdu"]) == team


def test_what_may_stand_beneath_an_office(offices):
    """Any kind of page that names an office among its parents, those of later too."""
    assert set(RegionalOfficePage.creatable_subpage_models()) == {NewsIndexPage, StandardPage}


def allowed(client, page):
    return client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_an_editor_edits_the_own_office_in_every_language_and_nothing_else(offices, editor, client):
    own_news = NewsPageFactory(parent=NewsIndexPageFactory(parent=offices["chengdu"]))
    other_news = NewsPageFactory(parent=NewsIndexPageFactory(parent=offices["ulyanovsk"]))
    site_page = StandardPageFactory(parent=offices["index"].get_parent())
    pages = {
        "own": offices["chengdu"],
        "own, Korean": offices["chengdu-ko"],
        "own news": own_news,
        "other": offices["ulyanovsk"],
        "other news": other_news,
        "index": offices["index"],
        "home": offices["index"].get_parent(),
        "page": site_page,
    }
    assert {name for name, page in pages.items() if allowed(client, page)} == {
        "own",
        "own, Korean",
        "own news",
    }


def test_an_editor_cannot_publish(offices, editor, client):
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=offices["chengdu"]), live=False)
    assert not page.permissions_for_user(editor).can_publish()
    assert page.permissions_for_user(editor).can_submit_for_moderation()


def test_the_page_chooser_shows_no_draft_of_another_office(offices, editor, client):
    index = NewsIndexPageFactory(parent=offices["ulyanovsk"])
    NewsPageFactory(parent=index, title="Secret marker", live=False)
    NewsPageFactory(parent=index, title="Public marker")
    found = client.get(f"/admin/choose-page/{index.pk}/").content.decode()
    assert "Public marker" in found
    assert "Secret marker" not in found
    found = client.get("/admin/choose-page/search/", {"q": "marker"}).content.decode()
    assert "Public marker" in found
    assert "Secret marker" not in found


def test_deleting_a_version_leaves_the_team(offices):
    team = team_of(offices["chengdu"])
    Page.objects.get(pk=offices["chengdu-ko"].pk).delete()
    assert {page for page, _codename in rows(team.editors)} == {offices["chengdu"].pk}


# The landing page


@pytest.fixture
def manager(offices, client):
    user = UserFactory()
    user.groups.add(team_of(offices["chengdu"]).managers)
    client.force_login(user)
    return user


@pytest.fixture
def secretary(offices):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    return user


def landing_page_requests(office, elsewhere):
    """What would take an office's page away: name → address and what is posted."""
    bulk = f"/admin/bulk/wagtailcore/page/{{}}/?id={office.pk}"
    return {
        "delete": (f"/admin/pages/{office.pk}/delete/", {}),
        "move": (f"/admin/pages/{office.pk}/move/{elsewhere.pk}/confirm/", {}),
        "unpublish": (f"/admin/pages/{office.pk}/unpublish/", {}),
        "unpublish everywhere": (f"/admin/translations/unpublish/{office.pk}/", {}),
        "make private": (f"/admin/pages/{office.pk}/privacy/", {"restriction_type": "login"}),
        "bulk delete": (bulk.format("delete"), {}),
        "bulk move": (bulk.format("move"), {"chooser": elsewhere.pk}),
        "bulk unpublish": (bulk.format("unpublish"), {}),
    }


def refused_changes(client, offices):
    """The requests after which the office's page is as it was."""
    office = offices["chengdu"]
    elsewhere = RegionalOfficesIndexPageFactory(parent=offices["index"].get_parent(), slug="new")

    def state():
        page = Page.objects.filter(pk=office.pk).first()
        return page and (page.path, page.live, page.view_restrictions.count())

    before, refused = state(), set()
    for name, (address, data) in landing_page_requests(office, elsewhere).items():
        with transaction.atomic():
            response = client.post(address, data)
            assert response.status_code < 500, name
            if state() == before:
                refused.add(name)
            transaction.set_rollback(True)
    return refused


@pytest.mark.parametrize("role", Role)
def test_a_team_cannot_take_its_own_landing_page_away(offices, client, role):
    user = UserFactory()
    user.groups.add(team_of(offices["chengdu"]).group(role))
    client.force_login(user)
    assert refused_changes(client, offices) == set(landing_page_requests(*[offices["index"]] * 2))


def test_the_secretariat_can(offices, client, secretary):
    client.force_login(secretary)
    assert refused_changes(client, offices) == set()


def test_a_manager_publishes_and_takes_away_what_is_beneath(offices, manager, client):
    index = NewsIndexPageFactory(parent=offices["chengdu"])
    page = NewsPageFactory(parent=index)
    rights = page.permissions_for_user(manager)
    assert rights.can_publish()
    assert rights.can_unpublish()
    assert rights.can_delete()
    assert rights.can_set_view_restrictions()
    assert offices["chengdu"].permissions_for_user(manager).can_publish()


def test_a_team_does_not_change_what_its_office_is(offices, manager, client):
    office = offices["chengdu"]
    page = client.get(f"/admin/pages/{office.pk}/edit/")
    fields = page.context["form"].fields
    assert {name for name, field in fields.items() if field.disabled} == {
        "kind",
        "slug",
        "go_live_at",
        "expire_at",
    }
    index = NewsIndexPageFactory(parent=office)
    page = client.get(f"/admin/pages/{index.pk}/edit/")
    assert not any(field.disabled for field in page.context["form"].fields.values())


def test_the_secretariat_changes_what_an_office_is(offices, secretary, client):
    client.force_login(secretary)
    page = client.get(f"/admin/pages/{offices['chengdu'].pk}/edit/")
    assert not any(field.disabled for field in page.context["form"].fields.values())
