"""The team of an office: its groups, with rights on the office's page in every language.

Rights follow the page tree, and each language has a tree of its own, so a group has its rows on
each language version. Signals keep them so; `manage.py ensure_office_access` repairs them.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from approvals.offices import Office
from core.permissions import (
    SECRETARIAT,
    permission,
    set_collection_permissions,
    set_page_permissions,
)
from core.querysets import readers_language_first
from regional_offices.models import Approval, RegionalOfficePage, RegionalOfficeTeam, Role

PAGE_PERMISSIONS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.MANAGER: ("add_page", "change_page", "publish_page"),
}
OWN_MEDIA = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
SHARED_MEDIA = ("choose_image", "choose_document")
OFFICES_COLLECTION = "Regional offices"
SHARED_COLLECTION = "Shared"


def child_collection(parent, name):
    """The collection of a name beneath another, made when missing."""
    parent = Collection.objects.get(pk=parent.pk)  # treebeard keeps counts on the instance
    found = parent.get_children().filter(name=name).order_by("path").first()
    return found or parent.add_child(instance=Collection(name=name))


def team_name(office):
    """The name of an office's collection, and of its groups before what they may do.

    The office's title, told apart by its key.
    """
    return f"{office.title[:110]} ({office.translation_key.hex[:8]})"


def group_name(name, role):
    return f"{name}: {role.value}s"


def make_team(office, name):
    offices = child_collection(Collection.objects.get(depth=1), OFFICES_COLLECTION)
    groups = {role: Group.objects.get_or_create(name=group_name(name, role))[0] for role in Role}
    return RegionalOfficeTeam.objects.create(
        office_key=office.translation_key,
        editors=groups[Role.EDITOR],
        managers=groups[Role.MANAGER],
        collection=child_collection(offices, name),
    )


def ensure_approval(team, versions):
    """Submitted pages go where the Secretariat has set: to itself, or to the office's managers."""
    if team.approval == Approval.SECRETARIAT or team.is_closed:
        WorkflowPage.objects.filter(page__in=versions).delete()
        return
    name = f"Approval by the managers: {team.collection.name}"
    workflow = Workflow.objects.filter(
        workflow_tasks__task__groupapprovaltask__groups=team.managers
    ).first() or Workflow.objects.create(name=name)
    Workflow.objects.filter(pk=workflow.pk).update(name=name, active=True)
    task = GroupApprovalTask.objects.filter(groups=team.managers).first()
    task = task or GroupApprovalTask.objects.create(name=name)
    GroupApprovalTask.objects.filter(pk=task.pk).update(name=name, active=True)
    # The Secretariat too: nothing waits for an office whose managers are away.
    task.groups.set([team.managers, *Group.objects.filter(name=SECRETARIAT)])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in versions:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})


@transaction.atomic
def ensure_office_access(office):
    """Make or repair the team of an office. Idempotent.

    Args:
        office: a `RegionalOfficePage` in any language.

    Returns:
        its `RegionalOfficeTeam`, or None for the Secretariat, which has rights on everything.
    """
    versions = RegionalOfficePage.objects.filter(translation_key=office.translation_key)
    if office.kind == RegionalOfficePage.Kind.SECRETARIAT:
        return None
    named_by = versions.filter(locale__language_code=settings.LANGUAGE_CODE).first() or office
    name = team_name(named_by)
    team = RegionalOfficeTeam.objects.filter(office_key=office.translation_key).first()
    team = team or make_team(office, name)
    # The office may have been renamed; the autosave makes it with a half-typed title.
    Collection.objects.filter(pk=team.collection_id).update(name=name)
    team.collection.name = name
    shared = child_collection(Collection.objects.get(depth=1), SHARED_COLLECTION)
    for role in Role:
        group = team.group(role)
        Group.objects.filter(pk=group.pk).update(name=group_name(name, role))
        if team.is_closed:  # its people keep their place in the team, and have no rights by it
            group.permissions.clear()
            set_page_permissions(group, [], [])
            set_collection_permissions(group, {})
            continue
        group.permissions.set(
            [permission("access_admin"), permission("submit_translation", "wagtail_localize")]
        )
        set_page_permissions(group, list(versions), PAGE_PERMISSIONS[role])
        set_collection_permissions(group, {team.collection: OWN_MEDIA, shared: SHARED_MEDIA})
    ensure_approval(team, list(versions))
    return team


def versions_of(team):
    """The office's page in every language, the reader's first, as a queryset."""
    versions = RegionalOfficePage.objects.filter(translation_key=team.office_key)
    return versions.order_by(readers_language_first(), "path")


def pages_of(team):
    """The office's page and all beneath it, in every language, as a queryset ordered by path."""
    tree = Page.objects.none()
    for page in versions_of(team):
        tree |= page.get_descendants(inclusive=True)
    return tree.order_by("path")


def offices_by_path():
    """All offices, each by the paths of its page, for `approvals.offices`."""
    found = {}
    pages = RegionalOfficePage.objects.order_by(readers_language_first(), "path")
    for key, title, path in pages.values_list("translation_key", "title", "path"):
        found.setdefault(key, []).append((title, path))
    offices = [
        Office(str(key), versions[0][0], tuple(path for _title, path in versions))
        for key, versions in found.items()
    ]
    return sorted(offices, key=lambda office: office.title)


@transaction.atomic
def close_office(team, user, unpublish):
    """Close an office: its people lose their rights by it, and nothing is deleted.

    What its people have submitted is withdrawn and stays as drafts.

    Args:
        team: a `RegionalOfficeTeam`.
        user: who closes it, for the history of its pages.
        unpublish: whether its pages are taken off the site, in every language; also those that
            are to be published later. Pages that are kept say that the office is closed.
    """
    team.closed_at = timezone.now()
    team.save(update_fields=["closed_at"])
    for page in pages_of(team).specific():
        if state := page.current_workflow_state:
            state.cancel(user=user)
        if unpublish:
            page.revisions.update(approved_go_live_at=None)
            if page.live:
                page.unpublish(user=user)
    for office in versions_of(team):
        log(office, "regional_offices.close", user=user, data={"unpublished": unpublish})
        ensure_office_access(office)


@transaction.atomic
def reopen_office(team, user):
    """Give the people of an office their rights again. Its pages stay as they are."""
    team.closed_at = None
    team.save(update_fields=["closed_at"])
    for office in versions_of(team):
        log(office, "regional_offices.reopen", user=user)
        ensure_office_access(office)
