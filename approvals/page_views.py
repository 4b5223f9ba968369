"""Wagtail's views on pages: what is submitted is asked about, what is approved is looked at."""

import json

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin import messages

from approvals.actions import complaints
from approvals.views import ReviewView
from core.page_views import GuardedPageViewSet, PageCreateView
from core.stale import PageEditView, PageRevertView


class AsksBeforeSubmission:
    """Saves a draft that is complete, then asks for a note and a date: `SubmitView` submits it."""

    asks = False

    def submit_action(self):
        self.asks = True
        return self.save_action()

    restart_workflow_action = submit_action

    def redirect_and_remain(self):
        if not self.asks:
            return super().redirect_and_remain()
        query = QueryDict(mutable=True)
        if self.next_url:
            query["next"] = self.next_url
        url = reverse("approvals_submit", args=[self.page.pk])
        return redirect(f"{url}?{query.urlencode()}" if query else url)


class ApprovesWhatIsComplete:
    def perform_workflow_action(self):
        """As Wagtail's, for a comment alone; what can't go live yet is saved as a draft."""
        try:
            said = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
        except ValueError as error:
            raise BadRequest("This is not JSON.") from error
        if not isinstance(said, dict) or set(said) - {"comment"}:
            raise BadRequest("Only a comment goes with an approval.")
        if self.workflow_action == "approve" and (problem := complaints(self.page)):
            text = _("It can’t be approved yet. What you typed is saved as a draft. %s")
            messages.error(self.request, text % problem)
            return self.save_action()
        return super().perform_workflow_action()


class CreateView(AsksBeforeSubmission, PageCreateView):
    pass


class EditView(AsksBeforeSubmission, ApprovesWhatIsComplete, PageEditView):
    pass


class RevertView(AsksBeforeSubmission, ApprovesWhatIsComplete, PageRevertView):
    pass


class ApprovalPageViewSet(GuardedPageViewSet):
    add_view_class = CreateView
    edit_view_class = EditView
    revisions_revert_view_class = RevertView
    workflow_action_view_class = ReviewView
