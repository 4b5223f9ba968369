"""The pages on which something is submitted, approved, sent back and withdrawn. All are forms that
work without JavaScript.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import GroupApprovalTask, Page

from approvals import actions
from approvals.forms import FilterForm, ReviewForm, SubmissionForm
from approvals.lists import item_of, items, submitted_by, waiting_for
from approvals.offices import all_offices
from approvals.people import holder, may_see, pages_of
from core.stale import previous

PER_PAGE = 20


class ListView(WagtailAdminTemplateMixin, TemplateView):
    """A list of submitted pages, narrowed by language and office."""

    template_name = "approvals/list.html"
    header_icon = "clipboard-list"
    empty = ""
    is_mine = False

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def states(self):
        """All that belongs into the list, as a queryset of `WorkflowState`."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        user = self.request.user
        states = self.states()
        pages = pages_of(user)
        # Only offices of which something is in the list: the name of another may be a draft's.
        keys = [int(key) for key in states.order_by().values_list("object_id", flat=True)]
        paths = list(pages.filter(pk__in=keys).order_by("path").values_list("path", flat=True))
        offices = [one for one in all_offices() if any(map(one.holds, paths))]
        form = FilterForm(self.request.GET, offices)
        if any(form.data.get(name) for name in form.fields):
            chosen = form.narrowed(pages.filter(pk__in=keys)).values_list("pk", flat=True)
            states = states.filter(object_id__in=[str(key) for key in chosen])
        page = Paginator(states, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            form=form,
            has_filters=len(offices) > 1 or len(paths) > 1,
            page_obj=page,
            items=items(page),
            here=self.request.get_full_path(),
            empty=self.empty,
            mine=self.is_mine,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            **kwargs,
        )


class WaitingView(ListView):
    page_title = gettext_lazy("Waiting for me")
    empty = gettext_lazy("Nothing waits for your approval.")

    def states(self):
        return waiting_for(self.request.user)


class SubmittedView(ListView):
    page_title = gettext_lazy("Submitted by me")
    empty = gettext_lazy("You have submitted nothing that is still to be approved.")
    is_mine = True

    def states(self):
        return submitted_by(self.request.user)


class PageMixin(WagtailAdminTemplateMixin):
    """Something that is done with one page whose draft the user may see."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, page_id, **kwargs):
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not may_see(request.user, self.page):
            raise PermissionDenied
        self.next_url = get_valid_next_url_from_request(request)
        return self.refusal() or super().dispatch(request, *args, **kwargs)

    def refusal(self):
        """The answer when it can't be done now; None when it can.

        Raises:
            PermissionDenied: when the user has no right to it.
        """
        raise NotImplementedError

    @property
    def edit_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @cached_property
    def title(self):
        revision = self.page.latest_revision
        return revision.object_str if revision else self.page.title

    def get_page_subtitle(self):
        return self.title

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_url, "label": self.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def refused(self, refusal):
        messages.error(self.request, str(refusal))
        return redirect(self.next_url or self.edit_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page, edit_url=self.edit_url, next=self.next_url, title=self.title, **kwargs
        )


class SubmitView(PageMixin, FormView):
    """Asks for a note and a date before a draft is submitted."""

    page_title = gettext_lazy("Submit for approval")
    template_name = "approvals/submit.html"
    form_class = SubmissionForm

    def refusal(self):
        rights = self.page.permissions_for_user(self.request.user)
        if not rights.can_edit() or self.page.alias_of_id:
            raise PermissionDenied
        if self.page.workflow_in_progress:
            return self.refused(_("The page waits for approval already."))
        if not self.page.has_workflow:
            return self.refused(_("There is no approval for this page."))
        if not rights.can_submit_for_moderation():
            return self.refused(_("The page is locked."))
        return None

    @cached_property
    def item(self):
        return item_of(self.page)

    def get_initial(self):
        # Sent back, it is needed by the same day; what was said then has been read.
        item = self.item
        return {"due_on": item.due_on} if item and not item.has_passed else {}

    def form_valid(self, form):
        try:
            actions.submit(self.page, self.request.user, **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%s” is submitted for approval.") % self.title)
        return redirect(self.next_url or reverse("approvals_submitted"))

    def get_context_data(self, **kwargs):
        tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=self.page.get_workflow())
        task = tasks.order_by("workflow_tasks__sort_order").first()
        return super().get_context_data(
            holder=holder(task) if task else "", item=self.item, **kwargs
        )


class ReviewView(PageMixin, FormView):
    """Approves a page or sends it back, at the address of Wagtail's own view, which asks less.

    The reviewer says which draft they have seen: another one is shown first.
    """

    template_name = "approvals/review.html"
    form_class = ReviewForm
    titles = {"approve": gettext_lazy("Approve"), "reject": gettext_lazy("Send back")}

    def dispatch(self, request, *args, action_name, task_state_id, **kwargs):
        if action_name not in self.titles:
            raise Http404
        self.action = action_name
        self.task_state_id = task_state_id
        return super().dispatch(request, *args, **kwargs)

    def refusal(self):
        task_state = self.page.current_workflow_task_state
        if task_state is None or task_state.pk != self.task_state_id:
            return self.refused(_("The page doesn’t wait for this approval any more."))
        allowed = task_state.task.specific.get_actions(self.page, self.request.user)
        if self.action not in {name for name, _label, _modal in allowed}:
            raise PermissionDenied
        return None

    def refused(self, refusal):
        messages.error(self.request, str(refusal))
        return redirect(self.next_url or reverse("approvals_waiting"))

    def get_page_title(self):
        return self.titles[self.action]

    @property
    def seen(self):
        """The draft that the reviewer has seen, as far as they say."""
        said = self.request.POST if self.request.method == "POST" else self.request.GET
        return said.get("seen", "")

    def form_valid(self, form):
        user, comment = self.request.user, form.cleaned_data["comment"]
        try:
            actions.act(self.page, user, self.action, comment, self.seen, self.task_state_id)
        except actions.Refused as refusal:
            self.page = Page.objects.get(pk=self.page.pk).specific
            if not isinstance(refusal, actions.Changed):  # which the page itself says
                form.add_error(None, str(refusal))
            return self.form_invalid(form)
        done = {
            "approve": _("“%s” is approved."),
            "reject": _("“%s” is sent back."),
        }
        messages.success(self.request, done[self.action] % self.title)
        return redirect(self.next_url or reverse("approvals_waiting"))

    def earlier(self):
        """What the draft is compared with: the one that was seen, or what is live; else None."""
        latest = self.page.latest_revision
        if self.has_changed:
            number = self.seen.partition(":")[0]
            others = self.page.revisions.exclude(pk=latest.pk)
            # Saving by itself may have written over the one that was seen.
            seen = others.filter(pk=number).first() if number.isdecimal() else None
            if seen := seen or previous(latest):
                return seen.as_object()
        return self.page if self.page.live else None

    @property
    def has_changed(self):
        asked = self.request.method == "POST" and self.action == "approve"
        return bool(asked or self.seen) and self.seen != actions.version(self.page)

    def comparison(self, earlier, latest):
        panel = self.page.get_edit_handler().get_bound_panel(
            instance=self.page, request=self.request, form=None
        )
        differences = [compare(earlier, latest) for compare in panel.get_comparison()]
        return [one for one in differences if one.has_changed()]

    def get_context_data(self, **kwargs):
        earlier = self.earlier()
        latest = self.page.latest_revision
        return super().get_context_data(
            item=item_of(self.page),
            action=self.action,
            other=next(name for name in self.titles if name != self.action),
            seen=actions.version(self.page),
            has_changed=self.has_changed,
            changed_by=latest.user if self.has_changed else None,
            changed_at=latest.created_at,
            complaints=actions.complaints(self.page) if self.action == "approve" else "",
            has_earlier=earlier is not None,
            comparison=self.comparison(earlier, latest.as_object()) if earlier else [],
            **kwargs,
        )


class WithdrawView(PageMixin, TemplateView):
    """Asks whether a page that was submitted is to be taken back, and takes it back."""

    page_title = gettext_lazy("Withdraw")
    template_name = "approvals/withdraw.html"

    def refusal(self):
        state = self.page.current_workflow_state
        if state is None:
            return self.refused(_("The page is not submitted any more."))
        if not state.user_can_cancel(self.request.user):
            raise PermissionDenied
        return None

    def post(self, request, *args, **kwargs):
        actions.withdraw(self.page, request.user)
        messages.success(
            request, _("“%s” is withdrawn. Your text is kept as a draft.") % self.title
        )
        return redirect(self.next_url or self.edit_url)
