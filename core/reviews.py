"""Who looks after a page, and when it is looked over again: the report and the weekly mail."""

from datetime import timedelta

import django_filters

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables import TitleColumn as BaseTitleColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.digest import DigestSection
from core.models import BasePage
from core.permissions import SECRETARIAT


def with_reviews(pages):
    """Pages with a review date, soonest first.

    Args:
        pages: a queryset of `Page`.

    Returns:
        the queryset, each page with `review_on` (a date) and `reviewer` (a user's key or None).
    """
    types = [model._meta.model_name for model in apps.get_models() if issubclass(model, BasePage)]
    return (
        pages.annotate(
            review_on=Coalesce(*[F(f"{name}__review_date") for name in types]),
            reviewer=Coalesce(*[F(f"{name}__content_owner") for name in types]),
        )
        .filter(review_on__isnull=False)
        .order_by("review_on", "pk")
    )


def due_by_person(days):
    """What each person is to be told of: their own pages, and the Secretariat of the others.

    The others have no owner, or one who has left or may not edit the page.

    Args:
        days: how many days ahead of today a page counts as due.

    Returns:
        `{user: [page, …]}`, soonest first.
    """
    until = timezone.localdate() + timedelta(days=days)
    users = get_user_model().objects.filter(is_active=True)
    secretariat = list(users.filter(groups__name=SECRETARIAT).order_by("pk"))
    owners = users.in_bulk()
    found = {}
    for page in with_reviews(Page.objects.select_related("locale")).filter(review_on__lte=until):
        owner = owners.get(page.reviewer)
        looked_after = owner and page.permissions_for_user(owner).can_edit()
        for person in [owner] if looked_after else secretariat:
            found.setdefault(person, []).append(page)
    return found


def reviews_due(days):
    """The part of the weekly mail about review dates."""
    return {
        person: DigestSection("core/email/reviews_due.txt", _("Pages to look over"), pages)
        for person, pages in due_by_person(days).items()
    }


class ReviewFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(
        label=_("Content owner"),
        choices=[("mine", _("Mine")), ("nobody", _("Without a content owner"))],
        method="filter_whose",
        empty_label=_("All"),
    )
    due = django_filters.ChoiceFilter(
        label=_("Review date"),
        choices=[("overdue", _("Passed")), ("soon", _("Within 30 days"))],
        method="filter_due",
        empty_label=_("All"),
    )

    class Meta:
        model = Page
        fields = []

    def filter_whose(self, pages, name, value):
        if value == "mine":
            return pages.filter(reviewer=self.request.user.pk)
        return pages.filter(reviewer=None)

    def filter_due(self, pages, name, value):
        today = timezone.localdate()
        if value == "overdue":
            return pages.filter(review_on__lt=today)
        return pages.filter(review_on__range=(today, today + timedelta(days=30)))


class TitleColumn(BaseTitleColumn):
    def get_value(self, instance):
        return instance.draft_title


class ReviewsView(ReportView):
    """The pages with a review date that one may edit."""

    page_title = _("Reviews due")
    header_icon = "calendar-check"
    index_url_name = "reviews_due"
    index_results_url_name = "reviews_due_results"
    filterset_class = ReviewFilterSet
    default_ordering = None
    model = Page
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda page: edit_url(page)),
        Column("language", label=_("Language"), accessor="locale.get_display_name"),
        Column("reviewer_name", label=_("Content owner")),
        DateColumn("review_on", label=_("Review date")),
    ]
    list_export = ["draft_title", "locale.language_code", "reviewer_name", "review_on"]
    export_headings = {
        "draft_title": _("Title"),
        "locale.language_code": _("Language"),
        "reviewer_name": _("Content owner"),
        "review_on": _("Review date"),
    }

    def dispatch(self, request, *args, **kwargs):
        if not may_open_reviews(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        allowed = page_permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        users = get_user_model().objects.filter(pk=OuterRef("reviewer"))
        name = Concat("first_name", Value(" "), "last_name")
        return with_reviews(allowed.select_related("locale")).annotate(
            reviewer_name=Trim(Subquery(users.annotate(full=name).values("full")))
        )


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def may_open_reviews(user):
    return page_permission_policy.user_has_any_permission(user, {"change"})
