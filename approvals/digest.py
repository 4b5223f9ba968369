"""The part of the weekly mail about what waits for approval."""

from django.utils.translation import gettext_lazy as _

from wagtail.models import GroupApprovalTask, Page

from approvals.lists import items, waiting
from approvals.people import may_see, reviewers
from core.digest import DigestSection


def approvals_due(days):
    """What waits for each reviewer, what is overdue first.

    Args:
        days: not used: all that waits is due.

    Returns:
        `{user: DigestSection}`.
    """
    found, asked = {}, {}
    for item in items(waiting(Page.objects.all())):
        key = item.task_state.task_id, item.submitted_by
        if key not in asked:
            task = GroupApprovalTask.objects.filter(pk=key[0]).first()
            asked[key] = reviewers(task, item.submitted_by) if task else []
        for user in asked[key]:
            if may_see(user, item.page):
                found.setdefault(user, []).append(item)
    return {
        user: DigestSection("approvals/email/digest.txt", _("Waits for your approval"), things)
        for user, things in found.items()
    }
