"""An office's desk, all offices side by side, and the panel of the dashboard that shows either."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from approvals.lists import active, items
from regional_offices import desk
from regional_offices.desk import PageState
from regional_offices.models import Role
from regional_offices.views.settings import ADMINISTER
from regional_offices.writing import places
from translations.desk import cell_url, edits_everything, locales
from translations.models import State

ROWS = 8


def visible_offices(request):
    """The offices whose desk the person may see, looked up once for the menu and the page."""
    if not hasattr(request, "offices"):
        request.offices = desk.offices_for(request.user)
    return request.offices


def office_or_refusal(request, pk):
    """The `Office` of a team's key.

    Raises:
        PermissionDenied: when the person may not see it, or would not be told that it isn't there.
        Http404: when there is none, for those who see all.
    """
    for office in visible_offices(request):
        if office.pk == pk:
            return office
    if edits_everything(request.user):
        raise Http404
    raise PermissionDenied


def list_url(office, **query):
    """The list of an office's pages, narrowed."""
    return f"{reverse('office_pages', args=[office.pk])}?{urlencode(query, doseq=True)}"


def matrix(office, numbers, languages):
    """A row for each state, with how many pages are in it in each language."""
    rows = [
        {
            "label": state.label,
            "cells": [
                {
                    "number": numbers.get((office.pk, locale.pk, state), 0),
                    "url": list_url(office, language=locale.language_code, state=state.value),
                }
                for locale in languages
            ],
        }
        for state in PageState
    ]
    missing = desk.missing(office)
    cells = [
        {
            "number": missing.get(locale.pk, 0),
            "url": list_url(office, missing=locale.language_code),
        }
        for locale in languages
    ]
    return [*rows, {"label": _("Missing"), "cells": cells}]


def files(model, office, collections):
    """The first of an office's files that nothing refers to, and how many there are."""
    found = desk.unused(model, collections)
    return {"rows": list(found.select_related("uploaded_by_user")[:ROWS]), "number": found.count()}


def submissions(office):
    """The first of what an office has submitted: what was sent back, then what waits longest."""
    found = active(desk.pages([office]))  # "needs_changes" comes after "in_progress"
    found = found.order_by("-status", "current_task_state__started_at", "pk")
    return items(found[:ROWS], offices=[])


def outdated(office):
    """The first of an office's outdated translations, and where each is worked on."""
    return [
        {
            "cell": cell,
            "url": cell_url(cell),
            "title": cell.item.title,
            "language": cell.item.source_locale,
        }
        for cell in desk.cells(office, State.OUTDATED)[:ROWS]
    ]


def desk_context(request, office):
    """Everything that an office's desk shows. The number of queries is always the same.

    Apps above this one add links with the hook `construct_office_links`: a function of the request,
    the `Office` and the list of links so far, each a dictionary with `label` and `url`.
    """
    numbers, languages = desk.counts([office]), locales()
    totals = {
        state.value: sum(numbers.get((office.pk, one.pk, state), 0) for one in languages)
        for state in PageState
    }
    collections = desk.collections([office])
    links = []
    for function in hooks.get_hooks("construct_office_links"):
        function(request, office, links)
    return {
        "office": office,
        "roles": office.roles(request.user),
        "may_administer": request.user.has_perm(ADMINISTER),
        "may_see_all": edits_everything(request.user),
        "links": links,
        "places": places(office),
        "languages": languages,
        "matrix": matrix(office, numbers, languages),
        "totals": totals,
        "unpublished": {
            "rows": list(desk.unpublished(office)[:ROWS]),
            "number": totals[PageState.DRAFT] + totals[PageState.CHANGED],
            "url": list_url(office, state=[PageState.CHANGED.value, PageState.DRAFT.value]),
        },
        "submissions": {
            "rows": submissions(office),
            "number": totals[PageState.WAITING] + totals[PageState.SENT_BACK],
            "url": list_url(office, state=[PageState.WAITING.value, PageState.SENT_BACK.value]),
        },
        "outdated": {
            "rows": outdated(office),
            "number": totals[PageState.OUTDATED],
            "url": list_url(office, state=PageState.OUTDATED.value),
        },
        "overdue": {
            "rows": desk.overdue_with_owners(office, ROWS),
            "number": totals[PageState.OVERDUE],
            "url": list_url(office, state=PageState.OVERDUE.value),
        },
        "documents": {
            **files(get_document_model(), office, collections),
            "url": reverse("office_documents", args=[office.pk]),
        },
        "images": {
            **files(get_image_model(), office, collections),
            "url": reverse("office_images", args=[office.pk]),
        },
    }


def overview(request):
    """A row for each office, for the table of all. The number of queries is always the same."""
    offices, languages = visible_offices(request), locales()
    numbers = desk.counts(offices)
    people = desk.people(offices)
    collections = desk.collections(offices)
    documents = desk.count_unused(get_document_model(), collections)
    images = desk.count_unused(get_image_model(), collections)
    rows = []
    for office in offices:

        def number(state, locale, office=office):
            return numbers.get((office.pk, locale.pk, state), 0)

        def total(state, number=number):
            return sum(number(state, locale) for locale in languages)

        url = reverse("office_desk", args=[office.pk])
        rows.append(
            {
                "office": office,
                "url": url,
                "languages": [
                    {
                        "published": number(PageState.PUBLISHED, locale)
                        + number(PageState.CHANGED, locale),
                        "drafts": number(PageState.DRAFT, locale),
                        "url": list_url(office, language=locale.language_code),
                        "is_there": locale.pk in office.by_locale,
                    }
                    for locale in languages
                ],
                "cells": [
                    {"number": found, "url": f"{url}#{place}-section"}
                    for place, found in (
                        ("office-submissions", total(PageState.WAITING)),
                        ("office-outdated", total(PageState.OUTDATED)),
                        ("office-overdue", total(PageState.OVERDUE)),
                        ("office-documents", documents[office.pk]),
                        ("office-images", images[office.pk]),
                    )
                ],
                "editors": people.get(office.team.group(Role.EDITOR).pk, 0),
                "managers": people.get(office.team.group(Role.MANAGER).pk, 0),
            }
        )
    may_administer = request.user.has_perm(ADMINISTER)
    return {"languages": languages, "rows": rows, "may_administer": may_administer}


class OfficeMixin:
    """A page about one office. Takes the primary key of its team."""

    header_icon = "site"

    def dispatch(self, request, pk, *args, **kwargs):
        self.office = office_or_refusal(request, pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.office.title


class OfficeDeskView(OfficeMixin, WagtailAdminTemplateMixin, TemplateView):
    """One office's desk."""

    page_title = gettext_lazy("The office’s desk")
    template_name = "regional_offices/admin/page.html"
    extra_context = {"content": "regional_offices/admin/desk_panels.html"}

    def get_breadcrumbs_items(self):
        above = []
        if len(visible_offices(self.request)) > 1:
            above = [{"url": reverse("offices"), "label": _("Offices")}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**desk_context(self.request, self.office), **kwargs)


class OfficesView(WagtailAdminTemplateMixin, TemplateView):
    """All offices that one may see side by side; to those with one office, its desk."""

    page_title = gettext_lazy("Offices")
    template_name = "regional_offices/admin/page.html"
    extra_context = {"content": "regional_offices/admin/offices_table.html"}
    header_icon = "site"

    def dispatch(self, request, *args, **kwargs):
        offices = visible_offices(request)
        if not edits_everything(request.user):
            if not offices:
                raise PermissionDenied
            if len(offices) == 1:
                return redirect("office_desk", offices[0].pk)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**overview(self.request), **kwargs)


class OfficePanel(Component):
    """What an office's people see first: their desk, or their offices side by side."""

    name = "office_desk"
    order = 10

    class Media:
        css = {"all": ["wegosite/css/offices.css"]}

    def __init__(self, request):
        self.request = request
        self.offices = visible_offices(request)

    @property
    def template_name(self):
        one = len(self.offices) == 1
        return f"regional_offices/admin/{'desk_panels' if one else 'offices_table'}.html"

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        if len(self.offices) == 1:
            found = desk_context(self.request, self.offices[0])
        else:
            found = overview(self.request)
        return {**context, **found}
