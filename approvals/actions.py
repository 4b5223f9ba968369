"""Submitting a page, approving it, sending it back: what is asked before, wherever it is done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.models import Page, WorkflowState

from approvals.models import Submission

# A function that takes a page and says what keeps its draft from going live, or nothing.
COMPLAIN = "complain_before_approval"


class Refused(Exception):
    """Why something can't be done now."""


class Changed(Refused):
    """The draft is not the one that the reviewer has seen."""


def version(page):
    """What tells a page's draft from the next one. Saving by itself writes over a revision."""
    revision = page.latest_revision
    return f"{revision.pk}:{revision.created_at.isoformat()}" if revision else ""


def complaints(page):
    """What keeps a page's draft from going live, in words; empty when nothing does."""
    found = [function(page) for function in hooks.get_hooks(COMPLAIN)]
    return " ".join(filter(None, found))


def in_words(page, error):
    """What is wrong with a page, with the names of its fields."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {field.name: getattr(field, "verbose_name", "") for field in page._meta.get_fields()}
    return " ".join(
        f"{names.get(name) or name}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )


def locked(page):
    """The page as it is now, until the end of the transaction. Whoever saves it waits."""
    return Page.objects.select_for_update().get(pk=page.pk).specific


@transaction.atomic
def submit(page, user, note="", due_on=None):
    """Submit a page's latest draft for approval, for the first time or again.

    Args:
        page: the page.
        user: who submits it, and is told what becomes of it.
        note: what the reviewer is to know.
        due_on: the day by which it has to be approved, or None.

    Raises:
        Refused: when it can't be.
    """
    page = locked(page)
    state, workflow = page.current_workflow_state, page.get_workflow()
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise Refused(_("The page waits for approval already."))
    if workflow is None:
        raise Refused(_("There is no approval for this page."))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    try:
        revision.as_object().full_clean()
    except ValidationError as error:
        raise Refused(in_words(page, error)) from error
    if problem := complaints(page):
        raise Refused(problem)
    if state and state.workflow_id == workflow.pk:
        state.requested_by = user
        state.resume(user)
    else:
        if state:  # somebody else approves by now
            state.cancel(user)
        state = workflow.start(page, user)
    Submission.objects.update_or_create(
        workflow_state=state, defaults={"note": note, "due_on": due_on}
    )


@transaction.atomic
def act(page, user, action, comment="", seen="", task_state_id=None):
    """Approve a page, or send it back.

    Args:
        page: the page.
        user: the reviewer. Their rights are asked for by whoever calls.
        action: "approve" or "reject".
        comment: for the person who submitted it.
        seen: the `version` that the reviewer has seen; asked for when it is approved.
        task_state_id: the `TaskState` that the reviewer has seen, if it may be another by now.

    Raises:
        Changed: when the draft is another by now.
        Refused: when it can't be done for another reason.
    """
    page = locked(page)
    task_state = page.current_workflow_task_state
    if task_state is None or task_state_id not in (None, task_state.pk):
        raise Refused(_("The page doesn’t wait for this approval any more."))
    if action == "approve":
        if seen != version(page):
            raise Changed(_("The page has changed since you opened it. Nothing is approved yet."))
        if problem := complaints(page):
            raise Refused(problem)
    try:
        with transaction.atomic():
            task_state.task.specific.on_action(task_state, user, action, comment=comment)
    except ValidationError as error:
        raise Refused(in_words(page, error)) from error


@transaction.atomic
def withdraw(page, user):
    """Take back what was submitted, if it still is; the draft stays."""
    if state := locked(page).current_workflow_state:
        state.cancel(user)
