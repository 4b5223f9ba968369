"""Who may approve a page, and who is told that it waits."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from wagtail.permissions import page_permission_policy

from core.permissions import SECRETARIAT


def pages_of(user):
    """The pages whose drafts a person may see, as a queryset."""
    return page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})


def may_see(user, page):
    return user.is_active and page_permission_policy.user_has_any_permission_for_instance(
        user, {"change", "publish"}, page
    )


def members(groups):
    people = get_user_model().objects.filter(is_active=True, groups__in=groups)
    return list(people.distinct().order_by("last_name", "pk"))


def reviewers(task, submitter=None):
    """Those whom a submitted page waits for: an office's managers, or the Secretariat.

    The Secretariat may approve what an office's managers do too, and is asked when there is no
    manager but the one who submitted it.

    Args:
        task: a `GroupApprovalTask`.
        submitter: a user who is not to be asked.

    Returns:
        a list of active users.
    """
    for groups in (task.groups.exclude(name=SECRETARIAT), task.groups.all()):
        if found := [user for user in members(groups) if user != submitter]:
            return found
    return []


def holder(task):
    """Who has what waits in a task, in words: its people, the Secretariat, or the task's name."""
    groups = set(task.groups.values_list("name", flat=True))
    if groups != {SECRETARIAT} and (people := members(task.groups.exclude(name=SECRETARIAT))):
        return ", ".join(user.get_full_name() or user.get_username() for user in people)
    return _("the Secretariat") if SECRETARIAT in groups else task.name
