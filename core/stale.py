"""Forms that were opened before somebody else saved: they overwrite what their editor has seen.

Wagtail refuses such a form when it saves by itself, and takes it when a person sends it.
"""

from django.contrib.admin.utils import quote
from django.core.exceptions import BadRequest
from django.db import transaction
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page, Revision
from wagtail.snippets.views.snippets import EditView as SnippetEditView

# The buttons that send the form; what has none of these names is saved as a draft.
ACTIONS = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
OVERWRITE = "overwrite"


def previous(revision):
    """The revision before one, or None."""
    of_instance = Revision.objects.filter(
        base_content_type=revision.base_content_type_id, object_id=revision.object_id
    )
    earlier = of_instance.filter(created_at__lt=revision.created_at).exclude(pk=revision.pk)
    return earlier.order_by("-created_at", "-pk").first()


class StaleFormMixin:
    """Shows a form again, as it was typed, that would overwrite a newer revision.

    Its editor sees who saved that revision and when, can compare, and can overwrite it with a
    button of its own. Expects Wagtail's `is_out_of_date`; the form holds the revision that it was
    opened with, and its moment.
    """

    def post(self, request, *args, **kwargs):
        try:
            return super().post(request, *args, **kwargs)
        except BadRequest as error:
            return render(request, "core/admin/incomplete_form.html", {"error": error}, status=400)

    def form_valid(self, form):
        if self.expects_json_response:
            return super().form_valid(form)
        with transaction.atomic():
            self.lock_latest_revision()
            if not self.is_out_of_date or self.overwrites():
                return super().form_valid(form)
        messages.error(self.request, self.newer_revision_message())
        self.form = form
        return self.render_to_response(self.get_context_data())

    def overwrites(self):
        """Whether the editor has seen the latest revision and wants to overwrite that one."""
        return f"{OVERWRITE}-{self.latest_revision.pk}" in self.request.POST.values()

    def revision_seen(self):
        """The number of the revision the form was opened with, or of the one before the latest.

        Saving by itself, Wagtail may have written the newer version over the one that was seen.
        """
        data = self.request.POST
        seen = data.get("overwrite_revision_id") or data.get("loaded_revision_id", "")
        others = Revision.objects.for_instance(self.latest_revision.content_object).exclude(
            pk=self.latest_revision.pk
        )
        if seen.isdecimal() and others.filter(pk=seen).exists():
            return seen
        before = previous(self.latest_revision)
        return before.pk if before else "earliest"

    def newer_revision_message(self):
        data = self.request.POST
        return render_to_string(
            "core/admin/newer_revision.html",
            {
                "revision": self.latest_revision,
                "compare_url": self.compare_url(self.revision_seen()),
                "form_id": self.form_id,
                "action": next((name for name in ACTIONS if name in data), "action-save"),
                "workflow_action": data.get("workflow-action-name", ""),
                "value": f"{OVERWRITE}-{self.latest_revision.pk}",
            },
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.request.method == "POST" and self.is_out_of_date:
            # The form stays as old as it is, or the next click would overwrite.
            context["loaded_revision_created_at"] = self.request.POST.get(
                "loaded_revision_created_at", ""
            )
            context["autosave_enabled"] = False
            context["has_unsaved_changes"] = True
        return context


class StalePageFormMixin(StaleFormMixin):
    form_id = "page-edit-form"

    def lock_latest_revision(self):
        """Of two forms that arrive together, one waits and is the second."""
        page = Page.objects.select_for_update().get(pk=self.page.pk)
        self.latest_revision = page.get_latest_revision()

    def compare_url(self, opened):
        return reverse(
            "wagtailadmin_pages:revisions_compare",
            args=[self.page.pk, opened, self.latest_revision.pk],
        )


class PageEditView(StalePageFormMixin, EditView):
    pass


class PageRevertView(StalePageFormMixin, RevisionsRevertView):
    pass


class RecordEditView(StaleFormMixin, SnippetEditView):
    """For records with revisions: `edit_view_class` of their `SnippetViewSet`."""

    form_id = "w-editor-form"

    def lock_latest_revision(self):
        self.latest_revision = (
            self.model.objects.select_for_update().get(pk=self.object.pk).latest_revision
        )

    def compare_url(self, opened):
        return reverse(
            self.revisions_compare_url_name,
            args=[quote(self.object.pk), opened, self.latest_revision.pk],
        )
