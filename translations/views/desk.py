"""The translation desk: every page and record against every language, and its dashboard panel."""

import re

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_type_label

from translations import desk
from translations.models import State
from translations.views.desk_filters import DeskFilterSet

# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What no XLSX file can hold.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ROWS_AT_A_TIME = 500


class TitleColumn(BaseColumn):
    cell_template_name = "translations/desk_title_cell.html"


class SectionColumn(BaseColumn):
    cell_template_name = "translations/desk_section_cell.html"


class LanguageColumn(BaseColumn):
    cell_template_name = "translations/desk_language_cell.html"

    def __init__(self, locale, **kwargs):
        super().__init__(locale.language_code, label=locale.get_display_name(), **kwargs)
        self.locale = locale

    def get_cell_context_data(self, row, parent_context):
        return {"cell": row.cells.get(self.locale.pk)}


class SinceColumn(Column):
    """The day from which the translation into the chosen language has been in its state."""

    def __init__(self, locale):
        super().__init__("since", label=_("Since"), sort_key="since")
        self.locale = locale

    def get_value(self, row):
        cell = row.cells.get(self.locale.pk)
        return date_format(timezone.localtime(cell.since)) if cell else ""


class DeskView(ReportView):
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"
    index_url_name = "translation_desk"
    index_results_url_name = "translation_desk_results"
    results_template_name = "translations/desk_results.html"
    filterset_class = DeskFilterSet
    is_searchable = True
    search_fields = ["title"]
    default_ordering = "title"
    table_classname = "listing desk-matrix"
    export_filename = "translations"

    def dispatch(self, request, *args, **kwargs):
        if not desk.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.is_export = self.is_export and self.filters.is_valid()
        if self.is_export:
            items = self.get_queryset().iterator(chunk_size=ROWS_AT_A_TIME)
            return self.as_spreadsheet(items, request.GET["export"])
        return super().get(request, *args, **kwargs)

    # Rows

    @cached_property
    def visible(self):
        return desk.visible(self.request.user)

    @cached_property
    def sections(self):
        return desk.sections(self.request.user)

    @cached_property
    def search_query(self):
        return super().search_query[:256]  # no title is as long; SQLite fails on what is very long

    def get_filterset_kwargs(self):
        return {
            **super().get_filterset_kwargs(),
            "items": self.visible,
            "sections": self.sections,
        }

    @cached_property
    def locale(self):
        """The language chosen, or None for all."""
        return self.filters.locale

    @cached_property
    def locales(self):
        """The languages that have a column."""
        return [self.locale] if self.locale else list(self.filters.locales.values())

    def get_base_queryset(self):
        return desk.with_cells(self.visible)

    def order_queryset(self, items):
        return desk.ordered(items, self.ordering, self.locale)

    def filter_queryset(self, items):
        # A filter that can't be understood is answered by its message, not by all there is.
        return super().filter_queryset(items) if self.filters.is_valid() else items.none()

    def get_filtered_queryset(self):
        return self.get_queryset()  # it filters already

    # The page

    @cached_property
    def columns(self):
        columns = [
            TitleColumn("title", label=_("Title"), sort_key="title"),
            SectionColumn("section", label=_("Section"), sort_key="section"),
            DateColumn("changed", label=_("Source changed"), sort_key="changed"),
        ]
        if self.locale:
            return [
                *columns,
                LanguageColumn(self.locale, sort_key="state"),
                SinceColumn(self.locale),
            ]
        return columns + [LanguageColumn(locale) for locale in self.locales]

    def get_table(self, items):
        return super().get_table(desk.rows(list(items), self.request.user, self.sections))

    def get_table_kwargs(self):
        caption = _("Pages and records, and how each stands in each language")
        return {**super().get_table_kwargs(), "caption": caption}

    @cached_property
    def complaints(self):
        """What is wrong with the address, in words."""
        found = [
            f"{self.filters.form[name].label}: {error}"
            for name, errors in self.filters.form.errors.items()
            for error in errors
        ]
        ordering = self.request.GET.get("ordering", self.default_ordering)
        if ordering.removeprefix("-") not in desk.ORDERS:
            found.append(_("The list can't be sorted like this. It is sorted by title."))
        return found

    def link(self, locale, state):
        """The desk with the filters it has now, and those of one cell of the counts."""
        query = self.request.GET.copy()
        for name in (self.page_kwarg, "export", "ordering", "_w_filter_fragment"):
            query.pop(name, None)
        query["language"], query["state"] = locale.language_code, state
        return f"{self.index_url}?{query.urlencode()}"

    @cached_property
    def counts(self):
        """A line for each state: its name, icon, and how many there are in each language."""
        items = self.search_queryset(self.filters.filter_items(self.visible))
        numbers = desk.counts(items, self.filters.of_age)
        locales = list(self.filters.locales.values())
        return [
            {
                "state": state,
                "label": State(state).label,
                "icon": desk.ICONS[state],
                "cells": [
                    {
                        "number": numbers.get((locale.pk, state), 0),
                        "url": self.link(locale, state),
                        "is_current": self.locale == locale
                        and self.filters.value("state") == state,
                    }
                    for locale in locales
                ],
            }
            for state in desk.URGENCY
        ]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["complaints"] = self.complaints
        if self.filters.is_valid():
            context["locales"] = self.filters.locales.values()
            context["counts"] = self.counts
        return context

    # Files

    @cached_property
    def export_headings(self):
        return {
            "title": _("Title"),
            "kind": _("Kind"),
            "section": _("Section"),
            "source": _("Source language"),
            "owner": _("Owner"),
            "changed": _("Source changed"),
            **{locale.language_code: str(locale.get_display_name()) for locale in self.locales},
        }

    @cached_property
    def list_export(self):
        return list(self.export_headings)

    def to_row_dict(self, item):
        states = {cell.locale_id: desk.state_label(cell) for cell in item.cells.all()}
        return {
            "title": item.title,
            "kind": get_content_type_label(item.content_type),
            "section": self.sections.get(item.section, ""),
            "source": item.source_locale.get_display_name(),
            "owner": get_user_display_name(item.owner) if item.owner else "",
            "changed": item.changed_at,
            **{locale.language_code: states.get(locale.pk, "") for locale in self.locales},
        }

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        if export_format == self.FORMAT_CSV and value.startswith(FORMULA):
            return f"'{value}"
        return CONTROL_CHARACTERS.sub("", value)

    def stream_csv(self, items):
        # Written before the answer leaves: afterwards the user's own language is no longer active.
        return list(super().stream_csv(items))


class TranslationsPanel(Component):
    """What waits in the languages that a user works in, on the admin's first page."""

    name = "translations"
    order = 125
    template_name = "translations/admin/dashboard.html"
    states = (State.OUTDATED, State.MISSING, State.MACHINE, State.IN_PROGRESS)

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        url = reverse("translation_desk")
        numbers = desk.counts(desk.visible(user))
        rows = []
        for locale in desk.locales_of(user):
            cells = [
                {
                    "number": numbers.get((locale.pk, state), 0),
                    "url": f"{url}?language={locale.language_code}&state={state}",
                }
                for state in self.states
            ]
            if any(cell["number"] for cell in cells):
                rows.append({"locale": locale, "cells": cells})
        context = super().get_context_data(parent_context)
        return {**context, "url": url, "states": self.states, "rows": rows}
