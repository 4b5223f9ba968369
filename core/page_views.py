"""Wagtail's views on pages, with what they lack: forms that can be stale, rights asked first."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.views.generic import FormView

from wagtail.admin.views.pages.bulk_actions import MoveBulkAction
from wagtail.admin.views.pages.choose_parent import GenericChooseParentView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.move import MoveChooseDestinationView, MoveConfirmView
from wagtail.admin.views.pages.workflow import (
    CollectWorkflowActionDataView,
    ConfirmWorkflowCancellationView,
    PreviewRevisionForTaskView,
)
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import page_permission_policy

from core.choices import offer_visible
from core.querysets import beneath
from core.stale import PageEditView, PageRevertView
from core.visibility import is_visible_to


class VisiblePageMixin:
    """Wagtail's view names a page in a message or a question before it asks for rights."""

    def dispatch(self, request, page_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_id)
        if not (
            is_visible_to(request.user, page) or page.permissions_for_user(request.user).can_edit()
        ):
            raise PermissionDenied
        return super().dispatch(request, page_id, *args, **kwargs)


class VisibleDestinationMixin:
    """Wagtail's form asks for a page, and names the one that was sent, whichever that is."""

    destination_field = "new_parent_page"

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        offer_visible(form, self.destination_field, self.request.user)
        return form


class GuardedChooseParent(VisibleDestinationMixin, GenericChooseParentView):
    destination_field = "parent_page"


class GuardedCopy(VisibleDestinationMixin, CopyView):
    def post(self, request, *args, **kwargs):
        # Wagtail's looks up the page that was sent before it asks whether there is one.
        return FormView.post(self, request, *args, **kwargs)


class GuardedMove(VisibleDestinationMixin, MoveChooseDestinationView):
    pass


class GuardedBulkMove(VisibleDestinationMixin, MoveBulkAction):
    destination_field = "chooser"


class GuardedMoveConfirm(MoveConfirmView):
    """Wagtail's names both pages in its question, and asks for rights once it is answered."""

    def dispatch(self, request, page_to_move_id, destination_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_to_move_id).specific
        destination = get_object_or_404(Page, pk=destination_id)
        if not page.permissions_for_user(request.user).can_move_to(destination):
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


class GuardedCollectWorkflowActionData(VisiblePageMixin, CollectWorkflowActionDataView):
    pass


class GuardedConfirmCancellation(VisiblePageMixin, ConfirmWorkflowCancellationView):
    pass


class GuardedWorkflowPreview(VisiblePageMixin, PreviewRevisionForTaskView):
    pass


def counterpart(model, parent):
    """The page that a new one is the version of, where there can be one beneath a parent.

    Such as a list of news that an office has in English already. Made by hand in another language,
    it would else be a page of its own, and nothing beneath it could be translated.

    Args:
        model: the type of the new page.
        parent: the page that it is to stand beneath.

    Returns:
        the version in another language, or None.
    """
    if model.max_count_per_parent != 1 or parent.is_root():
        return None
    versions = beneath(model.objects.filter(alias_of__isnull=True), parent, children=True)
    here = Page.objects.filter(locale=parent.locale).values("translation_key")
    return versions.exclude(translation_key__in=here).order_by("pk").first()


class GuardedExplorer(ExplorableIndexView):
    """Wagtail's names every page beneath the one that somebody's pages have in common."""

    def get(self, request, parent_page_id=None):
        response = super().get(request, parent_page_id)
        page = self.parent_page
        explorable = self.permission_policy.explorable_instances(request.user)
        if response.status_code == 200 and not explorable.filter(pk=page.pk).exists():
            raise PermissionDenied
        return response


class PageCreateView(CreateView):
    """Says beside the field what is refused when the page is stored, after the form was right.

    Such as an address that has been taken in the meantime: by the page's own first autosave, when
    somebody is quick to publish it. Wagtail's own answers 500.
    """

    def form_valid(self, form):
        if version := counterpart(self.page_class, self.parent_page):
            form.instance.translation_key = version.translation_key
            form.instance.slug = find_available_slug(self.parent_page, version.slug)
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


class GuardedPageViewSet(PageViewSet):
    """Wagtail's own for every type of page, but for these views."""

    add_view_class = PageCreateView
    choose_parent_view_class = GuardedChooseParent
    copy_view_class = GuardedCopy
    edit_view_class = PageEditView
    index_view_class = GuardedExplorer
    revisions_revert_view_class = PageRevertView
    move_view_class = GuardedMove
    move_confirm_view_class = GuardedMoveConfirm
    collect_workflow_action_data_view_class = GuardedCollectWorkflowActionData
    confirm_workflow_cancellation_view_class = GuardedConfirmCancellation
    workflow_preview_view_class = GuardedWorkflowPreview


def sees_whole_site(user):
    """Whether somebody's rights on pages begin at the root."""
    pages = page_permission_policy.instances_with_direct_explore_permission(user)
    return user.is_superuser or any(page.is_root() for page in pages)


class GuardedSiteHistory(LogEntriesView):
    """Wagtail's tells what was done to the pages above one's own, by titles never published."""

    def filter_queryset(self, queryset):
        user = self.request.user
        if queryset.model is PageLogEntry and not sees_whole_site(user):
            own = page_permission_policy.instances_user_has_any_permission_for(
                user, {"change", "publish"}
            )
            queryset = queryset.filter(page__in=own.values("pk"))
        return super().filter_queryset(queryset)


class GuardedPageTypesUsage(PageTypesUsageReportView):
    """Names the page of each type that was edited last, whoever's it is."""

    def dispatch(self, request, *args, **kwargs):
        if not sees_whole_site(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
