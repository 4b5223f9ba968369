"""What waits for whom, and since when. Nothing here names a page whose draft one may not see."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.models import GroupApprovalTask, Page, TaskState, WorkflowState

from approvals.actions import version
from approvals.models import Submission
from approvals.offices import Office, all_offices, office_of
from approvals.people import holder, pages_of


def of_pages(states):
    """Workflow states of pages, with what `items` reads of them."""
    return states.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        current_task_state__isnull=False,
    ).select_related(
        "submission", "requested_by", "current_task_state", "current_task_state__finished_by"
    )


def active(pages):
    """The approvals of some pages that are under way, or were sent back.

    Args:
        pages: a queryset of `Page`.

    Returns:
        a queryset of `WorkflowState` for `items`, the oldest first.
    """
    keys = pages.annotate(key=Cast("pk", CharField())).values("key")
    return of_pages(WorkflowState.objects.active().filter(object_id__in=keys)).order_by(
        "current_task_state__started_at", "pk"
    )


def soonest_first(states):
    return states.order_by(
        F("submission__due_on").asc(nulls_last=True), "current_task_state__started_at", "pk"
    )


def waiting(pages):
    """What waits for approval among some pages, by the day it is needed, then the oldest first."""
    return soonest_first(
        active(pages).filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        )
    )


def waiting_for(user, pages=None):
    """What a person may approve or send back now.

    Args:
        user: the person.
        pages: a queryset of `Page` to keep to; all when left out.

    Returns:
        a queryset of `WorkflowState` for `items`, by the day it is needed, then the oldest first.
    """
    allowed = pages_of(user)
    states = waiting(allowed if pages is None else allowed.filter(pk__in=pages.values("pk")))
    if user.is_superuser:
        return states
    tasks = GroupApprovalTask.objects.filter(active=True, groups__in=user.groups.all())
    return states.filter(current_task_state__task__in=tasks.values("pk"))


def submitted_by(user):
    """What a person has submitted that is not approved yet: what was sent back first.

    Returns:
        a queryset of `WorkflowState` for `items`.
    """
    return (
        active(pages_of(user))
        .filter(requested_by=user)
        .order_by("-status", "-current_task_state__started_at", "-pk")  # needs_changes, in_progress
    )


@dataclass
class Item:
    """A submitted page and where it is: what a row of a list says."""

    state: WorkflowState
    page: Page
    office: Office | None
    holder: str  # who has it, in words

    def __str__(self):
        return self.title

    @property
    def task_state(self):
        return self.state.current_task_state

    @property
    def title(self):
        """The title that was submitted, which the page's published one may differ from."""
        revision = self.page.latest_revision
        return revision.object_str if revision else self.page.draft_title

    @property
    def version(self):
        return version(self.page)

    def review_url(self, action):
        """Where it is approved or sent back, as the draft that the list was made with."""
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.page.pk, action, self.task_state.pk]
        )
        return f"{url}?{urlencode({'seen': self.version})}"

    @property
    def approve_url(self):
        return self.review_url("approve")

    @property
    def send_back_url(self):
        return self.review_url("reject")

    @property
    def is_waiting(self):
        return self.state.status == WorkflowState.STATUS_IN_PROGRESS

    @property
    def submitted_by(self):
        return self.state.requested_by

    @property
    def submitted_at(self):
        return self.task_state.started_at

    @property
    def sent_back_by(self):
        return self.task_state.finished_by

    @property
    def sent_back_at(self):
        return self.task_state.finished_at

    @property
    def comment(self):
        """What the reviewer said who sent it back."""
        return self.task_state.comment

    @cached_property
    def submission(self):
        return getattr(self.state, "submission", None) or Submission()

    @property
    def note(self):
        return self.submission.note

    @property
    def due_on(self):
        return self.submission.due_on

    @property
    def has_passed(self):
        """Whether the day has passed by which it was needed."""
        return bool(self.due_on and self.due_on < timezone.localdate())

    @property
    def is_overdue(self):
        return self.is_waiting and self.has_passed

    @property
    def urgency(self):
        """How late it is, in words; empty while there is time."""
        if not (self.is_waiting and self.due_on):
            return ""
        days = (timezone.localdate() - self.due_on).days
        if days > 0:
            return ngettext("overdue by %(days)d day", "overdue by %(days)d days", days) % {
                "days": days
            }
        return _("due today") if days == 0 else ""


def items(states, offices=None):
    """The rows of a list, in a number of queries that doesn't grow with it by more than its tasks.

    Args:
        states: what `active` and its like find.
        offices: among which that of each is looked for; all when left out.

    Returns:
        a list of `Item` in the same order.
    """
    states = list(states)
    pages = (
        Page.objects.select_related("locale", "latest_revision")
        .defer("latest_revision__content")
        .in_bulk([int(state.object_id) for state in states])
    )
    if offices is None:
        offices = all_offices() if states else []
    tasks = GroupApprovalTask.objects.in_bulk({one.current_task_state.task_id for one in states})
    holders = {number: holder(task) for number, task in tasks.items()}
    return [
        Item(
            state=state,
            page=page,
            office=office_of(page, offices),
            holder=holders.get(state.current_task_state.task_id, ""),
        )
        for state in states
        if (page := pages.get(int(state.object_id)))
    ]


def item_of(page):
    """The `Item` of a page that is submitted or was sent back, or None."""
    return next(iter(items(active(Page.objects.filter(pk=page.pk)))), None)
