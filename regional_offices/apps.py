from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionalOfficesConfig(AppConfig):
    name = "regional_offices"
    verbose_name = _("Regional offices")

    def ready(self):
        from regional_offices import signals  # noqa: F401
