"""Who may invite, give and take away; what an invitation is good for, and for how long."""

import re
from datetime import timedelta

import pytest

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from core.permissions import ADMINISTRATORS, SECRETARIAT, ensure_secretariat
from core.tests.factories import UserFactory
from people import access, invitations
from people.models import Invitation
from people.places import Places
from regional_offices.access import close_office
from regional_offices.models import RegionalOfficeTeam
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
    team_of,
)
from translations.access import ensure_translators

PASSWORD = "a-bridge-of-blue-glass-17"


def member(*groups, **fields):
    user = UserFactory(**fields)
    user.groups.add(*groups)
    return user


@pytest.fixture
def team(homes):
    ensure_secretariat()
    ensure_translators()
    index = RegionalOfficesIndexPageFactory(parent=homes["en"])
    RegionalOfficePageFactory(parent=index, title="Ulyanovsk")
    office = RegionalOfficePageFactory(parent=index, title="Chengdu")
    return team_of(office)


@pytest.fixture
def administrator(team, client):
    groups = Group.objects.filter(name__in=[SECRETARIAT, ADMINISTRATORS])
    user = member(*groups, first_name="Ada", last_name="Admin", email="ada@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def editor(team):
    return member(team.editors, first_name="Edi", last_name="Tor", email="edi@example.org")


def key(team, role="editor"):
    return f"office:{team.pk}:{role}"


def groups(user):
    return set(user.groups.values_list("name", flat=True))


def link():
    """The address in the mail that was sent last."""
    return re.search(r"http://testserver(/admin/invitation/\S+/)", mail.outbox[-1].body)[1]


def invite(client, team, email="new@example.org", role="editor", language="en"):
    data = {"email": email, "place": key(team, role), "language": language}
    return client.post("/admin/people/invite/", data)


NEW = {"first_name": "New", "last_name": "Person", "password1": PASSWORD, "password2": PASSWORD}


def test_the_places(team):
    names = [place.name for place in Places().all]
    assert names == [
        "Secretariat: administrator",
        "Secretariat: editor",
        "Chengdu: manager",
        "Chengdu: editor",
        "Ulyanovsk: manager",
        "Ulyanovsk: editor",
        "Translator: English",
        "Translator: Korean",
        "Translator: Arabic",
    ]


def test_a_closed_office_is_not_offered(team):
    close_office(team, None, False)
    assert key(team) not in dict(Places().choices())
    assert key(team) in Places().by_key


# Who may


def addresses(team, editor, invitation):
    """Every address with the method that it is meant for."""
    return {
        ("get", "/admin/people/"),
        ("get", "/admin/people/invite/"),
        ("post", "/admin/people/invite/"),
        ("get", "/admin/people/invitations/"),
        ("post", f"/admin/people/invitations/{invitation.pk}/again/"),
        ("post", f"/admin/people/invitations/{invitation.pk}/withdraw/"),
        ("get", f"/admin/people/{editor.pk}/"),
        ("post", f"/admin/people/{editor.pk}/"),
        ("post", f"/admin/people/{editor.pk}/take-away/"),
        ("get", f"/admin/people/{editor.pk}/remove/"),
        ("post", f"/admin/people/{editor.pk}/remove/"),
    }


def test_managing_people_is_a_right_of_its_own(team, editor, client):
    place = Places().by_key[key(team)]
    invitation, _token = invitations.invite("marker@example.org", place, "en", editor)
    user_rights = Permission.objects.filter(content_type__app_label__in=["auth", "users"])
    changer = member(Group.objects.get(name=SECRETARIAT))
    changer.user_permissions.set(user_rights)
    refused = {
        "office editor": editor,
        "office manager": member(team.managers),
        "translator": member(ensure_translators()["ko"]),
        "Secretariat": member(Group.objects.get(name=SECRETARIAT)),
        "may change users and groups": changer,
    }
    every = addresses(team, editor, invitation)
    before = (groups(editor), invitation.token_hash, Invitation.objects.count())
    data = {"place": key(team, "manager"), "email": "x@example.org", "language": "en"}
    for name, person in refused.items():
        client.force_login(person)
        for method, address in every:
            answer = getattr(client, method)(address, data)
            assert answer.status_code == 302, (name, address)
            assert answer["Location"] == "/admin/", (name, address)
            assert "marker@example.org" not in answer.content.decode()
        invitation.refresh_from_db()
        assert (groups(editor), invitation.token_hash, Invitation.objects.count()) == before
        assert "/admin/people/" not in client.get("/admin/").content.decode()
    client.logout()
    for method, address in every:
        assert getattr(client, method)(address)["Location"].startswith("/admin/login/")
    assert mail.outbox == []


def test_an_administrator_and_a_superuser_may(team, editor, administrator, client):
    place = Places().by_key[key(team)]
    invitation, _token = invitations.invite("marker@example.org", place, "en", administrator)
    for person in (administrator, UserFactory(is_superuser=True)):
        client.force_login(person)
        for method, address in addresses(team, editor, invitation):
            if method == "get":
                assert client.get(address).status_code == 200, address
    assert "marker@example.org" in client.get("/admin/people/invitations/").content.decode()


def test_nobody_makes_themselves_or_others_more_than_they_are(team, administrator, client):
    root = UserFactory(is_superuser=True, email="root@example.org")
    assert client.get(f"/admin/people/{root.pk}/").status_code == 200
    data = {"place": key(team)}
    for person in (root, administrator):
        before = groups(person)
        for address in ("", "take-away/", "remove/"):
            answer = client.post(f"/admin/people/{person.pk}/{address}", data)
            assert answer["Location"] == "/admin/"
        assert client.get(f"/admin/people/{person.pk}/remove/").status_code == 302
        person.refresh_from_db()
        assert person.is_active
        assert groups(person) == before
    for email in (root.email, administrator.email.upper()):
        answer = invite(client, team, email)
        assert answer.context["form"].errors.keys() == {"email"}
    assert not Invitation.objects.exists()
    for address in ("/admin/users/", "/admin/groups/", f"/admin/users/edit/{root.pk}/"):
        assert client.get(address).status_code == 302


# Inviting


def test_an_invited_person_gets_in_once(team, administrator, client):
    invite(client, team, role="manager", language="ru")
    message = mail.outbox[0]
    assert message.to == ["new@example.org"]
    assert "Ada Admin" in message.body
    token = link().split("/")[-2]
    invitation = Invitation.objects.get()
    assert token not in str(vars(invitation))
    assert len(token) >= 43  # 32 bytes

    client.logout()
    page = client.get(link())
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert 'lang="ru"' in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.is_open  # looking changes nothing
    assert not get_user_model().objects.filter(email="new@example.org").exists()

    answer = client.post(link(), NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    person = get_user_model().objects.get(email="new@example.org")
    assert groups(person) == {team.managers.name}
    assert (person.username, person.get_full_name()) == ("new@example.org", "New Person")
    assert not person.is_superuser
    assert not person.is_staff
    assert UserProfile.get_for_user(person).preferred_language == "ru"
    assert client.session["_auth_user_id"] == str(person.pk)
    invitation.refresh_from_db()
    assert invitation.accepted_by == person

    client.logout()
    for method in (client.get, client.post):
        assert method(link(), NEW).status_code == 410
    assert client.login(username="new@example.org", password=PASSWORD)


def test_of_two_at_once_one_gets_in(team, administrator):
    place = Places().by_key[key(team)]
    invitation, _token = invitations.invite("new@example.org", place, "en", administrator)
    first, second = UserFactory(), get_user_model()(username="second", email="new@example.org")
    assert invitations.accept(invitation, first)
    assert not invitations.accept(invitation, first)
    assert not invitations.accept_with_account(invitation, second, PASSWORD)
    assert not get_user_model().objects.filter(username="second").exists()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(team, administrator, client):
    invite(client, team)
    client.logout()
    for wrong, field in (
        ({"password2": "another-password-17"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"last_name": ""}, "last_name"),
    ):
        page = client.post(link(), NEW | wrong)
        assert page.context["form"].errors.keys() == {field}
        assert 'value="New"' in page.content.decode()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("end", ["expired", "withdrawn", "renewed", "closed", "replaced"])
def test_an_invitation_ends(team, administrator, client, end):
    invite(client, team)
    address, invitation = link(), Invitation.objects.get()
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "withdrawn":
        client.post(f"/admin/people/invitations/{invitation.pk}/withdraw/")
    elif end == "renewed":
        client.post(f"/admin/people/invitations/{invitation.pk}/again/")
        assert link() != address
    elif end == "closed":
        close_office(team, None, False)
    else:
        invite(client, team, "NEW@example.org")
    client.logout()
    for method in (client.get, client.post):
        assert method(address, NEW).status_code == (404 if end == "renewed" else 410)
    assert not get_user_model().objects.filter(email__iexact="new@example.org").exists()
    if end in ("renewed", "replaced"):
        assert client.post(link(), NEW)["Location"] == "/admin/"


def test_an_invitation_lasts_seven_days(team, administrator, client):
    invite(client, team)
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)


def test_guessing_is_stopped(team, client):
    answers = [client.get(f"/admin/invitation/guess-{number}/") for number in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]


def test_an_invitation_never_opens_an_account_that_is_there(team, administrator, editor, client):
    other = RegionalOfficeTeam.objects.exclude(pk=team.pk).get()
    invite(client, other, editor.email.upper())
    client.force_login(UserFactory(email="somebody@example.org", is_superuser=True))
    assert "another address" in client.get(link()).content.decode()
    client.post(link(), NEW)
    client.logout()
    page = client.get(link())
    assert f"/admin/login/?next={link().replace('/', '%2F')}" in page.content.decode()
    client.post(link(), NEW)
    editor.refresh_from_db()
    assert editor.check_password("a-long-password-for-tests")
    assert groups(editor) == {team.editors.name}

    client.force_login(editor)
    assert client.get(link()).status_code == 200
    client.post(link())
    assert groups(editor) == {team.editors.name, other.editors.name}


@pytest.mark.parametrize(
    ("code", "words"), [("en", "You will have access to"), ("ko", "Chengdu"), ("ar", "Chengdu")]
)
def test_the_mail_has_the_language_of_the_invitation(team, administrator, client, code, words):
    invite(client, team, language=code)
    assert words in mail.outbox[0].body
    assert Invitation.objects.get().language == code


def test_a_mail_that_is_not_sent_is_said_and_can_be_sent_again(
    team, administrator, client, settings
):
    settings.EMAIL_BACKEND = "no.such.Backend"
    answer = invite(client, team)
    assert "could not be mailed" in client.get(answer["Location"]).content.decode()
    assert Invitation.objects.get().is_open


def test_bad_input(team, administrator, client):
    for data, fields in (
        ({}, {"email", "place", "language"}),
        ({"email": "no address", "place": "office:0:editor", "language": "xx"}, None),
        ({"email": f"{'x' * 140}@example.org", "place": key(team), "language": "en"}, {"email"}),
    ):
        form = client.post("/admin/people/invite/", data).context["form"]
        assert form.errors.keys() == (fields or {"email", "place", "language"})
    assert client.get("/admin/people/?page=x&place=nothing&state=y&q=%25").status_code == 200
    assert client.post("/admin/people/invitations/0/again/").status_code == 404


# Taking away


def test_a_role_takes_the_place_of_the_one_before(team, administrator, editor, client):
    client.post(f"/admin/people/{editor.pk}/", {"place": key(team, "manager")})
    assert groups(editor) == {team.managers.name}
    client.post(f"/admin/people/{editor.pk}/", {"place": "secretariat:administrator"})
    assert groups(editor) == {team.managers.name, SECRETARIAT, ADMINISTRATORS}
    client.post(f"/admin/people/{editor.pk}/", {"place": "secretariat:editor"})
    assert groups(editor) == {team.managers.name, SECRETARIAT}


def test_one_place_is_taken_away(team, administrator, editor, client):
    editor.groups.add(ensure_translators()["ko"])
    client.post(f"/admin/people/{editor.pk}/take-away/", {"place": "secretariat:editor"})
    assert len(groups(editor)) == 2
    client.post(f"/admin/people/{editor.pk}/take-away/", {"place": key(team)})
    assert groups(editor) == {"Translators: Korean"}


def test_all_access_is_taken_away_at_once(team, administrator, editor, client, client_of):
    theirs = client_of(editor)
    assert theirs.get("/admin/").status_code == 200
    place = Places().by_key[key(team, "manager")]
    invitations.invite(editor.email, place, "en", administrator)
    assert client.get(f"/admin/people/{editor.pk}/remove/").status_code == 200
    assert groups(editor)  # asked first
    client.post(f"/admin/people/{editor.pk}/remove/")
    editor.refresh_from_db()
    assert groups(editor) == set()
    assert not editor.is_active
    assert not editor.has_usable_password()
    assert not Invitation.objects.open().exists()
    assert theirs.get("/admin/")["Location"].startswith("/admin/login/")
    assert "Edi Tor" in client.get("/admin/people/?state=removed").content.decode()
    answer = client.post(f"/admin/people/{editor.pk}/", {"place": key(team)})
    assert answer.status_code == 302
    assert groups(editor) == set()


def test_a_removed_person_comes_back_by_invitation(team, administrator, editor, client):
    access.remove(editor, Places(), administrator)
    invite(client, team, editor.email)
    client.logout()
    client.post(link(), NEW)
    editor.refresh_from_db()
    assert editor.is_active
    assert groups(editor) == {team.editors.name}
    assert get_user_model().objects.filter(email=editor.email).count() == 1


@pytest.fixture
def client_of(db):
    from django.test import Client

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in


# The log


def test_every_change_is_in_the_log(team, administrator, editor, client):
    invite(client, team)
    invitation = Invitation.objects.get()
    client.post(f"/admin/people/invitations/{invitation.pk}/again/")
    client.post(f"/admin/people/invitations/{invitation.pk}/withdraw/")
    client.post(f"/admin/people/{editor.pk}/", {"place": key(team, "manager")})
    client.post(f"/admin/people/{editor.pk}/take-away/", {"place": key(team, "manager")})
    client.post(f"/admin/people/{editor.pk}/remove/")
    log = ModelLogEntry.objects.filter(action__startswith="people.").order_by("pk")
    assert [(entry.action, entry.user, entry.message) for entry in log] == [
        ("people.invite", administrator, "Invited: Chengdu: editor"),
        ("people.invite_again", administrator, "Invited again: Chengdu: editor"),
        ("people.withdraw", administrator, "Invitation withdrawn: Chengdu: editor"),
        (
            "people.give",
            administrator,
            "Access given: Chengdu: manager, before: Chengdu: editor",
        ),
        ("people.take_away", administrator, "Access taken away: Chengdu: manager"),
        ("people.remove", administrator, "All access taken away: none"),
    ]
    page = client.get(f"/admin/people/{editor.pk}/").content.decode()
    assert "Access taken away: Chengdu: manager" in page


def test_the_log_is_not_for_offices(team, administrator, editor, client):
    invite(client, team, "marker@example.org")
    client.logout()
    client.force_login(editor)
    page = client.get("/admin/reports/site-history/")
    assert "marker@example.org" not in page.content.decode()


def test_the_list_asks_no_more_for_more_people(
    team, administrator, client, django_assert_max_num_queries
):
    for _number in range(15):
        member(team.editors)
    client.get("/admin/people/")
    with django_assert_max_num_queries(24):
        page = client.get("/admin/people/")
    assert len(page.context["people"].object_list) == 16


def test_the_list_is_filtered(team, administrator, editor, client):
    def shown(query):
        return {person.email for person in client.get(f"/admin/people/?{query}").context["people"]}

    assert shown("") == {"ada@example.org", "edi@example.org"}
    assert shown("q=TOR") == {"edi@example.org"}
    assert shown(f"place={key(team)}") == {"edi@example.org"}
    assert shown("place=secretariat:editor") == {"ada@example.org"}
    assert shown("state=removed") == set()


def test_old_invitations_are_deleted(team, administrator, client):
    invite(client, team)
    invite(client, team, "other@example.org")
    Invitation.objects.filter(email="new@example.org").update(
        expires_at=timezone.now() - timedelta(days=91)
    )
    call_command("purge_invitations", verbosity=0)
    assert [invitation.email for invitation in Invitation.objects.all()] == ["other@example.org"]
