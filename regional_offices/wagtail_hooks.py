from django.urls import path
from django.utils.translation import gettext_lazy as _

from wagtail import hooks

from approvals.offices import REGISTER
from regional_offices.access import offices_by_path
from regional_offices.views import CloseOfficeView, OfficeSettingsView, ReopenOfficeView


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("offices/<int:pk>/settings/", OfficeSettingsView.as_view(), name="office_settings"),
        path("offices/<int:pk>/close/", CloseOfficeView.as_view(), name="office_close"),
        path("offices/<int:pk>/reopen/", ReopenOfficeView.as_view(), name="office_reopen"),
    ]


hooks.register(REGISTER, offices_by_path)


@hooks.register("register_log_actions")
def office_log_actions(actions):
    actions.register_action("regional_offices.settings", _("Set"), _("Settings of the office set"))
    actions.register_action("regional_offices.close", _("Close"), _("Office closed"))
    actions.register_action("regional_offices.reopen", _("Reopen"), _("Office reopened"))
