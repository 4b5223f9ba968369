"""Who is written to, in which language, and that nothing hangs on it."""

from datetime import timedelta

import pytest

from django.core import mail
from django.core.management import call_command
from django.utils import timezone, translation

from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from approvals import actions, notifications
from approvals.actions import version
from approvals.models import Submission
from approvals.tests.conftest import person, team_of
from approvals.tests.test_lists import submit

pytestmark = pytest.mark.slow


@pytest.fixture
def sent(commit):
    """Does something, and gives the mails that it has sent, by name."""

    def sent_by(function, *args, **kwargs):
        mail.outbox.clear()
        with commit():
            function(*args, **kwargs)
        mails = {message.to[0].removesuffix("@example.org"): message for message in mail.outbox}
        assert len(mails) == len(mail.outbox)  # one each
        return mails

    return sent_by


def leave(user):
    user.is_active = False
    user.save()


def approve(page, user, comment=""):
    page = Page.objects.get(pk=page.pk)
    actions.act(page, user, "approve", comment, seen=version(page))


class TestSubmitted:
    def test_the_secretariat(self, news, people, sent):
        assert set(sent(actions.submit, news, people["editor"])) == {"secretary"}

    def test_the_managers_of_the_office_alone(self, by_managers, news, people, sent):
        assert set(sent(actions.submit, news, people["editor"])) == {"manager"}

    def test_the_secretariat_when_there_is_no_manager(self, by_managers, news, people, sent):
        leave(people["manager"])
        assert set(sent(actions.submit, news, people["editor"])) == {"secretary"}

    def test_or_none_but_the_one_who_submits(self, by_managers, news, people, sent):
        assert set(sent(actions.submit, news, people["manager"])) == {"secretary"}

    def test_not_the_one_who_submits(self, by_managers, news, offices, people, sent):
        person("second", team_of(offices["chengdu"]).managers)
        assert set(sent(actions.submit, news, people["manager"])) == {"second"}

    def test_a_translation_goes_the_same_way(self, by_managers, news, people, sent):
        korean = Page.objects.get(title="청두").specific
        assert set(sent(actions.submit, korean, people["editor"])) == {"manager"}
        assert set(sent(approve, korean, people["manager"])) == {"editor"}

    def test_what_it_says(self, news, people, sent):
        due_on = timezone.localdate() + timedelta(days=4)
        text = sent(actions.submit, news, people["editor"], "The <b> is new.", due_on)["secretary"]
        assert text.subject == "Waits for your approval: Secret news"
        state = WorkflowState.objects.get().current_task_state
        for part in (
            "Hello Secretary Sample,",
            "Editor Sample has submitted",
            "Language: English",
            str(due_on.year),
            "The <b> is new.",
            f"http://testserver/admin/pages/workflow/action/{news.pk}/approve/{state.pk}/\n",
        ):
            assert part in text.body, part

    def test_who_does_not_want_it(self, news, people, sent):
        UserProfile.objects.filter(user=people["secretary"]).update(submitted_notifications=False)
        assert sent(actions.submit, news, people["editor"]) == {}

    def test_nobody_who_may_not_see_the_page(self, news, people, sent, monkeypatch):
        reviewers = [people["other manager"], people["other editor"], people["manager"]]
        monkeypatch.setattr(notifications, "reviewers", lambda task, submitter: reviewers)
        assert set(sent(actions.submit, news, people["editor"])) == {"manager"}

    def test_a_title_of_several_lines_is_no_header(self, news, people, sent):
        page = Page.objects.get(pk=news.pk).specific
        page.title = "One\nBcc: somebody@example.org"
        page.save_revision()
        text = sent(actions.submit, page, people["editor"])["secretary"]
        assert text.subject == "Waits for your approval: One Bcc: somebody@example.org"

    def test_nothing_of_what_was_undone(self, news, people, sent):
        def undone():
            actions.submit(news, people["editor"])
            WorkflowState.objects.get().cancel()

        assert sent(undone) == {}


class TestDecided:
    def test_approved(self, submitted, people, sent):
        mails = sent(approve, submitted, people["secretary"], "Well done.")
        assert set(mails) == {"editor"}
        text = mails["editor"]
        assert text.subject == "Approved: Secret news"
        for part in ("Secretary Sample has approved", "Well done.", submitted.full_url):
            assert part in text.body, part

    def test_sent_back(self, submitted, people, sent):
        mails = sent(actions.act, submitted, people["secretary"], "reject", "Which bridge?")
        assert set(mails) == {"editor"}
        text = mails["editor"]
        assert text.subject == "Sent back: Secret news"
        edit = f"http://testserver/admin/pages/{submitted.pk}/edit/\n"
        for part in ("Secretary Sample has sent back", "Which bridge?", edit):
            assert part in text.body, part

    def test_not_who_decides_on_their_own(self, by_managers, news, people, sent):
        actions.submit(news, people["manager"])
        assert sent(approve, news, people["manager"]) == {}

    @pytest.mark.parametrize("kind", ["approved", "rejected"])
    def test_who_does_not_want_it(self, submitted, people, sent, kind):
        UserProfile.objects.filter(user=people["editor"]).update(**{f"{kind}_notifications": False})
        found = set()
        if sent(actions.act, submitted, people["secretary"], "reject"):
            found.add("rejected")
        actions.submit(submitted, people["editor"])
        if sent(approve, submitted, people["secretary"]):
            found.add("approved")
        assert found == {"approved", "rejected"} - {kind}

    def test_who_has_left_is_not_told_of_the_office(self, submitted, people, sent):
        people["editor"].groups.clear()
        assert sent(approve, submitted, people["secretary"]) == {}

    def test_withdrawing_is_told_to_nobody(self, submitted, people, sent):
        assert sent(actions.withdraw, submitted, people["editor"]) == {}


# Words that the catalogues have had for long: the language of the page, and the date.
LANGUAGES = {
    "ru": ("Английский", "декабря 2031"),
    "zh-hans": ("英语", "2031年12月"),
    "ar": ("الإنجليزية", "2031"),
    "": ("English", "Dec. 5, 2031"),
}


class TestLanguage:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["submitted", "approved", "rejected"])
    def test_it_is_that_of_who_gets_it(self, news, people, sent, language, kind):
        """… or the site's, whatever the language of who does it is."""
        reader = people["secretary"] if kind == "submitted" else people["editor"]
        UserProfile.objects.filter(user=reader).update(preferred_language=language)
        due_on = timezone.datetime(2031, 12, 5).date()
        with translation.override("ko"):
            mails = sent(actions.submit, news, people["editor"], "", due_on)
            if kind == "approved":
                mails = sent(approve, news, people["secretary"])
            elif kind == "rejected":
                mails = sent(actions.act, news, people["secretary"], "reject")
            assert translation.get_language() == "ko"
        (text,) = mails.values()
        for words in LANGUAGES[language]:
            assert words in text.body


class TestFailing:
    @pytest.fixture
    def second(self, by_managers, offices, people):
        """Another manager of the office."""
        return person("second", team_of(offices["chengdu"]).managers)

    def test_nothing_hangs_on_a_mail(self, news, people, second, sent, monkeypatch, caplog):
        whole = notifications.send_mail

        def failing(subject, body, recipients, **kwargs):
            if recipients == [people["manager"].email]:
                raise OSError("refused")
            return whole(subject, body, recipients, **kwargs)

        monkeypatch.setattr(notifications, "send_mail", failing)
        assert set(sent(actions.submit, news, people["editor"])) == {"second"}
        assert "not sent to manager" in caplog.text

    def test_nor_on_the_mail_server(self, submitted, people, sent, settings, caplog):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
        assert sent(approve, submitted, people["secretary"]) == {}
        assert Page.objects.get(pk=submitted.pk).live
        assert "were not sent" in caplog.text


class TestWeekly:
    def send(self, **options):
        mail.outbox.clear()
        call_command("send_review_digest", verbosity=0, force=True, **options)
        return {message.to[0].removesuffix("@example.org"): message for message in mail.outbox}

    def test_what_waits_is_in_it_overdue_first(self, submitted, news, people):
        submit(news.get_parent(), people["editor"], "Later", 9)
        submit(news.get_parent(), people["editor"], "Late", 0)
        day = timezone.localdate() - timedelta(days=2)
        Submission.objects.filter(due_on=timezone.localdate()).update(due_on=day)
        mails = self.send()
        assert set(mails) == {"secretary"}
        text = mails["secretary"]
        assert text.subject == "Waits for your approval"
        assert "overdue by 2 days" in text.body
        assert text.body.index("Late") < text.body.index("Later") < text.body.index("Secret news")

    def test_it_goes_to_the_managers_who_approve(self, by_managers, submitted, people):
        assert set(self.send()) == {"manager"}

    def test_with_the_pages_to_look_over(self, submitted, offices, people):
        page = offices["chengdu"]
        page.review_date, page.content_owner = timezone.localdate(), people["secretary"]
        page.save()
        (text,) = self.send().values()
        assert "Secret news" in text.body
        assert f"/admin/pages/{page.pk}/edit/" in text.body
