"""The mails about approvals, each in the language of the person it goes to.

They stand in for Wagtail's, which go to every group of a task and to all superusers, and which are
in the language of whoever did it where the recipient has not chosen one.
"""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from wagtail.admin.mail import OpenedConnection, send_mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected
from wagtail.users.models import UserProfile

from approvals.lists import items, of_pages
from approvals.people import may_see, reviewers

logger = logging.getLogger(__name__)

# By the name that Wagtail's templates and its users' preferences have for it.
SUBJECTS = {
    "submitted": gettext_noop("Waits for your approval: %(title)s"),
    "approved": gettext_noop("Approved: %(title)s"),
    "rejected": gettext_noop("Sent back: %(title)s"),
}


def connect():
    """Take the place of Wagtail's: of two receivers with one name, the first is kept.

    Its fourth, for superusers, is off by `WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS`.
    """
    name = "workflow_state_{}_email_notification"
    task_submitted.connect(
        on_submission,
        sender=TaskState,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
    workflow_approved.connect(
        on_approval, sender=WorkflowState, dispatch_uid=name.format("approved")
    )
    workflow_rejected.connect(
        on_rejection, sender=WorkflowState, dispatch_uid=name.format("rejected")
    )


# After the transaction: with what was said on submitting, and not about what was undone.


def on_submission(instance, user=None, **kwargs):
    transaction.on_commit(partial(tell_reviewers, instance.workflow_state_id), robust=True)


def on_approval(instance, user=None, **kwargs):
    transaction.on_commit(partial(tell_submitter, instance.pk, "approved", user), robust=True)


def on_rejection(instance, user=None, **kwargs):
    transaction.on_commit(partial(tell_submitter, instance.pk, "rejected", user), robust=True)


def found(number):
    """The `Item` of a `WorkflowState`, or None: it may be gone by now."""
    return next(iter(items(of_pages(WorkflowState.objects.filter(pk=number)))), None)


def tell_reviewers(number):
    item = found(number)
    if item and item.is_waiting:
        people = reviewers(item.task_state.task.specific, item.submitted_by)
        send("submitted", people, item, item.submitted_by)


def tell_submitter(number, kind, user):
    item = found(number)
    if item and item.submitted_by and item.submitted_by != user:
        send(kind, [item.submitted_by], item, user)


def send(kind, people, item, person):
    """Send a mail to those of some people who want it and may see the page.

    What fails is logged, and stops neither the others nor what the mail is about.

    Args:
        kind: a key of `SUBJECTS`.
        people: users.
        item: the `Item` it is about.
        person: who did it, or None.
    """
    try:
        profiles = [UserProfile.get_for_user(user) for user in people if user.email]
        wanted = [
            profile
            for profile in profiles
            if getattr(profile, f"{kind}_notifications") and may_see(profile.user, item.page)
        ]
        if wanted:
            with OpenedConnection(get_connection()) as connection:
                for profile in wanted:
                    send_one(kind, profile, item, person, connection)
    except Exception:
        logger.exception("The mails about an approval (%s) were not sent", kind)


def send_one(kind, profile, item, person, connection):
    user = profile.user
    try:
        # Not `get_preferred_language`, which falls back on the language of whoever does it.
        with (
            override(profile.preferred_language or settings.LANGUAGE_CODE),
            timezone.override(profile.get_current_time_zone()),
        ):
            subject = " ".join((_(SUBJECTS[kind]) % {"title": item.title}).split())
            body = render_to_string(f"approvals/email/{kind}.txt", context(user, item, person))
            send_mail(subject, body.strip() + "\n", [user.email], connection=connection)
    except Exception:
        logger.exception("The mail about an approval (%s) was not sent to %s", kind, user)


def context(user, item, person):
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    review = [item.page.pk, "approve", item.task_state.pk]
    return {
        "user": user,
        "item": item,
        "person": person,
        "review_url": base + reverse("wagtailadmin_pages:workflow_action", args=review),
        "edit_url": base + reverse("wagtailadmin_pages:edit", args=[item.page.pk]),
        "account_url": base + reverse("wagtailadmin_account") + "#tab-notifications",
    }
