"""Wagtail's page chooser, which shows every draft: here with the pages one may see.

The hook `construct_page_chooser_queryset` narrows the lists. Wagtail asks it neither for the page
that is browsed, nor for a parent in a search, nor for what has been chosen.
"""

import json

from wagtail.admin.views import chooser
from wagtail.models import Page

from core.visibility import is_visible_to, visible_to


class BrowseView(chooser.BrowseView):
    def get_object_list(self):
        if not is_visible_to(self.request.user, self.parent_page):
            self.parent_page = Page.get_first_root_node()
        return super().get_object_list()


class VisibleParentColumn(chooser.ParentPageColumn):
    def __init__(self, column, user):
        super().__init__(column.name, label=column.label)
        self.user = user

    def get_value(self, instance):
        parent = super().get_value(instance)
        return parent if is_visible_to(self.user, parent) else None


class SearchView(chooser.SearchView):
    @property
    def columns(self):
        return [
            VisibleParentColumn(column, self.request.user)
            if isinstance(column, chooser.ParentPageColumn)
            else column
            for column in super().columns
        ]


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get(self, request):
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
        asked = Page.objects.filter(pk__in=keys)
        request.GET = request.GET.copy()
        request.GET.setlist("id", visible_to(request.user, asked).values_list("pk", flat=True))
        return super().get(request)


class ExternalLinkView(chooser.ExternalLinkView):
    def post(self, request):
        """Offers to turn an address into a link to its page, unless that page is private."""
        response = super().post(request)
        answer = json.loads(response.content)
        found = answer.get("internal") or answer.get("result") or {}
        page = Page.objects.filter(pk=found.get("id")).first()
        if page and not is_visible_to(request.user, page):
            return self.render_chosen_response(self.get_result_data())
        return response
