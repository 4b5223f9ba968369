"""What an office has submitted, and where it is."""

from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from wagtail.models import GroupApprovalTask, Page, WorkflowState

from core.permissions import SECRETARIAT
from regional_offices import desk


@dataclass
class Submission:
    """A page that waits for approval or has been sent back."""

    page: Page
    state: WorkflowState
    waits_for: str  # whom, as a sentence; empty when it has been sent back

    @property
    def task_state(self):
        return self.state.current_task_state

    @property
    def is_sent_back(self):
        return self.state.status == WorkflowState.STATUS_NEEDS_CHANGES

    @property
    def comment(self):
        """What the reviewer wrote when they sent it back."""
        return self.task_state.comment if self.is_sent_back and self.task_state else ""


def submissions(office, limit):
    """What an office has submitted: what was sent back first, then what waits longest.

    Args:
        office: an `Office` of `regional_offices.desk`.
        limit: how many at most.

    Returns:
        a list of `Submission`. Three queries.
    """
    keys = desk.pages([office]).annotate(key=Cast("pk", CharField())).values("key")
    found = (
        desk.workflow_states(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
        .filter(object_id__in=keys)
        .select_related("requested_by", "current_task_state__finished_by")
        .select_related("current_task_state__task")
        .order_by("-status", "current_task_state__started_at", "pk")[:limit]
    )
    states = list(found)
    pages = Page.objects.select_related("locale").in_bulk(
        [int(state.object_id) for state in states]
    )
    approvers = groups_of_tasks(states)
    return [
        Submission(pages[int(state.object_id)], state, waits_for(state, approvers, office.team))
        for state in states
    ]


def groups_of_tasks(states):
    """The groups that approve in some workflows, as `(key, name)` by the key of a task."""
    tasks = [state.current_task_state.task_id for state in states if state.current_task_state]
    rows = GroupApprovalTask.objects.filter(pk__in=tasks, groups__isnull=False)
    found = {}
    for task, *group in rows.values_list("pk", "groups", "groups__name"):
        found.setdefault(task, []).append(tuple(group))
    return found


def waits_for(state, approvers, team):
    """Whom a submission waits for, as a sentence; empty when nobody is to decide."""
    task_state = state.current_task_state
    if state.status != WorkflowState.STATUS_IN_PROGRESS or task_state is None:
        return ""
    groups = dict(approvers.get(task_state.task_id, []))
    if team.managers_id in groups:
        return _("Waits for the office’s managers.")
    if SECRETARIAT in groups.values():
        return _("Waits for the Secretariat.")
    return _("Waits for: %(task)s.") % {"task": task_state.task.name}
