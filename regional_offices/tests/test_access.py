import pytest

from django.contrib.auth.models import Group
from django.core.management import call_command

from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from core.permissions import ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory, translate
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import ensure_office_access
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)


@pytest.fixture
def offices(homes):
    """Two offices in English, one of them in Korean too."""
    ensure_secretariat()
    index = RegionalOfficesIndexPageFactory(parent=homes["en"])
    korean = translate(index, homes["ko"])
    chengdu = RegionalOfficePageFactory(parent=index, title="Chengdu")
    ulyanovsk = RegionalOfficePageFactory(parent=index, title="Ulyanovsk")
    version = translate(chengdu, korean, title="청두", city="청두")
    return {"chengdu": chengdu, "chengdu-ko": version, "ulyanovsk": ulyanovsk, "index": index}


@pytest.fixture
def editor(offices, client):
    user = UserFactory()
    user.groups.add(ensure_office_access(offices["chengdu"]).group)
    client.force_login(user)
    return user


def rows(team):
    found = GroupPagePermission.objects.filter(group=team.group)
    return set(found.values_list("page_id", "permission__codename"))


def test_a_new_office_has_a_team_with_rights_in_every_language(offices):
    team = RegionalOfficeTeam.objects.get(office_key=offices["chengdu"].translation_key)
    versions = (offices["chengdu"], offices["chengdu-ko"])
    assert rows(team) == {
        (page.pk, codename) for page in versions for codename in ("add_page", "change_page")
    }
    assert list(team.group.permissions.values_list("codename", flat=True)) == ["access_admin"]
    media = GroupCollectionPermission.objects.filter(group=team.group)
    assert set(media.values_list("collection__name", "permission__codename")) == {
        (team.collection.name, "add_image"),
        (team.collection.name, "change_image"),
        (team.collection.name, "choose_image"),
        (team.collection.name, "add_document"),
        (team.collection.name, "change_document"),
        (team.collection.name, "choose_document"),
        ("Shared", "choose_image"),
        ("Shared", "choose_document"),
    }


def test_the_secretariat_has_no_team_of_its_own(offices):
    page = RegionalOfficePageFactory(
        parent=offices["index"], title="Seoul", kind=RegionalOfficePage.Kind.SECRETARIAT
    )
    assert not RegionalOfficeTeam.objects.filter(office_key=page.translation_key).exists()


def test_the_team_is_named_after_the_office(offices):
    office = offices["chengdu"]
    office.title = "Chengdu Office"
    office.save_revision().publish()
    team = RegionalOfficeTeam.objects.get(office_key=office.translation_key)
    assert team.group.name == team.collection.name
    assert team.group.name.startswith("Chengdu Office (")


def test_the_command_repairs_what_was_lost(offices):
    team = RegionalOfficeTeam.objects.get(office_key=offices["chengdu"].translation_key)
    before = rows(team)
    GroupPagePermission.objects.all().delete()
    call_command("ensure_office_access", verbosity=0)
    assert rows(team) == before
    assert Group.objects.count() == 3  # the Secretariat and two offices


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
    team = RegionalOfficeTeam.objects.get(office_key=offices["chengdu"].translation_key)
    Page.objects.get(pk=offices["chengdu-ko"].pk).delete()
    assert {page for page, _codename in rows(team)} == {offices["chengdu"].pk}
