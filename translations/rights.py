"""What a person may do with an item in one language."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wagtail.models import DraftStateMixin, Page, WorkflowState
from wagtail.permissions import policy_registry

from core.querysets import published_anywhere
from translations import machine
from translations.guards import may_change, may_edit, target_locales
from translations.places import Content

ACTIONS = (
    "begin",
    "save",
    "suggest",
    "discard",
    "submit",
    "publish",
    "approve",
    "reject",
    "minor",
)


def is_unpublishable(instance):
    """Whether saving is publishing: a record without drafts."""
    return not isinstance(instance, DraftStateMixin)


def may_publish(user, instance):
    """Whether what a user saves of a page or record may go live."""
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_publish()
    if is_unpublishable(instance):
        return may_change(user, instance)
    policy = policy_registry.get(instance)
    return policy.user_has_permission_for_instance(user, "publish", instance)


class Rights:
    """The rights of a user on an item in one language.

    Args:
        user: the person.
        cell: the `ItemTranslation`, with its item and locale.
        source: the item's source.
        target: the translation, or None when there is none.
    """

    def __init__(self, user, cell, source, target):
        self.user, self.cell, self.source, self.target = user, cell, source, target

    @cached_property
    def content(self):
        return Content(self.cell, self.source, self.target)

    @cached_property
    def edits_source(self):
        return may_edit(self.user, self.source)

    @cached_property
    def languages(self):
        """The primary keys of the locales in which the user may work on the item."""
        if not isinstance(self.source, Page):
            if not self.edits_source:
                return set()
            return set(self.cell.item.cells.values_list("locale", flat=True))
        own = [self.source.locale_id] if self.edits_source else []
        return {*own, *target_locales(self.user, self.source)}

    def may_look(self):
        """The source is the user's to read, and the language the user's to work in."""
        pages = Page.objects.filter(pk=self.source.pk)
        is_public = isinstance(self.source, Page) and published_anywhere(pages).exists()
        return (self.edits_source or is_public) and self.cell.locale_id in self.languages

    @cached_property
    def lock(self):
        """Why the user can't change the translation now, as HTML; empty when nothing is in the way.

        A page that waits for approval is its approvers' to change.
        """
        lock = self.target.get_lock() if isinstance(self.target, Page) else None
        if lock is None or not lock.for_user(self.user):
            return ""
        return lock.get_message(self.user) or _("The page is locked.")

    @cached_property
    def workflow_state(self):
        return self.target.current_workflow_state if isinstance(self.target, Page) else None

    @property
    def waits_for_approval(self):
        state = self.workflow_state
        return bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS)

    @cached_property
    def task_actions(self):
        """What the user may do about the task that the page waits in."""
        task = self.target.current_workflow_task if self.waits_for_approval else None
        if task is None:
            return set()
        return {name for name, _label, _modal in task.get_actions(self.target, self.user)}

    def refusal(self, action):
        """Why something can't be done now; empty when it can.

        Raises:
            BadRequest: when there is no such action.
            PermissionDenied: when the user has no right to it.
        """
        if action not in ACTIONS:
            raise BadRequest
        if action == "minor":
            if not may_publish(self.user, self.source):
                raise PermissionDenied
            return ""
        if self.cell.locale_id == self.source.locale_id:
            raise PermissionDenied
        if action == "begin":
            if not self.user.has_perm("wagtail_localize.submit_translation"):
                raise PermissionDenied
            return _("There is a translation already.") if self.target else ""
        if self.target is None:
            return _("There is no translation yet.")
        if action in ("approve", "reject"):
            if not self.waits_for_approval:
                return _("The page doesn't wait for approval any more.")
            if action not in self.task_actions:
                raise PermissionDenied
            return ""
        if action == "publish" and (
            is_unpublishable(self.target) or not may_publish(self.user, self.target)
        ):
            raise PermissionDenied
        if action == "submit" and not isinstance(self.target, Page):
            raise PermissionDenied
        if self.lock:
            return self.lock
        if action in ("submit", "publish"):
            if self.waits_for_approval:
                return _("The page waits for approval already.")
            if self.content.differs:
                return _("Do this in the page's own editor: its parts differ from the source's.")
        if action == "submit" and not self.target.has_workflow:
            return _("There is no approval for this page.")
        if action == "suggest" and (self.content.differs or not machine.is_enabled()):
            return _("Machine translation is not available here.")
        return ""

    def allows(self, action):
        try:
            return not self.refusal(action)
        except PermissionDenied:
            return False
