"""The lists that an office's desk shows the beginning of."""

import django_filters

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from regional_offices import desk
from regional_offices.desk import PageState
from regional_offices.views.desk import OfficeMixin
from translations.desk import locales


class OfficeListMixin(OfficeMixin):
    """A list of what an office has."""

    paginate_by = 50

    def get_breadcrumbs_items(self):
        above = {"url": reverse("office_desk", args=[self.office.pk]), "label": self.office.title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_header_title()}]

    def get_index_url(self):
        return reverse(self.index_url_name, args=[self.office.pk])

    def order_queryset(self, found):
        return found.order_by(self.ordering, "pk")


class PageFilterSet(WagtailFilterSet):
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        field_name="locale__language_code",
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=PageState.choices,
        widget=forms.CheckboxSelectMultiple,
        method="filter_state",
    )
    missing = django_filters.ChoiceFilter(
        label=gettext_lazy("Missing in"),
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="filter_missing",
    )

    class Meta:
        model = Page
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.locales = {locale.language_code: locale for locale in locales()}
        choices = [(code, one.get_display_name()) for code, one in self.locales.items()]
        for name in ("language", "missing"):
            self.filters[name].extra["choices"] = choices

    def filter_state(self, pages, name, values):
        condition = desk.is_in(values[0])
        for value in values[1:]:
            condition |= desk.is_in(value)
        return pages.filter(condition)

    def filter_missing(self, pages, name, value):
        return pages.filter(desk.is_missing_in(self.locales[value]))


def changer(page):
    return page.latest_revision and page.latest_revision.user


class TitleColumn(BaseColumn):
    """The title of a page or file, which leads to where it is edited."""

    cell_template_name = "regional_offices/admin/title_cell.html"

    def __init__(self, url_name, accessor, **kwargs):
        super().__init__(accessor, label=gettext_lazy("Title"), sort_key=accessor, **kwargs)
        self.url_name = url_name

    def get_cell_context_data(self, instance, parent_context):
        return {
            "instance": instance,
            "title": getattr(instance, self.accessor),
            "url": reverse(self.url_name, args=[instance.pk]),
        }


class OfficePagesView(OfficeListMixin, BaseListingView):
    """An office's pages, by language and state."""

    page_title = gettext_lazy("Pages")
    index_url_name = "office_pages"
    index_results_url_name = "office_pages_results"
    results_template_name = "regional_offices/admin/pages_results.html"
    filterset_class = PageFilterSet
    is_searchable = True
    search_fields = ["draft_title"]
    search_backend_name = None
    default_ordering = "-latest_revision_created_at"
    columns = [
        TitleColumn("wagtailadmin_pages:edit", "draft_title"),
        Column("language", label=gettext_lazy("Language"), accessor="locale.get_display_name"),
        Column("state", label=gettext_lazy("State"), accessor=lambda page: state_of(page)),
        DateColumn(
            "latest_revision_created_at",
            label=gettext_lazy("Last changed"),
            sort_key="latest_revision_created_at",
        ),
        Column(
            "user",
            label=gettext_lazy("Changed by"),
            accessor=lambda page: get_user_display_name(changer(page)),
        ),
    ]

    def get_index_results_url(self):
        return reverse(self.index_results_url_name, args=[self.office.pk])

    @cached_property
    def search_query(self):
        return super().search_query[:256]

    def get_base_queryset(self):
        found = desk.pages([self.office]).prefetch_workflow_states()
        return found.select_related("locale", "latest_revision__user")

    def filter_queryset(self, found):
        # A filter that can't be understood is answered by a message, not by all there is.
        return super().filter_queryset(found) if self.filters.is_valid() else found.none()


def state_of(page):
    """The states of a page in words, as the desk counts them."""
    if page.live:
        state = PageState.CHANGED if page.has_unpublished_changes else PageState.PUBLISHED
    else:
        state = PageState.DRAFT
    workflow = page.current_workflow_state
    if workflow is None:
        return state.label
    is_back = workflow.status == workflow.STATUS_NEEDS_CHANGES
    return f"{state.label} · {(PageState.SENT_BACK if is_back else PageState.WAITING).label}"


class UnusedFilesView(OfficeListMixin, BaseListingView):
    """The files of an office that nothing refers to."""

    default_ordering = "-created_at"
    edit_url_name = ""

    @cached_property
    def columns(self):
        return [
            TitleColumn(self.edit_url_name, "title"),
            DateColumn("created_at", label=gettext_lazy("Uploaded"), sort_key="created_at"),
            Column(
                "user",
                label=gettext_lazy("Uploaded by"),
                accessor=lambda file: get_user_display_name(file.uploaded_by_user),
            ),
        ]

    def get_base_queryset(self):
        found = desk.unused(self.model, desk.collections([self.office]))
        return found.select_related("uploaded_by_user")


class UnusedDocumentsView(UnusedFilesView):
    model = get_document_model()
    page_title = gettext_lazy("Documents nobody links to")
    index_url_name = "office_documents"
    edit_url_name = "wagtaildocs:edit"


class UnusedImagesView(UnusedFilesView):
    model = get_image_model()
    page_title = gettext_lazy("Pictures nobody uses")
    index_url_name = "office_images"
    edit_url_name = "wagtailimages:edit"
