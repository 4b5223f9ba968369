from django.urls import path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from approvals.offices import REGISTER
from regional_offices.access import offices_by_path
from regional_offices.views.desk import OfficeDeskView, OfficePanel, OfficesView, visible_offices
from regional_offices.views.lists import OfficePagesView, UnusedDocumentsView, UnusedImagesView
from regional_offices.views.settings import CloseOfficeView, OfficeSettingsView, ReopenOfficeView
from translations.desk import edits_everything


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("offices/", OfficesView.as_view(), name="offices"),
        path("offices/<int:pk>/", OfficeDeskView.as_view(), name="office_desk"),
        path("offices/<int:pk>/pages/", OfficePagesView.as_view(), name="office_pages"),
        path(
            "offices/<int:pk>/pages/results/",
            OfficePagesView.as_view(results_only=True),
            name="office_pages_results",
        ),
        path("offices/<int:pk>/documents/", UnusedDocumentsView.as_view(), name="office_documents"),
        path("offices/<int:pk>/images/", UnusedImagesView.as_view(), name="office_images"),
        path("offices/<int:pk>/settings/", OfficeSettingsView.as_view(), name="office_settings"),
        path("offices/<int:pk>/close/", CloseOfficeView.as_view(), name="office_close"),
        path("offices/<int:pk>/reopen/", ReopenOfficeView.as_view(), name="office_reopen"),
    ]


class OfficesMenuItem(MenuItem):
    """To those with one office it is theirs; it leads to its desk."""

    def is_shown(self, request):
        return edits_everything(request.user) or bool(visible_offices(request))

    def render_component(self, request):
        component = super().render_component(request)
        if not edits_everything(request.user) and len(visible_offices(request)) == 1:
            component.label = gettext("My office")
        return component


@hooks.register("register_admin_menu_item")
def offices_menu_item():
    return OfficesMenuItem(
        _("Offices"), reverse_lazy("offices"), name="offices", icon_name="site", order=50
    )


@hooks.register("construct_homepage_panels")
def office_desk_first(request, panels):
    """The first thing that an office's people see."""
    if not edits_everything(request.user) and visible_offices(request):
        panels.append(OfficePanel(request))


hooks.register(REGISTER, offices_by_path)


@hooks.register("register_log_actions")
def office_log_actions(actions):
    actions.register_action("regional_offices.settings", _("Set"), _("Settings of the office set"))
    actions.register_action("regional_offices.close", _("Close"), _("Office closed"))
    actions.register_action("regional_offices.reopen", _("Reopen"), _("Office reopened"))
