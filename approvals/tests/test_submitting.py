"""Submitting a page: the draft first, then a note and a day, and taking it back."""

from datetime import timedelta

import pytest

from django.contrib.messages import get_messages
from django.utils import timezone

from wagtail.models import Page, TaskState, WorkflowPage, WorkflowState

from approvals import actions
from approvals.lists import item_of
from approvals.models import Submission
from approvals.tests.conftest import team_of
from core.tests.test_stale import Form
from news.models import NewsPage
from regional_offices.access import ensure_office_access
from regional_offices.models import Approval, RegionalOfficeTeam


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def asked_at(page):
    return f"/admin/approvals/submit/{page.pk}/"


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def fields(**values):
    counts = {
        f"{name}-{what}_FORMS": "0"
        for name in ("comments", "categories", "related")
        for what in ("TOTAL", "INITIAL")
    }
    return {
        "title": "News",
        "slug": "news-item",
        "date": "2026-01-01",
        "summary": "What happened.",
        "body-count": "0",
        "local_blocks-count": "0",
        **counts,
        **values,
    }


def sent_from_editor(client, page, **values):
    address = f"/admin/pages/{page.pk}/edit/"
    form = Form(client, address, fields(slug=page.slug))
    return form.send(**values)


class TestFromTheEditor:
    def test_the_draft_is_saved_and_then_one_is_asked(self, news, people, client):
        client.force_login(people["editor"])
        asked = sent_from_editor(client, news, title="New title", **{"action-submit": "1"})
        assert asked["Location"] == asked_at(news)
        assert Page.objects.get(pk=news.pk).get_latest_revision().object_str == "New title"
        assert not WorkflowState.objects.exists()

        page = client.get(asked["Location"])
        assert page.context["holder"] == "the Secretariat"
        done = client.post(
            asked["Location"], {"note": "The numbers are new.", "due_on": in_days(3).isoformat()}
        )
        assert done["Location"] == "/admin/approvals/submitted/"
        state = WorkflowState.objects.get()
        assert (state.status, state.requested_by) == ("in_progress", people["editor"])
        assert state.current_task_state.revision.object_str == "New title"
        assert (state.submission.note, state.submission.due_on) == (
            "The numbers are new.",
            in_days(3),
        )

    def test_a_new_page_too(self, news, people, client):
        client.force_login(people["editor"])
        index = news.get_parent()
        address = f"/admin/pages/add/news/newspage/{index.pk}/?next=/admin/"
        asked = client.post(address, {**fields(title="Made"), "action-submit": "1"})
        page = NewsPage.objects.get(title="Made")
        assert asked["Location"] == f"{asked_at(page)}?next=%2Fadmin%2F"
        assert (page.live, WorkflowState.objects.count()) == (False, 0)
        assert client.post(asked["Location"], {"next": "/admin/"})["Location"] == "/admin/"
        assert WorkflowState.objects.get().content_object.pk == page.pk
        assert Submission.objects.values_list("note", "due_on").get() == ("", None)

    def test_what_is_not_complete_stays_in_the_editor(self, news, people, client):
        client.force_login(people["editor"])
        response = sent_from_editor(client, news, title="", **{"action-submit": "1"})
        assert set(response.context["form"].errors) == {"title"}

    def test_restarting_asks_as_well(self, submitted, people, client):
        send_back(submitted, people["secretary"])
        client.force_login(people["editor"])
        asked = sent_from_editor(client, submitted, **{"action-restart-workflow": "1"})
        assert asked["Location"] == asked_at(submitted)
        assert item_of(submitted).state.status == "needs_changes"

    def test_the_menu_names_no_group(self, news, people, by_managers, client):
        client.force_login(people["editor"])
        html = client.get(f"/admin/pages/{news.pk}/edit/").content.decode()
        assert "Submit for approval…" in html
        assert "Approval by the managers" not in html


def send_back(page, user, comment=""):
    actions.act(page, user, "reject", comment)


class TestTheQuestion:
    def test_a_day_that_has_passed_is_refused_and_nothing_lost(self, news, people, client):
        client.force_login(people["editor"])
        for day in (in_days(-1).isoformat(), "someday", "9" * 50):
            page = client.post(asked_at(news), {"note": "Kept", "due_on": day})
            assert set(page.context["form"].errors) == {"due_on"}
            assert "Kept" in page.content.decode()
        assert not WorkflowState.objects.exists()
        assert client.post(asked_at(news), {"due_on": in_days(0).isoformat()}).status_code == 302
        assert WorkflowState.objects.count() == 1

    def test_a_note_that_is_too_long(self, news, people, client):
        client.force_login(people["editor"])
        page = client.post(asked_at(news), {"note": "n" * 2001})
        assert set(page.context["form"].errors) == {"note"}

    def test_who_may_not_edit_the_page_is_refused(self, news, people, client):
        allowed = set()
        for name, user in people.items():
            client.cookies.clear()  # with the messages for the one before
            client.force_login(user)
            page = client.get(asked_at(news))
            client.post(asked_at(news))
            if page.status_code == 200:
                allowed.add(name)
                assert WorkflowState.objects.active().count() == 1
                WorkflowState.objects.all().delete()
            else:
                assert not WorkflowState.objects.exists()
                assert "Secret news" not in page.content.decode() + said(page)
        assert allowed == {"editor", "manager", "secretary", "superuser"}

    def test_what_waits_already(self, submitted, people, client):
        client.force_login(people["secretary"])
        for answer in (client.get(asked_at(submitted)), client.post(asked_at(submitted))):
            assert answer["Location"] == f"/admin/pages/{submitted.pk}/edit/"
        assert TaskState.objects.count() == 1
        with pytest.raises(actions.Refused, match="waits for approval already"):
            actions.submit(submitted, people["secretary"])

    def test_without_a_workflow(self, news, people, client):
        WorkflowPage.objects.all().delete()
        client.force_login(people["editor"])
        assert "no approval for this page" in said(client.get(asked_at(news)))
        with pytest.raises(actions.Refused, match="no approval"):
            actions.submit(news, people["editor"])

    def test_a_page_that_is_locked(self, news, people, client):
        Page.objects.filter(pk=news.pk).update(locked=True, locked_by=people["secretary"])
        client.force_login(people["editor"])
        client.post(asked_at(news))
        assert not WorkflowState.objects.exists()

    def test_a_page_that_no_draft_was_ever_saved_of(self, news, people):
        page = news.get_parent()
        assert page.latest_revision is None
        actions.submit(page.specific, people["editor"])
        assert item_of(page).is_waiting

    def test_a_draft_that_could_not_go_live(self, news, people, client):
        """Saving by itself keeps what is not complete."""
        half = NewsPage.objects.get(pk=news.pk)
        half.title = ""
        half.save_revision(clean=False)
        client.force_login(people["editor"])
        page = client.post(asked_at(news), {"note": "Kept"})
        assert page.context["form"].non_field_errors()
        assert "Kept" in page.content.decode()
        assert not WorkflowState.objects.exists()

    def test_no_address_of_elsewhere_is_gone_to(self, news, people, client):
        client.force_login(people["editor"])
        done = client.post(asked_at(news), {"next": "https://example.org/"})
        assert done["Location"] == "/admin/approvals/submitted/"


class TestSentBack:
    def test_it_is_submitted_again_by_whoever_mends_it(self, submitted, people, client):
        Submission.objects.update(due_on=in_days(2))
        send_back(submitted, people["secretary"], "Which bridge?")
        client.force_login(people["manager"])
        page = client.get(asked_at(submitted))
        assert page.context["form"].initial == {"due_on": in_days(2)}
        assert "Which bridge?" in page.content.decode()
        client.post(asked_at(submitted), {"note": "The old one."})
        state = WorkflowState.objects.get()
        assert (state.status, state.requested_by) == ("in_progress", people["manager"])
        assert Submission.objects.values_list("note", "due_on").get() == ("The old one.", None)

    def test_a_day_that_has_passed_meanwhile_is_not_proposed(self, submitted, people, client):
        Submission.objects.update(due_on=in_days(-2))
        send_back(submitted, people["secretary"])
        client.force_login(people["editor"])
        assert client.get(asked_at(submitted)).context["form"].initial == {}

    def test_it_goes_to_whoever_approves_by_then(self, submitted, offices, people):
        send_back(submitted, people["secretary"])
        team = team_of(offices["chengdu"])
        RegionalOfficeTeam.objects.filter(pk=team.pk).update(approval=Approval.MANAGERS)
        ensure_office_access(offices["chengdu"])
        actions.submit(submitted, people["editor"])
        states = WorkflowState.objects.order_by("pk").values_list("status", flat=True)
        assert list(states) == ["cancelled", "in_progress"]
        assert item_of(submitted).holder == "Manager Sample"

    def test_the_editor_shows_the_comment(self, submitted, people, client):
        send_back(submitted, people["secretary"], "Which <bridge>?")
        client.force_login(people["editor"])
        html = client.get(f"/admin/pages/{submitted.pk}/edit/").content.decode()
        assert "Which &lt;bridge&gt;?" in html


class TestWithdrawing:
    def address(self, page):
        return f"/admin/approvals/withdraw/{page.pk}/"

    def test_who_submitted_it_takes_it_back(self, submitted, people, client):
        client.force_login(people["editor"])
        assert client.get(self.address(submitted)).status_code == 200
        assert WorkflowState.objects.get().status == "in_progress"
        done = client.post(self.address(submitted), {"next": "/admin/"})
        assert done["Location"] == "/admin/"
        assert WorkflowState.objects.get().status == "cancelled"
        assert Page.objects.get(pk=submitted.pk).get_latest_revision().object_str == "Secret news"
        assert "not submitted any more" in said(client.post(self.address(submitted)))

    def test_nobody_of_another_office(self, submitted, people, client):
        for name in ("other editor", "other manager"):
            client.force_login(people[name])
            answer = client.post(self.address(submitted))
            assert "Secret news" not in said(answer)
        assert WorkflowState.objects.get().status == "in_progress"

    def test_nor_a_colleague_who_neither_wrote_nor_approves_it(self, submitted, people, client):
        client.force_login(people["manager"])
        assert client.post(self.address(submitted))["Location"] == "/admin/"
        assert WorkflowState.objects.get().status == "in_progress"

    def test_in_the_editor_as_well(self, submitted, people, client):
        client.force_login(people["editor"])
        sent_from_editor(client, submitted, **{"action-cancel-workflow": "1"})
        assert WorkflowState.objects.get().status == "cancelled"
