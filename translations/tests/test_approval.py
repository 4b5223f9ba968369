import pytest

from django.urls import reverse

from wagtail.models import Page, PageLogEntry, TaskState, WorkflowPage, WorkflowState

from wagtail_localize.models import Translation

from approvals.actions import version, withdraw
from core.permissions import APPROVAL, ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory, translate
from translations.models import MachineSuggestion, State
from translations.tests.sheets import Sheet, cell, refused, said, state, translator

pytestmark = pytest.mark.slow


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def approver(homes):
    """The approval workflow, and a person of the Secretariat."""
    user = UserFactory(first_name="Ada", last_name="Approver")
    user.groups.add(ensure_secretariat())
    return user


@pytest.fixture
def page(homes, commit):
    with commit():
        page = StandardPageFactory(parent=homes["en"], title="Title", summary="Summary")
    return page


@pytest.fixture
def person(homes):
    """May change Korean pages, not publish them."""
    return translator(homes["ko"])


@pytest.fixture
def sheet(client, page, approver, person, commit):
    client.force_login(person)
    return Sheet(client, page, "ko", commit)


@pytest.fixture
def begun(sheet):
    sheet.post("begin", fields={})
    return Page.objects.get(pk=Translation.objects.get().get_target_instance().pk).specific


@pytest.fixture
def submitted(sheet, begun):
    sheet.submit({"Title": "제목", "Summary": "요약"})
    return begun


def test_a_translation_goes_through_approval(sheet, page, submitted, client, person, approver):
    workflow = WorkflowState.objects.get()
    assert (workflow.workflow.name, workflow.requested_by) == (APPROVAL, person)
    assert workflow.content_object.pk == submitted.pk
    assert state(page, "ko") == State.IN_PROGRESS

    client.force_login(approver)
    response = sheet.get()
    assert "Waits for: <bdi>the Secretariat</bdi>" in response.content.decode()
    sheet.post("approve")
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title, submitted.summary) == (True, "제목", "요약")
    assert state(page, "ko") == State.UP_TO_DATE
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_the_approver_finds_it_where_approvals_wait(sheet, submitted, client, approver):
    client.force_login(approver)
    assert "제목" in client.get("/admin/").content.decode()
    url = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert sheet.url in client.get(url).content.decode()


def test_a_translation_made_by_hand_goes_through_it_too(
    sheet, page, homes, client, approver, commit
):
    with commit():
        version = translate(page, homes["ko"], title="제목", summary="요약")
    version.refresh_from_db()
    assert version.latest_revision is None
    sheet.submit()
    assert not Translation.objects.exists()
    client.force_login(approver)
    sheet.post("approve")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_what_is_not_translated_keeps_it_from_being_submitted(sheet, begun, client):
    response = sheet.post("submit", texts={"Title": "제목"})
    assert "Not translated: Summary." in said(client.get(response["Location"]))
    assert not WorkflowState.objects.exists()
    draft = Page.objects.get(pk=begun.pk).specific.get_latest_revision_as_object()
    assert draft.title == "제목"


def test_nor_what_a_machine_proposed_and_nobody_has_reviewed(sheet, begun, page, client):
    suggestion = {"path": "summary", "source": "Summary", "text": "기계", "service": "S"}
    MachineSuggestion.objects.create(cell=cell(page, "ko"), **suggestion)
    response = sheet.post("submit", texts={"Title": "제목"})
    assert "not reviewed: Summary." in said(client.get(response["Location"]))
    assert not WorkflowState.objects.exists()


def test_while_it_waits_it_is_the_approvers_to_change(sheet, submitted, client, person):
    response = sheet.get()
    assert response.context["may"] == set()
    assert "Only reviewers" in response.content.decode()
    response = sheet.post(texts={"Title": "새 제목"})
    assert response.status_code == 200
    assert "새 제목" in response.content.decode()  # not lost
    assert submitted_title(submitted) == "제목"
    assert sheet.post("submit").status_code == 200
    assert WorkflowState.objects.count() == 1


def submitted_title(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object().title


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_who_translates_does_not_approve(sheet, submitted, action):
    assert refused(sheet.post(action))
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    submitted.refresh_from_db()
    assert not submitted.live


def test_sent_back_with_a_comment_and_submitted_again(sheet, submitted, client, person, approver):
    client.force_login(approver)
    sheet.post("reject", comment="Please use the glossary.")
    submitted.refresh_from_db()
    assert not submitted.live
    client.force_login(person)
    html = sheet.get().content.decode()
    assert "Sent back by <bdi>Ada Approver</bdi>" in html
    assert "Please use the glossary." in html
    sheet.submit({"Title": "나은 제목"})
    workflow = WorkflowState.objects.get()
    assert workflow.status == WorkflowState.STATUS_IN_PROGRESS
    client.force_login(approver)
    sheet.post("approve")
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "나은 제목")


def test_an_approver_may_mend_it_in_passing(sheet, submitted, client, approver):
    client.force_login(approver)
    sheet.post("approve", texts={"Title": "고친 제목"})
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "고친 제목")


def test_approving_twice_is_answered_in_words(sheet, submitted, client, approver):
    client.force_login(approver)
    sheet.post("approve")
    response = sheet.post("approve")
    assert "doesn't wait for approval any more" in said(response).replace("&#x27;", "'")


def test_a_source_that_changes_meanwhile_is_not_approved_in_english(
    sheet, page, submitted, client, approver, commit
):
    with commit():
        page.refresh_from_db()
        page.search_description = "A new text"
        page.save_revision().publish()
    client.force_login(approver)
    response = sheet.post("approve")
    assert "Not translated: Meta description." in said(client.get(response["Location"]))
    submitted.refresh_from_db()
    assert not submitted.live


@pytest.fixture
def incomplete(page, submitted, commit):
    """Something of the source is not translated any more."""
    with commit():
        page.refresh_from_db()
        page.search_description = "A new text"
        page.save_revision().publish()
    return Page.objects.get(pk=submitted.pk)


def test_nor_at_wagtails_own_address(incomplete, client, approver):
    task_state = TaskState.objects.get()
    arguments = [incomplete.pk, "approve", task_state.pk]
    address = reverse("wagtailadmin_pages:workflow_action", args=arguments)
    client.force_login(approver)
    for headers in ({}, {"x-requested-with": "XMLHttpRequest"}):
        answer = client.post(address, {"seen": version(incomplete)}, headers=headers)
        assert "Not translated: Meta description." in answer.content.decode()
    incomplete.refresh_from_db()
    assert not incomplete.live
    task_state.refresh_from_db()
    assert task_state.status == TaskState.STATUS_IN_PROGRESS


def test_nor_is_it_submitted_by_the_address_of_the_question(incomplete, client, person, approver):
    withdraw(incomplete, person)
    client.force_login(person)
    answer = client.post(reverse("approvals_submit", args=[incomplete.pk]), {"note": "Kept"})
    assert "Not translated: Meta description." in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert not WorkflowState.objects.active().exists()


@pytest.mark.parametrize("seen", [None, "1:2026-01-01"])
def test_a_draft_that_the_approver_has_not_seen(sheet, submitted, client, approver, seen):
    client.force_login(approver)
    opened = seen or version(Page.objects.get(pk=submitted.pk))
    version_now = Page.objects.get(pk=submitted.pk).specific
    version_now.title = "다른 제목"
    version_now.save_revision()
    response = sheet.post("approve", seen=opened, comment="Kept")
    assert "has changed since you opened it" in said(response)
    assert "Kept" in response.content.decode()
    submitted.refresh_from_db()
    assert not submitted.live


def test_the_note_and_the_day_are_on_the_sheet(sheet, begun, client, approver):
    sheet.submit({"Title": "제목", "Summary": "요약"}, note="See the names.", due_on="2099-12-05")
    client.force_login(approver)
    html = sheet.get().content.decode()
    assert "See the names." in html
    assert "2099" in html


def test_the_right_to_publish_is_not_a_way_round_a_running_approval(
    sheet, submitted, client, homes, approver
):
    client.force_login(approver)
    response = sheet.get()
    assert "publish" not in response.context["may"]
    response = sheet.post("publish")
    assert "waits for approval already" in said(response)
    submitted.refresh_from_db()
    assert not submitted.live


def test_what_is_done_is_in_the_history(sheet, submitted, client, approver):
    client.force_login(approver)
    sheet.post("approve")
    actions = set(PageLogEntry.objects.filter(page=submitted.pk).values_list("action", flat=True))
    assert {
        "wagtail.edit",
        "wagtail.workflow.start",
        "wagtail.workflow.approve",
        "wagtail.publish",
    } <= actions


def test_without_a_workflow_there_is_no_submitting(client, page, homes, person, commit):
    WorkflowPage.objects.all().delete()
    client.force_login(person)
    sheet = Sheet(client, page, "ko", commit)
    sheet.post("begin", fields={})
    assert "submit" not in sheet.get().context["may"]
    assert "There is no approval for this page." in said(sheet.post("submit"))
    assert cell(page, "ko").state == State.DRAFT
