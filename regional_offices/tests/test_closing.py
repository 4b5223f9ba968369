"""Closing an office: its people are out, nothing is deleted, and readers are told."""

from datetime import timedelta

import pytest

from django.contrib.auth.models import Group
from django.utils import timezone

from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageLogEntry,
    WorkflowState,
)

from core.permissions import ADMINISTRATORS, SECRETARIAT
from core.tests.factories import UserFactory
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import close_office, ensure_office_access, reopen_office
from regional_offices.models import Approval, RegionalOfficePage, Role
from regional_offices.tests.factories import (
    team_of,
    two_offices,
)


@pytest.fixture
def chengdu(homes):
    return two_offices(homes)["chengdu"]


@pytest.fixture
def team(chengdu):
    return team_of(chengdu)


@pytest.fixture
def editor(team):
    user = UserFactory()
    user.groups.add(team.editors)
    return user


@pytest.fixture
def news(chengdu):
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=chengdu), title="From Chengdu")


def member(*names):
    user = UserFactory()
    user.groups.add(*Group.objects.filter(name__in=names))
    return user


def rights(team):
    groups = [team.editors, team.managers]
    return [
        *GroupPagePermission.objects.filter(group__in=groups),
        *GroupCollectionPermission.objects.filter(group__in=groups),
        *team.editors.permissions.all(),
        *team.managers.permissions.all(),
    ]


@pytest.mark.parametrize("unpublish", [False, True])
def test_closing_takes_the_rights_and_deletes_nothing(chengdu, team, news, editor, unpublish):
    before = (Page.objects.count(), Group.objects.count(), Collection.objects.count())
    live = set(Page.objects.filter(live=True).values_list("pk", flat=True))
    close_office(team, member(SECRETARIAT), unpublish)

    assert rights(team) == []
    assert set(editor.groups.all()) == {team.editors}
    assert (Page.objects.count(), Group.objects.count(), Collection.objects.count()) == before
    versions = RegionalOfficePage.objects.filter(translation_key=chengdu.translation_key)
    gone = {page.pk for page in versions} | {news.pk, news.get_parent().pk} if unpublish else set()
    assert set(Page.objects.filter(live=True).values_list("pk", flat=True)) == live - gone
    entries = PageLogEntry.objects.filter(action="regional_offices.close")
    assert {entry.page_id for entry in entries} == {page.pk for page in versions}


def test_a_closed_office_stays_closed_whatever_repairs_it(chengdu, team):
    close_office(team, None, False)
    ensure_office_access(chengdu)
    chengdu.save_revision().publish()
    assert rights(team) == []


def test_its_people_do_not_get_into_the_admin(team, editor, client):
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    close_office(team, None, False)
    assert client.get("/admin/").status_code == 302


def test_what_waits_is_withdrawn_and_what_is_scheduled_does_not_go_live(team, news, editor):
    news.title = "Changed"
    news.save_revision()
    news.get_workflow().start(news, editor)
    later = NewsPageFactory(parent=news.get_parent(), title="Later", live=False)
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision().publish()
    assert later.revisions.filter(approved_go_live_at__isnull=False).exists()

    close_office(team, None, True)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert news.get_latest_revision_as_object().title == "Changed"
    assert not later.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_reopening_gives_the_rights_back(team, editor, client):
    before = len(rights(team))
    close_office(team, None, True)
    reopen_office(team, None)
    assert len(rights(team)) == before
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    assert not RegionalOfficePage.objects.get(title="Chengdu").live  # not by itself


def test_readers_are_told(chengdu, team, news, client):
    close_office(team, None, False)
    page = client.get(chengdu.url)
    assert "This office closed on" in page.content.decode()
    offices = client.get(chengdu.get_parent().url).content.decode()
    assert "Ulyanovsk" in offices
    assert f'href="{chengdu.url}"' not in offices.split("<main", 1)[1]
    assert client.get(news.url).status_code == 200


# Settings


ADDRESSES = ("settings", "close", "reopen")


def test_who_administers_offices(team, client):
    people = {
        "editor": team.editors.name,
        "manager": team.managers.name,
        "secretariat": SECRETARIAT,
        "administrator": ADMINISTRATORS,
    }
    allowed = set()
    for name, group in people.items():
        client.force_login(member(group))
        for address in ADDRESSES:
            if client.get(f"/admin/offices/{team.pk}/{address}/").status_code == 200:
                allowed.add((name, address))
            elif client.post(f"/admin/offices/{team.pk}/{address}/", {"unpublish": "keep"}):
                team.refresh_from_db()
                assert not team.is_closed
    assert allowed == {("administrator", address) for address in ADDRESSES}


@pytest.fixture
def administrator(client, team):
    user = member(SECRETARIAT, ADMINISTRATORS)
    client.force_login(user)
    return user


def test_an_administrator_closes_and_reopens_an_office(team, administrator, client):
    address = f"/admin/offices/{team.pk}"
    assert "What becomes of its pages" in client.get(f"{address}/close/").content.decode()
    answer = client.post(f"{address}/close/", {"unpublish": "nonsense"})
    assert answer.context["form"].errors
    client.post(f"{address}/close/", {"unpublish": "keep"})
    team.refresh_from_db()
    assert team.is_closed
    assert "Reopen the office" in client.get(f"{address}/settings/").content.decode()
    client.post(f"{address}/reopen/")
    team.refresh_from_db()
    assert not team.is_closed


def test_an_administrator_sets_who_approves(team, chengdu, news, administrator, client):
    assert news.get_workflow().name == "Secretariat approval"
    client.post(f"/admin/offices/{team.pk}/settings/", {"approval": Approval.MANAGERS})
    ensure_office_access(chengdu)  # once more changes nothing
    workflow = news.get_workflow()
    task = workflow.tasks.get().specific
    assert set(task.groups.values_list("name", flat=True)) == {team.managers.name, SECRETARIAT}
    entry = PageLogEntry.objects.filter(action="regional_offices.settings").get()
    assert entry.data == {"approval": "managers"}
    client.post(f"/admin/offices/{team.pk}/settings/", {"approval": Approval.SECRETARIAT})
    assert Page.objects.get(pk=news.pk).get_workflow().name == "Secretariat approval"


def test_roles_have_groups_of_their_own(team):
    assert team.group(Role.EDITOR) == team.editors
    assert team.group(Role.MANAGER) == team.managers
