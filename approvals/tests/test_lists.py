"""Who sees what in "Waiting for me" and "Submitted by me", and in which order."""

from datetime import timedelta

import pytest

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from wagtail.models import Page

from approvals import actions
from approvals.actions import version
from approvals.lists import active, item_of, items, submitted_by, waiting_for
from approvals.models import Submission
from core.tests.factories import translate
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import offices_by_path

TODAY = timezone.localdate


def submit(parent, user, title, due_in=None, **fields):
    page = NewsPageFactory(parent=parent, title=title, live=False, **fields)
    page.save_revision(user=user)
    due_on = None if due_in is None else TODAY() + timedelta(days=due_in)
    actions.submit(page, user, due_on=due_on)
    return page


def titles(states):
    return [item.title for item in items(states)]


@pytest.fixture
def from_ulyanovsk(offices, people):
    index = NewsIndexPageFactory(parent=offices["ulyanovsk"])
    return submit(index, people["other editor"], "From Ulyanovsk")


class TestWaiting:
    def seen_by(self, people):
        return {name: set(titles(waiting_for(user))) for name, user in people.items()}

    def test_the_secretariat_sees_what_it_approves(self, submitted, from_ulyanovsk, people):
        everything = {"Secret news", "From Ulyanovsk"}
        assert self.seen_by(people) == {
            "editor": set(),
            "manager": set(),
            "other editor": set(),
            "other manager": set(),
            "secretary": everything,
            "superuser": everything,
        }

    def test_managers_see_their_own(self, by_managers, submitted, from_ulyanovsk, people):
        everything = {"Secret news", "From Ulyanovsk"}
        assert self.seen_by(people) == {
            "editor": set(),
            "manager": {"Secret news"},
            "other editor": set(),
            "other manager": {"From Ulyanovsk"},
            "secretary": everything,
            "superuser": everything,
        }

    def test_nobody_sees_what_has_moved_away(self, by_managers, submitted, offices, people):
        Page.objects.get(pk=submitted.pk).move(offices["ulyanovsk"], pos="last-child")
        assert titles(waiting_for(people["manager"])) == []
        assert titles(waiting_for(people["other manager"])) == []  # not in its approval
        assert titles(waiting_for(people["secretary"])) == ["Secret news"]

    def test_what_is_decided_or_withdrawn_waits_no_more(self, submitted, from_ulyanovsk, people):
        secretary = people["secretary"]
        actions.act(submitted, secretary, "reject")
        assert titles(waiting_for(secretary)) == ["From Ulyanovsk"]
        actions.withdraw(from_ulyanovsk, people["other editor"])
        assert titles(waiting_for(secretary)) == []

    def test_by_the_day_then_the_oldest(self, news, people):
        index, editor = news.get_parent(), people["editor"]
        for title, due_in in (("A", None), ("B", 5), ("C", 0), ("D", None), ("E", 5)):
            submit(index, editor, title, due_in)
        assert titles(waiting_for(people["secretary"])) == ["C", "B", "E", "A", "D"]

    def test_what_the_reviewer_has_changed_goes_by_its_new_title(self, submitted, people):
        page = Page.objects.get(pk=submitted.pk).specific
        page.title = "Mended"
        page.save_revision(user=people["secretary"])
        assert titles(waiting_for(people["secretary"])) == ["Mended"]


class TestItem:
    def item(self, page, days=None):
        due_on = None if days is None else TODAY() + timedelta(days=days)
        Submission.objects.update(due_on=due_on)
        return item_of(page)

    def test_how_late_it_is_in_words(self, submitted):
        said = {
            days: (item.is_overdue, item.urgency)
            for days in (None, 1, 0, -1, -2)
            if (item := self.item(submitted, days))
        }
        assert said == {
            None: (False, ""),
            1: (False, ""),
            0: (False, "due today"),
            -1: (True, "overdue by 1 day"),
            -2: (True, "overdue by 2 days"),
        }

    def test_what_was_sent_back_is_not_overdue(self, submitted, people):
        actions.act(submitted, people["secretary"], "reject", "Which bridge?")
        item = self.item(submitted, -3)
        assert (item.is_overdue, item.urgency, item.comment) == (False, "", "Which bridge?")
        assert item.sent_back_by == people["secretary"]

    def test_who_has_it(self, submitted, from_ulyanovsk, people):
        assert item_of(submitted).holder == "the Secretariat"
        assert item_of(submitted).submitted_by == people["editor"]

    def test_who_has_it_when_managers_approve(self, by_managers, submitted, people):
        assert item_of(submitted).holder == "Manager Sample"
        people["manager"].is_active = False
        people["manager"].save()
        assert item_of(submitted).holder == "the Secretariat"

    def test_its_office_in_every_language(self, submitted, offices, homes, people):
        assert item_of(submitted).office.title == "Chengdu"
        korean = Page.objects.get(title="청두")
        page = translate(NewsIndexPageFactory(parent=offices["chengdu"], slug="n"), korean)
        page.save_revision()
        actions.submit(page, people["editor"])
        assert item_of(page).office.title == "Chengdu"

    def test_a_page_of_no_office(self, homes, offices, people):
        page = submit(NewsIndexPageFactory(parent=homes["en"]), people["secretary"], "Global")
        assert item_of(page).office is None

    def test_nothing_is_submitted(self, news):
        assert item_of(news) is None


def test_offices_are_named_in_the_language_of_the_admin(offices):
    with translation.override("ko"):
        assert [office.title for office in offices_by_path()] == ["Ulyanovsk", "청두"]
    assert [office.title for office in offices_by_path()] == ["Chengdu", "Ulyanovsk"]


class TestSubmitted:
    def test_ones_own_what_was_sent_back_first(self, news, from_ulyanovsk, people):
        index, editor = news.get_parent(), people["editor"]
        pages = {title: submit(index, editor, title) for title in ("A", "B", "C", "D")}
        secretary = people["secretary"]
        actions.act(pages["B"], secretary, "reject")
        done = Page.objects.get(pk=pages["C"].pk)
        actions.act(done, secretary, "approve", seen=version(done))
        assert titles(submitted_by(editor)) == ["B", "D", "A"]
        assert titles(submitted_by(people["other editor"])) == ["From Ulyanovsk"]
        assert titles(submitted_by(secretary)) == []

    def test_who_has_left_the_office_sees_nothing_of_it(self, submitted, people):
        people["editor"].groups.clear()
        assert titles(submitted_by(type(people["editor"]).objects.get(username="editor"))) == []

    def test_all_of_some_pages(self, submitted, from_ulyanovsk, offices):
        pages = Page.objects.descendant_of(offices["chengdu"])
        assert titles(active(pages)) == ["Secret news"]


class TestPages:
    def test_the_dashboard_shows_eight_and_says_that_there_are_more(self, news, people, client):
        index, editor = news.get_parent(), people["editor"]
        for number in range(8):
            submit(index, editor, f"Number {number}")
        client.force_login(people["secretary"])
        html = client.get("/admin/").content.decode()
        assert html.count("Approve…") == 8
        assert "Show all" not in html
        submit(index, editor, "Number 8")
        html = client.get("/admin/").content.decode()
        assert html.count("Approve…") == 8
        assert 'href="/admin/approvals/"' in html
        client.force_login(editor)
        html = client.get("/admin/").content.decode()
        assert html.count("Withdraw…") == 8
        assert 'href="/admin/approvals/submitted/"' in html

    def test_nobody_else_reads_of_it(self, submitted, people, client):
        shown = set()
        for name, user in people.items():
            client.force_login(user)
            for address in ("/admin/", "/admin/approvals/", "/admin/approvals/submitted/"):
                if "Secret news" in client.get(address).content.decode():
                    shown.add((name, address))
        assert shown == {
            ("editor", "/admin/"),
            ("editor", "/admin/approvals/submitted/"),
            ("manager", "/admin/"),  # on the office's desk
            ("secretary", "/admin/"),
            ("secretary", "/admin/approvals/"),
            ("superuser", "/admin/"),
            ("superuser", "/admin/approvals/"),
        }

    def test_a_long_list_has_pages(self, news, people, client):
        for number in range(22):
            submit(news.get_parent(), people["editor"], f"Number {number}")
        client.force_login(people["secretary"])

        def shown(query):
            return [item.title for item in client.get(f"/admin/approvals/{query}").context["items"]]

        assert shown("") == [f"Number {number}" for number in range(20)]
        assert shown("?p=2") == ["Number 20", "Number 21"]
        assert shown("?p=nonsense") == shown("")
        assert shown("?p=99") == shown("?p=2")

    def test_filters(self, submitted, from_ulyanovsk, offices, homes, people, client):
        index = NewsIndexPageFactory(
            parent=Page.objects.get(title="청두"), locale=homes["ko"].locale
        )
        submit(index, people["editor"], "한국어", locale=homes["ko"].locale)
        client.force_login(people["secretary"])
        offered = client.get("/admin/approvals/").context["form"].fields["office"].choices
        keys = {title: key for key, title in offered}
        assert set(keys) == {"All", "Chengdu", "Ulyanovsk"}

        def shown(query):
            return {item.title for item in client.get(f"/admin/approvals/{query}").context["items"]}

        assert shown("?language=ko") == {"한국어"}
        assert shown(f"?office={keys['Chengdu']}") == {"Secret news", "한국어"}
        assert shown(f"?office={keys['Chengdu']}&language=en") == {"Secret news"}
        assert shown("?office=&language=") == {"Secret news", "한국어", "From Ulyanovsk"}
        for wrong in ("?office=1", "?language=xx", "?office=%20"):
            response = client.get(f"/admin/approvals/{wrong}")
            assert (response.status_code, response.context["items"]) == (200, [])
            assert response.context["form"].errors

    def test_only_offices_of_which_something_is_in_the_list(
        self, by_managers, submitted, from_ulyanovsk, people, client
    ):
        client.force_login(people["manager"])
        html = client.get("/admin/approvals/").content.decode()
        assert "Chengdu" in html
        assert "Ulyanovsk" not in html

    @pytest.mark.parametrize("address", ["/admin/", "/admin/approvals/"])
    def test_more_items_take_no_more_queries(
        self, news, people, client, address, django_assert_num_queries
    ):
        index = news.get_parent()
        submit(index, people["editor"], "First")
        submit(index, people["editor"], "Second")
        client.force_login(people["secretary"])
        client.get(address)
        with CaptureQueriesContext(connection) as before:
            client.get(address)
        for number in range(5):
            submit(index, people["editor"], f"Number {number}")
        with django_assert_num_queries(len(before)):
            assert client.get(address).content.decode().count("Approve…") == 7
