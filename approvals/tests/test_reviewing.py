"""Approving and sending back: who may, what, and only what they have seen."""

import json

import pytest

from django.urls import reverse

from wagtail.models import Page, Revision, TaskState, WorkflowState

from approvals import actions
from approvals.actions import COMPLAIN, version
from approvals.tests.test_submitting import said, sent_from_editor
from news.models import NewsPage


def review_url(page, action="approve"):
    task_state = TaskState.objects.filter(revision__object_id=str(page.pk)).latest("pk")
    arguments = [page.pk, action, task_state.pk]
    return reverse("wagtailadmin_pages:workflow_action", args=arguments)


def fresh(page):
    return NewsPage.objects.get(pk=page.pk)


def seen(page):
    return {"seen": version(fresh(page))}


def facts(page):
    """What approving or sending back would change."""
    return (
        fresh(page).live,
        list(WorkflowState.objects.values_list("status", flat=True)),
        list(TaskState.objects.values_list("status", "comment")),
        Revision.objects.count(),
    )


class TestWhoMay:
    def allowed(self, page, people, client, action):
        before, found = facts(page), set()
        for name, user in people.items():
            client.cookies.clear()  # with the messages for the one before
            client.force_login(user)
            shown = client.get(review_url(page, action))
            if shown.status_code == 200:
                found.add(name)
                continue
            answer = client.post(review_url(page, action), {**seen(page), "comment": "Mine"})
            assert "Secret news" not in said(answer) + answer.content.decode()
            assert facts(page) == before, name
        return found

    @pytest.mark.parametrize("action", ["approve", "reject"])
    def test_the_secretariat(self, submitted, people, client, action):
        assert self.allowed(submitted, people, client, action) == {"secretary", "superuser"}

    @pytest.mark.parametrize("action", ["approve", "reject"])
    def test_the_managers(self, by_managers, submitted, people, client, action):
        allowed = self.allowed(submitted, people, client, action)
        assert allowed == {"manager", "secretary", "superuser"}

    def test_whose_page_it_is_no_more(self, by_managers, submitted, offices, people, client):
        """The page has been moved to another office since."""
        page = fresh(submitted)
        page.move(offices["ulyanovsk"], pos="last-child")
        assert self.allowed(page, people, client, "approve") == {"secretary", "superuser"}


class TestDeciding:
    def test_approving_publishes_and_keeps_the_comment(self, submitted, people, client):
        client.force_login(people["secretary"])
        done = client.post(review_url(submitted), {**seen(submitted), "comment": "Well done."})
        assert done["Location"] == "/admin/approvals/"
        state = WorkflowState.objects.get()
        assert (fresh(submitted).live, state.status) == (True, "approved")
        task_state = state.current_task_state
        assert (task_state.comment, task_state.finished_by) == ("Well done.", people["secretary"])

    def test_a_manager_approves(self, by_managers, submitted, people, client):
        client.force_login(people["manager"])
        client.post(review_url(submitted), seen(submitted))
        assert fresh(submitted).live

    def test_sending_back(self, submitted, people, client):
        client.force_login(people["secretary"])
        address = review_url(submitted, "reject")
        done = client.post(f"{address}?next=/admin/", {"comment": "Which bridge?"})
        assert done["Location"] == "/admin/"
        state = WorkflowState.objects.get()
        assert (fresh(submitted).live, state.status) == (False, "needs_changes")
        assert state.current_task_state.comment == "Which bridge?"

    def test_a_comment_that_is_too_long_is_shown_again(self, submitted, people, client):
        client.force_login(people["secretary"])
        page = client.post(review_url(submitted, "reject"), {"comment": "c" * 2001})
        assert set(page.context["form"].errors) == {"comment"}
        assert WorkflowState.objects.get().status == "in_progress"

    def test_looking_changes_nothing(self, submitted, people, client):
        client.force_login(people["secretary"])
        before = facts(submitted)
        page = client.get(review_url(submitted))
        assert page.context["item"].note == "Please hurry."
        assert facts(submitted) == before

    def test_there_are_two_things_to_do(self, submitted, people, client):
        client.force_login(people["secretary"])
        address = review_url(submitted).replace("/approve/", "/publish/")
        assert client.post(address).status_code == 404

    def test_what_has_been_decided_meanwhile(self, submitted, people, client):
        address = review_url(submitted)
        actions.act(submitted, people["secretary"], "approve", seen=version(fresh(submitted)))
        before = facts(submitted)
        client.force_login(people["superuser"])
        answer = client.post(address, seen(submitted))
        assert "wait for this approval any more" in said(answer)
        assert facts(submitted) == before

    def test_what_was_submitted_anew_meanwhile(self, submitted, people, client):
        address = review_url(submitted)
        actions.withdraw(submitted, people["editor"])
        actions.submit(submitted, people["editor"])
        client.force_login(people["secretary"])
        client.post(address, seen(submitted))
        assert not fresh(submitted).live

    def test_the_number_of_another_pages_approval(self, submitted, offices, people, client):
        client.force_login(people["secretary"])
        address = review_url(submitted).replace(f"/{submitted.pk}/", f"/{offices['chengdu'].pk}/")
        client.post(address, seen(submitted))
        assert not fresh(submitted).live


class TestUnseen:
    def change(self, page, user, title="Another title"):
        page = fresh(page)
        page.title = title
        return page.save_revision(user=user)

    def test_what_changed_since_is_shown_before_it_is_approved(self, submitted, people, client):
        client.force_login(people["secretary"])
        opened = seen(submitted)
        self.change(submitted, people["superuser"])
        page = client.post(review_url(submitted), {**opened, "comment": "Kept"})
        html = page.content.decode()
        assert not fresh(submitted).live
        assert page.context["has_changed"]
        assert "Superuser Sample" in html
        assert [one.field_label() for one in page.context["comparison"]] == ["Title"]
        assert "Kept" in html
        client.post(review_url(submitted), {"seen": page.context["seen"], "comment": "Kept"})
        assert (fresh(submitted).live, fresh(submitted).title) == (True, "Another title")

    def test_nor_what_was_saved_over_the_same_draft(self, submitted, people, client):
        """As saving by itself does."""
        client.force_login(people["secretary"])
        saved = self.change(submitted, people["superuser"])
        opened = seen(submitted)
        page = fresh(submitted)
        page.title = "A third title"
        page.save_revision(user=people["superuser"], overwrite_revision=saved)
        assert seen(submitted)["seen"].split(":")[0] == opened["seen"].split(":")[0]
        assert client.post(review_url(submitted), opened).status_code == 200
        assert not fresh(submitted).live

    @pytest.mark.parametrize("said_seen", [{}, {"seen": ""}, {"seen": "nonsense"}])
    def test_nor_by_somebody_who_does_not_say(self, submitted, people, client, said_seen):
        client.force_login(people["secretary"])
        assert client.post(review_url(submitted), said_seen).status_code == 200
        assert not fresh(submitted).live

    def test_the_list_says_what_it_was_made_with(self, submitted, people, client):
        client.force_login(people["secretary"])
        address = client.get("/admin/approvals/").context["items"][0].approve_url
        assert not client.get(address).context["has_changed"]
        self.change(submitted, people["superuser"])
        assert client.get(address).context["has_changed"]

    def test_a_live_page_is_compared_with_what_readers_see(self, submitted, people, client):
        actions.act(submitted, people["secretary"], "approve", seen=version(fresh(submitted)))
        self.change(submitted, people["editor"])
        actions.submit(submitted, people["editor"])
        client.force_login(people["secretary"])
        page = client.get(review_url(submitted))
        assert [one.field_label() for one in page.context["comparison"]] == ["Title"]
        assert not page.context["has_changed"]


class TestIncomplete:
    def test_a_draft_that_cannot_be_published(self, submitted, people, client):
        """The reviewer's own editor has saved it by itself, half done."""
        page = fresh(submitted)
        page.title = ""
        page.save_revision(clean=False)
        client.force_login(people["secretary"])
        answer = client.post(review_url(submitted), seen(submitted))
        assert answer.context["form"].non_field_errors()
        assert WorkflowState.objects.get().status == "in_progress"
        assert not fresh(submitted).live

    @pytest.fixture
    def complaining(self, register_hook):
        register_hook(COMPLAIN, lambda page: f"{page.pk} lacks something.")

    def test_what_somebody_complains_of(self, submitted, people, complaining, client):
        client.force_login(people["secretary"])
        assert "lacks something" in client.get(review_url(submitted)).content.decode()
        answer = client.post(review_url(submitted), seen(submitted))
        assert f"{submitted.pk} lacks something." in answer.content.decode()
        assert WorkflowState.objects.get().status == "in_progress"
        client.post(review_url(submitted, "reject"))
        assert WorkflowState.objects.get().status == "needs_changes"

    def test_nor_is_it_submitted(self, news, people, complaining):
        with pytest.raises(actions.Refused, match="lacks something"):
            actions.submit(news, people["editor"])
        assert not WorkflowState.objects.exists()


def approved_in_editor(client, page, **values):
    names = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return sent_from_editor(client, page, **names, **values)


class TestInTheEditor:
    def test_a_reviewer_approves_with_a_comment(self, submitted, people, client):
        client.force_login(people["secretary"])
        extra = json.dumps({"comment": "Good"})
        approved_in_editor(client, submitted, **{"workflow-action-extra-data": extra})
        assert fresh(submitted).live
        assert TaskState.objects.get().comment == "Good"

    def test_what_is_not_complete_is_saved_as_a_draft(
        self, submitted, people, client, register_hook
    ):
        register_hook(COMPLAIN, lambda page: "It lacks something.")
        client.force_login(people["secretary"])
        answer = approved_in_editor(client, submitted, title="Mended")
        assert "It lacks something." in said(answer)
        assert not fresh(submitted).live
        assert fresh(submitted).get_latest_revision().object_str == "Mended"

    @pytest.mark.parametrize("extra", ["{", "[]", '{"user": 1}'])
    def test_what_no_browser_sends(self, submitted, people, client, extra):
        client.force_login(people["secretary"])
        answer = approved_in_editor(client, submitted, **{"workflow-action-extra-data": extra})
        assert answer.status_code == 400
        assert not fresh(submitted).live

    def test_who_edits_it_does_not_approve_it(self, submitted, people, client):
        client.force_login(people["editor"])
        approved_in_editor(client, submitted)
        assert not fresh(submitted).live
        assert Page.objects.get(pk=submitted.pk).workflow_in_progress
