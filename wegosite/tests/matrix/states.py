"""What is so before an address is called, and after."""

import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from wagtail.models import Page, Revision, Task, Workflow, WorkflowPage

from core.models import Announcement
from documents.models import CustomDocument
from images.models import CustomImage
from partners.models import Partner
from regional_offices.access import ensure_office_access
from regional_offices.models import Approval, RegionalOfficeTeam
from wegosite.tests.matrix.payloads import beside, elsewhere, first, page_of


def task_state(world, thing):
    """A page waits for approval."""
    page = page_of(thing).specific
    state = page.get_workflow().start(page, world.people["Superuser"])
    mail.outbox.clear()
    return {
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "task_id": state.current_task_state.task_id,
    }


def by_managers(world, thing):
    """The offices' managers approve by now, and what its people have submitted is so anew."""
    teams = RegionalOfficeTeam.objects.exclude(approval=Approval.MANAGERS)
    if teams.update(approval=Approval.MANAGERS):
        for name in ("Chengdu", "Ulyanovsk"):
            ensure_office_access(world.offices[name])
    submissions = world.things["Submissions"]
    for one in [thing] if thing in submissions else submissions:
        page = page_of(one).specific
        submitter = page.current_workflow_state.requested_by
        page.current_workflow_state.cancel(submitter)
        state = page.get_workflow().start(page, submitter)
    return {"task_state_id": state.current_task_state_id}


def locked(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(
        locked=True, locked_at=timezone.now(), locked_by=world.people["Superuser"]
    )


def live(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(live=True)


def not_live(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(live=False)


def alias(world, thing):
    source = world.parents["home"]
    Page.objects.filter(pk=thing.values["pk"]).update(alias_of=source)


def scheduled(world, thing):
    revision = page_of(thing).get_latest_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()
    return {"revision_id": revision.pk}


def record_scheduled(world, thing):
    Revision.objects.filter(pk=thing.values["revision_id"]).update(
        approved_go_live_at=timezone.now() + timedelta(days=1)
    )


def with_workflow(world, thing):
    page = page_of(thing)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": world.workflow})
    return {"workflow_pk": world.workflow.pk}


def closed(world, thing):
    RegionalOfficeTeam.objects.filter(pk=thing.values["pk"]).update(closed_at=timezone.now())


def inactive(world, thing):
    Workflow.objects.filter(pk=thing.values["pk"]).update(active=False)


def inactive_task(world, thing):
    Task.objects.filter(pk=thing.values["pk"]).update(active=False)


def live_record(world, thing):
    Partner.objects.update(live=True)
    Announcement.objects.update(live=True, message="No secret any more")


# What must be so before, by the address and the button. What is returned stands in the address.
BEFORE = [
    (r".* managers", by_managers),
    (r"pages/workflow/.*|.*cancel-workflow|.*/workflow_history/detail/.*", task_state),
    (r"pages/<page_id>/unlock/", locked),
    (r"pages/<page_id>/revisions/<revision_id>/unschedule/", scheduled),
    (r"pages/<page_id>/unpublish/|bulk/.*/page/unpublish/.*|api/.*/unpublish/", live),
    (r"translations/unpublish/.*", live),
    (r"bulk/.*/page/publish/.*|api/.*/publish/", not_live),
    (r"pages/<page_id>/convert_alias/|api/.*/convert_alias/", alias),
    (r"workflows/remove/.*", with_workflow),
    (r"offices/<pk>/reopen/", closed),
    (r"workflows/enable/.*", inactive),
    (r"workflows/tasks/enable/.*", inactive_task),
    (r"snippets/.*/unpublish/.*", live_record),
    (r"snippets/.*/unschedule/", record_scheduled),
    (
        r".*/move/<destination_id>/.*",
        lambda world, thing: {"destination_id": beside(world, thing).pk},
    ),
    (
        r".*/move/<elsewhere_id>/.*",
        lambda world, thing: {"elsewhere_id": elsewhere(world, thing).pk},
    ),
]


def prepare(world, row, thing):
    """The values for an address, once everything is as it has to be."""
    before = first(BEFORE, row)
    return thing.values | ((before(world, thing) or {}) if before else {})


def after(row, world, thing):
    """Whether a call did what it is about, where a row written is not enough."""
    page = Page.objects.filter(pk=thing.values.get("pk", 0))
    checks = {
        "publish": lambda: page.filter(live=True, title="Changed").exists(),
        "schedule": lambda: (
            page.get().specific.revisions.filter(approved_go_live_at__isnull=False).exists()
        ),
        # The draft is saved; then one is asked for a note, at approvals/submit/.
        "submit": lambda: page.get().get_latest_revision_as_object().title == "Changed",
        "cancel-workflow": lambda: not page.get().specific.workflow_in_progress,
    }
    if row.address.startswith("translations/local/"):
        checks["publish"] = lambda: page.get().live
        del checks["submit"]  # it has no title: the draft that is saved is all there is to see
    check = checks.get(row.button)
    if re.fullmatch(r"(images|documents)/(add|multiple/add|chooser/create)/", row.address):
        model = CustomImage if row.address.startswith("images") else CustomDocument

        def check():
            newest = model.objects.order_by("-pk").first()
            return newest.collection_id == thing.values["collection_id"]

    return check
