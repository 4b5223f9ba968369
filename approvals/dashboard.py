"""The panels of the admin's first page: what waits for me, and what I have submitted."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.components import Component

from approvals.lists import items, submitted_by, waiting_for

ITEMS = 8


class ApprovalsPanel(Component):
    template_name = "approvals/dashboard_panel.html"
    name = heading = empty = list_url_name = ""
    is_mine = False

    def states(self, user):
        raise NotImplementedError

    def get_context_data(self, parent_context):
        states = list(self.states(parent_context["request"].user)[: ITEMS + 1])
        context = super().get_context_data(parent_context)
        return {
            **context,
            "panel": self,
            "items": items(states[:ITEMS]),
            "has_more": len(states) > ITEMS,
            "list_url": reverse(self.list_url_name),
            "here": reverse("wagtailadmin_home"),
        }


class WaitingForMePanel(ApprovalsPanel):
    name = "waiting_for_me"
    order = 120
    heading = _("Waiting for me")
    empty = _("Nothing waits for your approval.")
    list_url_name = "approvals_waiting"

    def states(self, user):
        return waiting_for(user)


class SubmittedByMePanel(ApprovalsPanel):
    name = "submitted_by_me"
    is_mine = True
    order = 122
    heading = _("Submitted by me")
    empty = _("You have submitted nothing that is still to be approved.")
    list_url_name = "approvals_submitted"

    def states(self, user):
        return submitted_by(user)
