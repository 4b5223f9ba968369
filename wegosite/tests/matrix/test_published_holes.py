"""Holes found in Wagtail, in wagtail-localize and in sites made with them, each tried once more.

test_every_address.py asks each address about one thing; many of these mix two: the number of
one's own page with the revision of another's.
"""

import pytest

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command

from wagtail.models import Page

from core.permissions import BUILT_IN_GROUPS
from core.tests.matrix import is_refused
from wegosite.tests.matrix.calls import path_of
from wegosite.tests.matrix.payloads import EDIT, elsewhere
from wegosite.tests.matrix.world import PEOPLE, word

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EDITOR, TRANSLATOR = "Chengdu editor", "Translator (ru)"
FOREIGN = ["Ulyanovsk draft", "private", "draft"]


@pytest.fixture
def values(world):
    """What stands in addresses for a thing."""

    def values(name, section="Pages"):
        return next(thing.values for thing in world.things[section] if thing.name == name)

    return values


@pytest.fixture
def refused(caller):
    """Make a call that has to be refused, and a second one that somebody is allowed."""

    def refused(path, person=EDITOR, verb="GET", data=None, allowed="Superuser"):
        response, written, told = caller.call(person, verb, path, data)
        assert is_refused(response) or response.status_code in (400, 404) or not written
        assert (written, told, mail.outbox) == (set(), set(), [])
        control, written, _told = caller.call(allowed, verb, path, data)
        assert not is_refused(control) and control.status_code < 400
        assert written or verb == "GET"
        return response

    return refused


# The sites that were measured


def test_1_the_search_shows_nothing_private_and_no_draft(world, caller):
    call_command("rebuild_search_index", verbosity=0)
    client = caller.clients["Anonymous"]

    def found(text):
        return client.get("/en/search/results.json", {"q": text}).json()["total"]

    assert found("Chengdu") > 0
    for name in ("private", "draft", "Ulyanovsk draft", "home", "home section"):
        assert found(word(name)) == 0


@pytest.mark.parametrize("name", FOREIGN)
def test_2_the_page_chooser_shows_no_draft_of_others(caller, values, name):
    number = values(name)["pk"]
    for path in (
        "/admin/choose-page/?page_type=wagtailcore.Page",
        f"/admin/choose-page/search/?q={word(name)}",
        f"/admin/choose-page/{number}/",
        f"/admin/choose-page/chosen-multiple/?id={number}",
    ):
        response, _written, told = caller.call(EDITOR, "GET", path)
        assert (response.status_code, told) == (200, set())


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_3_the_api_of_pictures_and_documents_asks_for_rights(caller, values, kind):
    section = {"images": "Pictures", "documents": "Documents"}[kind]
    number = values("Ulyanovsk", section)["pk"]
    for query in ("", "?search=hush", f"?id={number}"):
        response, _written, told = caller.call(EDITOR, "GET", f"/admin/api/main/{kind}/{query}")
        assert told == set()
    assert caller.call(EDITOR, "GET", f"/admin/api/main/{kind}/{number}/")[0].status_code == 404


def test_4_and_5_nobody_can_make_themselves_superuser(world):
    """Who may change users or groups can: only the superuser may."""
    risky = Permission.objects.filter(
        content_type__model__in=("user", "group", "permission"),
        codename__regex="^(add|change|delete)_",
    )
    assert risky.count() >= 9
    for person in set(PEOPLE) - {"Anonymous", "Superuser"}:
        user = world.people[person]
        held = user.get_all_permissions()
        names = {f"{one.content_type.app_label}.{one.codename}" for one in risky}
        assert held and not held & names


def test_6_wagtails_groups_with_rights_on_everything_are_gone(world):
    assert not Group.objects.filter(name__in=BUILT_IN_GROUPS).exists()


def test_7_there_are_no_forms_whose_answers_could_be_read():
    """CVE-2026-44199, deleting the answers of another form, has no address either."""
    assert not apps.is_installed("wagtail.contrib.forms")


def test_8_no_page_or_collection_takes_a_shared_password(caller, values):
    assert settings.WAGTAIL_PRIVATE_PAGE_OPTIONS == {"SHARED_PASSWORD": False}
    assert settings.WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS == {"SHARED_PASSWORD": False}
    data = {"restriction_type": "password", "password": "open-sesame"}
    for path in (
        path_of("pages/<page_id>/privacy/", values("home")),
        path_of("collections/<collection_id>/privacy/", values("shared", "Collections")),
    ):
        assert caller.call("Superuser", "POST", path, data)[1] == set()


def test_9_a_document_that_nothing_published_refers_to_is_not_public(caller, world, values):
    document = apps.get_model("documents.CustomDocument").objects.get(
        pk=values("Ulyanovsk", "Documents")["pk"]
    )
    status = {person: caller.call(person, "GET", document.url)[0].status_code for person in PEOPLE}
    readers = {"Ulyanovsk editor", TRANSLATOR, "Secretariat", "Administrator", "Superuser"}
    assert {person for person in PEOPLE if status[person] == 200} == readers
    assert set(status.values()) == {200, 404}
    assert caller.clients["Superuser"].get(f"/media/{document.file.name}").status_code == 404


def test_10_an_old_form_overwrites_nothing_silently(caller, values, world):
    path = path_of(EDIT, values("Chengdu live"))
    changes = {"title": "Changed", "action-publish": "on"}
    old = caller.form(path, **changes)
    page = Page.objects.get(pk=values("Chengdu live")["pk"]).specific
    page.save_revision(user=world.people["Chengdu editor"])
    response, written, _told = caller.call("Chengdu manager", "POST", path, old)
    assert (response.status_code, written) == (200, set())
    assert caller.call("Chengdu manager", "POST", path, caller.form(path, **changes))[1]


def test_11_translating_asks_for_rights_in_the_language(refused, values, world):
    """More of wagtail-localize's addresses: translations/tests/test_permission_matrix.py."""
    live, chinese = values("Chengdu live")["pk"], world.homes["zh-hans"].locale.pk
    refused(f"/admin/localize/submit/page/{live}/", TRANSLATOR, "POST", {"locales": [chinese]})


@pytest.mark.parametrize("end", ["edit/", "revisions/<revision_id>/revert/"])
def test_12_a_form_without_its_hidden_fields_is_a_bad_request(caller, values, end):
    path = path_of(f"pages/<page_id>/{end}", values("Chengdu live"))
    response, written, _told = caller.call(EDITOR, "POST", path, {"title": "Changed"})
    assert (response.status_code, written) == (400, set())


def test_13_the_style_guide_is_not_installed():
    assert not apps.is_installed("wagtail.contrib.styleguide")


# Published advisories


@pytest.mark.parametrize("name", FOREIGN)
def test_cve_2026_44197_comparing_with_a_revision_of_another_page(caller, values, name):
    own, other = values("Chengdu live"), values(name)
    for numbers in (
        (own["pk"], other["revision_id_a"], other["revision_id_b"]),
        (own["pk"], own["revision_id_a"], other["revision_id_b"]),
        (own["pk"], "live", other["revision_id_b"]),
        (other["pk"], own["revision_id_a"], own["revision_id_b"]),
        (other["pk"], "earliest", "latest"),
    ):
        path = "/admin/pages/{}/revisions/compare/{}...{}/".format(*numbers)
        response, _written, told = caller.call(EDITOR, "GET", path)
        assert is_refused(response) or response.status_code == 404
        assert told == set()
    path = "pages/<pk>/revisions/compare/<revision_id_a>...<revision_id_b>/"
    assert caller.call(EDITOR, "GET", path_of(path, own))[0].status_code == 200


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("end", ["history/", "history/results/", "workflow_history/", "usage/"])
def test_cve_2026_44198_the_history_of_another_page(refused, values, name, end):
    refused(path_of(f"pages/<page_id>/{end}", values(name)))


@pytest.mark.parametrize("name", FOREIGN)
def test_cve_2026_44200_copying_another_page_to_ones_own(refused, caller, values, world, name):
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": world.parents["Chengdu"].pk,
    }
    refused(path_of("pages/<page_id>/copy/", values(name)), verb="POST", data=data)
    api = {"slug": "copy", "destination_page_id": world.parents["Chengdu"].pk}
    path = path_of("api/main/pages/<pk>/action/copy/", values(name))
    for person in (EDITOR, "Chengdu manager"):
        refused(path, person, "POST", api)


@pytest.mark.parametrize("owner", ["Ulyanovsk", "Secretariat"])
@pytest.mark.parametrize(("kind", "section"), [("images", "Pictures"), ("documents", "Documents")])
def test_cve_2026_54259_choosing_a_picture_or_document_of_others(
    refused, caller, values, owner, kind, section
):
    number = values(owner, section)["pk"]
    refused(f"/admin/{kind}/chooser/chosen/{number}/")
    path = f"/admin/{kind}/chooser/chosen-multiple/?id={number}"
    assert caller.call(EDITOR, "GET", path)[2] == set()


@pytest.mark.parametrize("owner", ["Ulyanovsk", "Secretariat", "shared"])
def test_cve_2026_54261_the_preview_of_a_picture_of_others(refused, values, owner):
    refused(path_of("images/<image_id>/preview/width-100/", values(owner, "Pictures")))


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_cve_2026_54262_translating_another_page(refused, values, world, name, verb):
    russian = world.homes["ru"].locale.pk
    path = f"/admin/localize/submit/page/{values(name)['pk']}/"
    refused(path, verb=verb, data={"locales": [russian]} if verb == "POST" else None)


@pytest.mark.parametrize("name", FOREIGN)
def test_cve_2026_55468_the_api_of_pages(caller, values, name):
    number = values(name)["pk"]
    for query in (
        f"{number}/",
        f"find/?id={number}",
        f"?child_of={number}",
        f"?ancestor_of={number}",
        f"?translation_of={number}",
        f"?search={word(name)}",
        "?fields=*",
    ):
        _response, _written, told = caller.call(EDITOR, "GET", f"/admin/api/main/pages/{query}")
        assert told == set(), query


def test_cve_28223_a_script_in_a_title_is_text_in_messages(caller, values):
    title = "<script>alert(1)</script>"
    live = values("Chengdu live")
    form = caller.form(path_of(EDIT, live), **{"title": title, "action-publish": "on"})
    client = caller.clients["Chengdu manager"]
    html = client.post(path_of(EDIT, live), form, follow=True).content.decode()
    assert title not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# One's own page with the number of something of another's


@pytest.mark.parametrize("person", [EDITOR, "Chengdu manager"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_ones_own_page_is_no_way_to_what_is_another_pages(caller, values, person, verb):
    own, other = values("Chengdu live")["pk"], values("Ulyanovsk draft")
    waits = values("Ulyanovsk", "Submissions")
    for path in (
        f"/admin/pages/{own}/revisions/{other['revision_id']}/view/",
        f"/admin/pages/{own}/revisions/{other['revision_id']}/revert/",
        f"/admin/pages/{own}/revisions/{other['revision_id']}/unschedule/",
        f"/admin/pages/{own}/workflow_history/detail/{waits['workflow_state_id']}/",
        f"/admin/pages/workflow/action/{own}/approve/{waits['task_state_id']}/",
        f"/admin/pages/workflow/collect_action_data/{own}/approve/{waits['task_state_id']}/",
        f"/admin/pages/workflow/confirm_cancellation/{waits['pk']}/",
        f"/admin/pages/{own}/move/{other['pk']}/confirm/",
        f"/admin/api/main/pages/{own}/action/revert_to_page_revision/",
    ):
        data = {"revision_id": other["revision_id"]}
        response, written, told = caller.call(person, verb, path, data)
        assert response.status_code < 500, path
        assert (written, told, mail.outbox) == (set(), set(), []), path


def test_many_at_once_are_those_that_one_may(caller, values):
    """A list of one's own page and another's takes one's own alone."""
    own, other = values("Chengdu draft")["pk"], values("Ulyanovsk draft")["pk"]
    path = f"/admin/bulk/wagtailcore/page/delete/?id={own}&id={other}"
    assert caller.call(EDITOR, "GET", path)[2] == set()

    def left():
        return set(Page.objects.filter(pk__in=(own, other)).values_list("pk", flat=True)) == {other}

    _response, written, told = caller.call(EDITOR, "POST", path, done=left)
    assert written and not told


def test_nothing_can_be_moved_or_copied_into_the_drafts_of_others(caller, world):
    """Nor is the title of such a draft told by the form that comes back."""
    thing = next(one for one in world.things["Pages"] if one.name == "Chengdu live")
    target = elsewhere(world, thing).pk
    for path, field in (
        ("pages/<page_id>/copy/", "new_parent_page"),
        ("pages/<page_id>/move/", "new_parent_page"),
        ("bulk/wagtailcore/page/move/?id=<page_id>", "chooser"),
    ):
        data = {"new_title": "Copy", "new_slug": "copy", field: target}
        for person in (EDITOR, "Chengdu manager"):
            response, written, told = caller.call(person, "POST", path_of(path, thing.values), data)
            assert (written, told) == (set(), set())
            named = "Choose one of the pages you may see." in response.content.decode()
            assert named or is_refused(response) or "bulk" in path
