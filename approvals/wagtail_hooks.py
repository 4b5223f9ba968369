from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import RestartWorkflowMenuItem, SubmitForModerationMenuItem
from wagtail.models import WorkflowState

from approvals.admin_api import PagesViewSet
from approvals.dashboard import SubmittedByMePanel, WaitingForMePanel
from approvals.digest import approvals_due
from approvals.lists import item_of
from approvals.page_views import ApprovalPageViewSet
from approvals.views import SubmittedView, SubmitView, WaitingView, WithdrawView
from core import digest

# Wagtail's panels that ours replace.
REPLACED = {"user_objects_in_workflow_moderation", "workflow_objects_to_moderate"}


@hooks.register("register_admin_viewset", order=300)
def page_viewset():
    """After the one of `core`: the one that is registered last for `Page` is used."""
    return ApprovalPageViewSet()


@hooks.register("construct_admin_api", order=200)
def pages_api(router):
    """After Wagtail's own: the endpoint that is registered last under a name is the one."""
    router.register_endpoint("pages", PagesViewSet)


@hooks.register("register_admin_urls")
def approval_urls():
    return [
        path("approvals/", WaitingView.as_view(), name="approvals_waiting"),
        path("approvals/submitted/", SubmittedView.as_view(), name="approvals_submitted"),
        path("approvals/submit/<int:page_id>/", SubmitView.as_view(), name="approvals_submit"),
        path(
            "approvals/withdraw/<int:page_id>/", WithdrawView.as_view(), name="approvals_withdraw"
        ),
    ]


@hooks.register("construct_homepage_panels")
def dashboard(request, panels):
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels += [WaitingForMePanel(), SubmittedByMePanel()]


hooks.register(digest.REGISTER, approvals_due, order=50)


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's, without the name of the workflow, which is that of a group."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page and page.pk else None
        is_sent_back = state and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Submit again…") if is_sent_back else _("Submit for approval…")
        return context


@hooks.register("construct_page_action_menu")
def submit_in_words(menu_items, request, context):
    """One way to submit: what was sent back goes to whoever approves now."""
    menu_items[:] = [
        SubmitMenuItem(order=item.order) if type(item) is SubmitForModerationMenuItem else item
        for item in menu_items
        if not isinstance(item, RestartWorkflowMenuItem)
    ]


@hooks.register("before_edit_page")
def say_where_it_is(request, page):
    """In the editor: what was said when the page was submitted or sent back."""
    if request.method == "GET" and (item := item_of(page)) and (item.comment or item.note):
        messages.info(request, render_to_string("approvals/editor_message.html", {"item": item}))


@hooks.register("insert_global_admin_css")
def approvals_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wegosite/css/approvals.css"))
