"""The report of what people searched for."""

import django_filters

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.models import AskedQuery

FEWEST = 2  # what was asked once may be somebody's name


def no_formula(value):
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def language_of(row):
    return dict(settings.LANGUAGES).get(row["language"], row["language"])


class AskedQueryFilterSet(WagtailFilterSet):
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    day = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)
    nothing = django_filters.ChoiceFilter(
        label=_("Found nothing"), choices=[("yes", _("Yes"))], method="found_nothing"
    )

    class Meta:
        model = AskedQuery
        fields = []

    def found_nothing(self, queryset, name, value):
        return queryset.filter(unanswered__gt=0)


class ActionsColumn(Column):
    """Links to the forms of a synonym and of a recommendation, filled in with the query."""

    cell_template_name = "search/admin/asked_actions.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        language, text = instance["language"], instance["text"]
        links = []
        if user.has_perm("search.add_synonym"):
            values = urlencode({"language": language, "expressions": text})
            links.append((_("Make a synonym"), f"{reverse('search_synonyms:add')}?{values}"))
        if user.has_perm("search.add_pick"):
            values = urlencode({"language": language, "phrase": text})
            links.append((_("Recommend something"), f"{reverse('search_picks:add')}?{values}"))
        return {**context, "links": links, "text": text}


class AskedQueriesView(ReportView):
    """What was searched for at least twice, by language and query, in the period chosen."""

    model = AskedQuery
    permission_policy = ModelPermissionPolicy(AskedQuery)
    permission_required = "view"
    page_title = _("What people search for")
    header_icon = "search"
    index_url_name = "asked_queries"
    index_results_url_name = "asked_queries_results"
    filterset_class = AskedQueryFilterSet
    default_ordering = "-times_asked"
    columns = [
        Column("text", label=_("Searched for"), sort_key="text"),
        Column("language", label=_("Language"), sort_key="language", accessor=language_of),
        NumberColumn("times_asked", label=_("Times"), sort_key="times_asked"),
        NumberColumn("times_unanswered", label=_("Found nothing"), sort_key="times_unanswered"),
        ActionsColumn("actions", label=pgettext_lazy("what to do with a query", "Actions")),
    ]
    list_export = ["text", "language", "times_asked", "times_unanswered"]
    export_headings = {
        "text": _("Searched for"),
        "language": _("Language"),
        "times_asked": _("Times"),
        "times_unanswered": _("Found nothing"),
    }
    custom_field_preprocess = {"text": {"csv": no_formula, "xlsx": no_formula}}
    export_filename = "searches"

    def get_queryset(self):
        asked = self.filter_queryset(self.get_base_queryset())
        summed = (
            asked.order_by()
            .values("language", "text")
            .annotate(times_asked=Sum("times"), times_unanswered=Sum("unanswered"))
            .filter(times_asked__gte=FEWEST)
        )
        return summed.order_by(self.ordering, "language", "text")

    def get_filtered_queryset(self):
        return self.get_queryset()
