"""Content owners and review dates: the form, the report and the weekly mail."""

from datetime import timedelta

import pytest

from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.users.models import UserProfile

from wagtail_localize.fields import get_translatable_fields

from core.management.commands import send_review_digest as command
from core.models import ReviewDigest
from core.permissions import ensure_secretariat, permission, set_page_permissions
from core.tests.factories import StandardIndexPageFactory, StandardPageFactory, UserFactory

TODAY = timezone.localdate


def in_days(number):
    return TODAY() + timedelta(days=number)


@pytest.fixture
def secretariat(homes):
    user = UserFactory(email="secretariat@example.org", first_name="Sample", last_name="Person")
    user.groups.add(ensure_secretariat())
    return user


@pytest.fixture
def section(homes):
    return StandardIndexPageFactory(parent=homes["en"], title="Section")


@pytest.fixture
def owner(section):
    group = Group.objects.create(name="Section")
    group.permissions.add(permission("access_admin"))
    set_page_permissions(group, [section], ("add_page", "change_page"))
    user = UserFactory(email="owner@example.org")
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def pages(homes, section, owner, secretariat):
    def page(title, parent, days, **fields):
        return StandardPageFactory(parent=parent, title=title, review_date=in_days(days), **fields)

    return {
        "passed": page("Passed", section, -10, content_owner=owner),
        "soon": page("Soon", section, 7, content_owner=owner),
        "later": page("Later", section, 8, content_owner=owner),
        "nobody's": page("Nobody’s", homes["en"], 0),
        "foreign": page("Not theirs to see", homes["en"], 0, content_owner=owner, live=False),
    }


class TestForm:
    def fields(self, page, **fields):
        return {
            "title": page.title,
            "slug": page.slug,
            "body-count": "0",
            "highlights-count": "0",
            "local_blocks-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **fields,
        }

    def test_it_offers_people_of_the_admin_once(self, pages, owner, secretariat, client):
        UserFactory(username="visitor")
        UserFactory(username="gone", is_superuser=True, is_active=False)
        client.force_login(secretariat)
        response = client.get(f"/admin/pages/{pages['soon'].pk}/edit/")
        field = response.context["form"].fields["content_owner"]
        keys = [user.pk for user in field.queryset]
        assert sorted(keys) == sorted([owner.pk, secretariat.pk])

    def test_it_names_nobody_who_has_nothing_to_do_with_the_page(
        self, pages, owner, secretariat, homes, client
    ):
        elsewhere = Group.objects.create(name="Elsewhere")
        elsewhere.permissions.add(permission("access_admin"))
        set_page_permissions(elsewhere, [homes["ko"]], ("add_page", "change_page"))
        stranger = UserFactory(username="stranger@example.org")
        stranger.groups.add(elsewhere)
        client.force_login(owner)
        for address in (
            f"/admin/pages/{pages['soon'].pk}/edit/",
            f"/admin/pages/add/pages/standardpage/{pages['soon'].pk}/",
        ):
            response = client.get(address)
            people = set(response.context["form"].fields["content_owner"].queryset)
            assert people == {owner, secretariat}
            assert "stranger" not in response.content.decode()

    def test_whoever_it_is_stays(self, pages, secretariat, client):
        page = pages["soon"]
        elsewhere = Group.objects.create(name="Elsewhere")
        elsewhere.permissions.add(permission("access_admin"))
        page.content_owner = UserFactory(first_name="Former", last_name="Owner")
        page.content_owner.groups.add(elsewhere)
        page.save_revision().publish()
        client.force_login(secretariat)
        response = client.get(f"/admin/pages/{page.pk}/edit/")
        assert page.content_owner in response.context["form"].fields["content_owner"].queryset
        assert "Former Owner" in response.content.decode()

    def test_a_mistake_is_named_beside_its_field(self, pages, secretariat, client):
        client.force_login(secretariat)
        page = pages["soon"]
        visitor = UserFactory()
        form = self.fields(page, review_date="someday", content_owner=visitor.pk)
        response = client.post(f"/admin/pages/{page.pk}/edit/", form)
        assert set(response.context["form"].errors) == {"review_date", "content_owner"}
        assert 'value="someday"' in response.content.decode()

    def test_each_language_has_its_own(self, pages):
        by_name = {one.field_name: one for one in get_translatable_fields(type(pages["soon"]))}
        for name in ("content_owner", "review_date"):
            assert not by_name[name].is_translated(pages["soon"])
            assert not by_name[name].is_synchronized(pages["soon"])

    def test_a_new_version_starts_without(self, pages, homes, section):
        section.copy_for_translation(homes["ko"].locale)
        version = pages["soon"].copy_for_translation(homes["ko"].locale)
        assert (version.review_date, version.content_owner) == (None, None)


def shown(client, query=""):
    response = client.get(f"/admin/reports/reviews/{query}")
    return [page.draft_title for page in response.context["object_list"]]


class TestReport:
    def test_it_lists_what_one_may_edit_soonest_first(self, pages, owner, secretariat, client):
        client.force_login(owner)
        assert shown(client) == ["Passed", "Soon", "Later"]
        client.force_login(secretariat)
        assert shown(client) == ["Passed", "Nobody’s", "Not theirs to see", "Soon", "Later"]

    def test_its_filters(self, pages, owner, secretariat, client):
        client.force_login(secretariat)
        assert shown(client, "?whose=nobody") == ["Nobody’s"]
        assert shown(client, "?due=overdue") == ["Passed"]
        assert shown(client, "?due=soon") == ["Nobody’s", "Not theirs to see", "Soon", "Later"]
        client.force_login(owner)
        assert shown(client, "?whose=mine&due=overdue") == ["Passed"]

    def test_it_exports(self, pages, owner, client):
        client.force_login(owner)
        response = client.get("/admin/reports/reviews/?export=csv")
        text = b"".join(response.streaming_content).decode()
        assert "Soon" in text
        assert "Nobody" not in text

    def test_who_edits_nothing_is_refused(self, pages, client):
        user = UserFactory()
        user.user_permissions.add(permission("access_admin"))
        client.force_login(user)
        assert client.get("/admin/reports/reviews/").status_code == 302

    def test_more_pages_take_no_more_queries(
        self, pages, section, owner, client, django_assert_num_queries
    ):
        client.force_login(owner)
        shown(client)
        with CaptureQueriesContext(connection) as before:
            shown(client)
        for _number in range(5):
            StandardPageFactory(parent=section, review_date=TODAY(), content_owner=owner)
        with django_assert_num_queries(len(before)):
            assert len(shown(client)) == 8


def send(**options):
    call_command("send_review_digest", verbosity=0, **options)
    sent = {message.to[0]: message for message in mail.outbox}
    mail.outbox.clear()
    return sent


class TestMail:
    def test_each_person_has_one_of_what_is_due(self, pages):
        sent = send()
        assert set(sent) == {"owner@example.org", "secretariat@example.org"}
        text = sent["owner@example.org"].body
        assert text.index("Passed") < text.index("Soon")
        assert f"http://testserver/admin/pages/{pages['soon'].pk}/edit/" in text
        assert "Later" not in text
        assert "Not theirs to see" not in text
        assert "Nobody’s" in sent["secretariat@example.org"].body
        assert "Not theirs to see" in sent["secretariat@example.org"].body
        assert "Passed" not in sent["secretariat@example.org"].body

    def test_it_looks_as_far_ahead_as_it_is_told(self, pages):
        assert "Later" in send(days=8)["owner@example.org"].body

    def test_once_a_week(self, pages):
        assert send()
        assert send() == {}
        assert set(send(force=True)) == {"owner@example.org", "secretariat@example.org"}
        ReviewDigest.objects.update(week=in_days(-14))
        assert set(send()) == {"owner@example.org", "secretariat@example.org"}

    def test_a_dry_run_sends_and_notes_nothing(self, pages, capsys):
        assert send(dry_run=True) == {}
        assert "Passed, Soon" in capsys.readouterr().out
        assert not ReviewDigest.objects.exists()

    def test_one_that_fails_stops_no_other_and_is_tried_again(self, pages, owner, monkeypatch):
        def failing(subject, body, recipients):
            if recipients == [owner.email]:
                raise OSError("refused")
            sent.append(recipients[0])

        sent = []
        with monkeypatch.context() as patch, pytest.raises(CommandError, match=str(owner)):
            patch.setattr(command, "send_mail", failing)
            call_command("send_review_digest", verbosity=0)
        assert sent == ["secretariat@example.org"]
        assert set(send()) == {"owner@example.org"}

    def test_it_is_in_the_language_of_the_person(self, pages, owner):
        UserProfile.objects.filter(user=owner).update(preferred_language="ko")
        date = send()["owner@example.org"].body
        assert f"{in_days(7).year}년" in date

    def test_who_has_left_is_not_written_to(self, pages, owner):
        owner.is_active = False
        owner.save()
        sent = send()
        assert set(sent) == {"secretariat@example.org"}
        assert "Passed" in sent["secretariat@example.org"].body
