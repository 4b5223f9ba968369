"""A form that is older than the latest revision overwrites it only when its editor says so."""

import re

import pytest

from django.urls import reverse

from wagtail.models import Revision, WorkflowState

from core.models import Announcement
from core.permissions import SECRETARIAT, ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory, locale


class Form:
    """A form in the admin, as it was when it was opened."""

    def __init__(self, client, address, fields):
        self.client, self.address = client, address
        self.data = {**fields, **self.hidden(client.get(address).content.decode())}

    @staticmethod
    def hidden(html):
        return dict(re.findall(r'name="(loaded_revision_\w+)" value="([^"]*)"', html))

    def send(self, headers=None, **fields):
        return self.client.post(self.address, {**self.data, **fields}, headers=headers)


@pytest.fixture
def first(db):
    return UserFactory(is_superuser=True, first_name="Ada", last_name="First")


@pytest.fixture
def second(db):
    return UserFactory(is_superuser=True, first_name="Ben", last_name="Second")


def page_fields(page):
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "body-count": "0",
        "highlights-count": "0",
        "local_blocks-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }


@pytest.fixture
def page(homes, first):
    ensure_secretariat()
    page = StandardPageFactory(parent=homes["en"], title="Title", live=False)
    page.save_revision(user=first)
    return page


@pytest.fixture
def record(homes, first):
    record = Announcement.objects.create(message="Title", locale=locale("en"), live=False)
    record.save_revision(user=first)
    return record


@pytest.fixture(params=["page", "record"])
def case(request, client, second):
    """What is edited, the name of its field, and a form of the second editor."""
    client.force_login(second)
    if request.param == "page":
        page = request.getfixturevalue("page")
        form = Form(client, f"/admin/pages/{page.pk}/edit/", page_fields(page))
        return page, "title", form
    record = request.getfixturevalue("record")
    address = reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
    return record, "message", Form(client, address, {"message": "Title", "link_text": ""})


def save(thing, name, value, user):
    thing = thing.get_latest_revision_as_object()
    setattr(thing, name, value)
    return thing.save_revision(user=user)


def latest(thing, name):
    return getattr(type(thing).objects.get(pk=thing.pk).get_latest_revision_as_object(), name)


ACTIONS = [{}, {"action-publish": "action-publish"}]


@pytest.mark.parametrize("action", ACTIONS, ids=["save", "publish"])
def test_the_second_editor_is_told_and_what_they_typed_is_kept(case, first, action):
    thing, name, form = case
    newer = save(thing, name, "By the first", first)
    response = form.send(**{name: "By the second"}, **action)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Ada First" in html
    assert "By the second" in html
    assert f"...{newer.pk}/" in html  # where it is compared
    assert f'value="overwrite-{newer.pk}"' in html
    assert latest(thing, name) == "By the first"
    thing.refresh_from_db()
    assert not thing.live


@pytest.mark.parametrize("action", ACTIONS, ids=["save", "publish"])
def test_they_can_overwrite_what_they_have_seen(case, first, action):
    thing, name, form = case
    newer = save(thing, name, "By the first", first)
    html = form.send(**{name: "By the second"}, **action).content.decode()
    button = re.search(r'name="([\w-]+)" value="(overwrite-\d+)"', html)
    form.data.update(Form.hidden(html))
    response = form.send(**{name: "By the second", button[1]: button[2]})
    assert response.status_code == 302
    assert latest(thing, name) == "By the second"
    assert Revision.objects.filter(pk=newer.pk).exists()
    thing.refresh_from_db()
    assert thing.live == bool(action)


def test_the_form_stays_stale_until_they_say_so(case, first):
    thing, name, form = case
    save(thing, name, "By the first", first)
    html = form.send(**{name: "By the second"}).content.decode()
    form.data.update(Form.hidden(html))
    assert form.send(**{name: "By the second"}).status_code == 200
    assert latest(thing, name) == "By the first"


def test_a_third_version_is_not_overwritten_with_the_second(case, first):
    thing, name, form = case
    newer = save(thing, name, "By the first", first)
    save(thing, name, "By the first, again", first)
    response = form.send(**{name: "By the second", "action-save": f"overwrite-{newer.pk}"})
    assert response.status_code == 200
    assert latest(thing, name) == "By the first, again"


def test_a_mistake_in_the_form_does_not_make_it_younger(case, first):
    thing, name, form = case
    save(thing, name, "By the first", first)
    html = form.send(**{name: "x" * 300}, **ACTIONS[1]).content.decode()
    form.data.update(Form.hidden(html))
    assert form.send(**{name: "By the second"}).status_code == 200
    assert latest(thing, name) == "By the first"


def test_a_fresh_form_is_taken(case):
    thing, name, form = case
    assert form.send(**{name: "By the second"}).status_code == 302
    assert latest(thing, name) == "By the second"


@pytest.fixture
def resaved(case):
    """A case whose form has saved itself, and taken over what Wagtail's script takes over."""
    _thing, name, form = case
    answer = form.send(**{name: "By itself"}, headers={"Accept": "application/json"}).json()
    form.data |= answer["field_updates"]
    return case


def test_a_form_that_has_saved_itself_is_as_new_as_that(resaved):
    thing, name, form = resaved
    assert form.send(**{name: "By the second"}).status_code == 302
    assert latest(thing, name) == "By the second"


def test_and_stale_when_somebody_saves_after_that(resaved, first):
    thing, name, form = resaved
    save(thing, name, "By the first", first)
    assert form.send(**{name: "By the second"}).status_code == 200
    assert latest(thing, name) == "By the first"


def test_what_is_typed_is_shown_as_text(page, client, first, second):
    """A name of a person is no HTML either (CVE-2023-28223)."""
    first.first_name = "<script>alert(1)</script>"
    first.save()
    client.force_login(second)
    form = Form(client, f"/admin/pages/{page.pk}/edit/", page_fields(page))
    save(page, "title", "By the first", first)
    html = form.send(title="By the second").content.decode()
    assert "Overwrite all the same" in html
    assert "<script>alert(1)" not in html


def test_submitting_for_approval_is_refused_too(page, client, first):
    editor = UserFactory()
    editor.groups.add(ensure_secretariat())
    client.force_login(editor)
    form = Form(client, f"/admin/pages/{page.pk}/edit/", page_fields(page))
    newer = save(page, "title", "By the first", first)
    response = form.send(title="By the second", **{"action-submit": "action-submit"})
    assert 'name="action-submit"' in response.content.decode()
    assert not WorkflowState.objects.exists()
    asked = form.send(title="By the second", **{"action-submit": f"overwrite-{newer.pk}"})
    client.post(asked["Location"])
    assert WorkflowState.objects.get().current_task_state.revision.object_str == "By the second"
    assert editor.groups.get().name == SECRETARIAT


def test_the_only_revision_saved_over_in_another_window(homes, client, second):
    """There is no revision before it to compare with."""
    page = StandardPageFactory(parent=homes["en"], title="Title", live=False)
    only = page.save_revision(user=second)
    client.force_login(second)
    form = Form(client, f"/admin/pages/{page.pk}/edit/", page_fields(page))
    page.title = "In the other window"
    page.save_revision(user=second, overwrite_revision=only)
    html = form.send(title="In the first").content.decode()
    assert "/compare/earliest..." in html


def test_going_back_to_an_old_version_is_no_way_around(page, client, first, second):
    old = page.get_latest_revision()
    client.force_login(second)
    address = f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/"
    form = Form(client, address, page_fields(page))
    newer = save(page, "title", "By the first", first)
    assert form.send().status_code == 200
    assert latest(page, "title") == "By the first"
    assert form.send(**{"action-save": f"overwrite-{newer.pk}"}).status_code == 302
    assert latest(page, "title") == "Title"


class TestIncompleteForm:
    """security.md: a POST without the hidden fields of a StreamField was answered 500."""

    @pytest.fixture
    def addresses(self, page, client, second):
        client.force_login(second)
        return [
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/{page.pk}/revisions/{page.get_latest_revision().pk}/revert/",
            f"/admin/pages/add/pages/standardpage/{page.get_parent().pk}/",
            f"/admin/pages/{page.pk}/edit/preview/",
        ]

    @pytest.mark.parametrize("count", [None, "", "many"])
    def test_it_is_answered_400_and_nothing_is_saved(self, addresses, page, client, count):
        fields = {**page_fields(page), "title": "Another"}
        del fields["body-count"]
        if count is not None:
            fields["body-count"] = count
        for address in addresses:
            assert client.post(address, fields).status_code == 400, address
        assert latest(page, "title") == "Title"

    def test_it_says_what_to_do(self, addresses, page, client):
        response = client.post(addresses[0], {"title": "Another"})
        assert "reload it and try again" in response.content.decode()

    def test_a_complete_one_is_taken(self, addresses, page, client):
        fields = {**page_fields(page), "title": "Another"}
        assert client.post(addresses[0], fields).status_code == 302
        assert latest(page, "title") == "Another"
