from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import Pick, Synonym
from search.reports import AskedQueriesView


class PrefilledCreateView(CreateView):
    """A form that the address can fill in: what is given for one of its fields stands in it."""

    def get_initial(self):
        given = self.request.GET
        names = [field.name for field in self.model._meta.fields if field.name in given]
        return {**super().get_initial(), **{name: given[name][:200] for name in names}}


class SynonymViewSet(ModelViewSet):
    """Expressions that find one another, kept by editors for each language."""

    model = Synonym
    name = "search_synonyms"
    url_prefix = "search-synonyms"
    icon = "search"
    menu_label = _("Search synonyms")
    menu_order = 720
    add_to_settings_menu = True
    add_view_class = PrefilledCreateView
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    search_fields = ["expressions"]
    ordering = ["language", "expressions", "pk"]
    copy_view_enabled = False


class PickViewSet(ModelViewSet):
    """What editors recommend above the results of a search."""

    model = Pick
    name = "search_picks"
    url_prefix = "search-recommendations"
    icon = "pick"
    menu_label = _("Search recommendations")
    menu_order = 721
    add_to_settings_menu = True
    add_view_class = PrefilledCreateView
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    search_fields = ["phrase"]
    ordering = ["language", "phrase", "pk"]
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def viewsets():
    return [SynonymViewSet(), PickViewSet()]


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("reports/searches/", AskedQueriesView.as_view(), name="asked_queries"),
        path(
            "reports/searches/results/",
            AskedQueriesView.as_view(results_only=True),
            name="asked_queries_results",
        ),
    ]


class AskedQueriesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("search.view_askedquery")


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return AskedQueriesMenuItem(
        _("What people search for"),
        reverse("asked_queries"),
        name="asked-queries",
        icon_name="search",
        order=1300,
    )


@hooks.register("register_permissions")
def report_permission():
    return Permission.objects.filter(content_type__app_label="search", codename="view_askedquery")
