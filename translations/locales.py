"""The settings of a language, without synchronising it with another: docs/decisions/0001."""

from django.core import checks
from django.db import connection

from wagtail_localize.locales.views import ComponentManager, CreateView, EditView, LocaleViewSet
from wagtail_localize.models import LocaleSynchronization


class Components(ComponentManager):
    @classmethod
    def get_components(cls):
        return [one for one in super().get_components() if one["model"] != LocaleSynchronization]


class LocaleCreateView(CreateView):
    def get_components(self):
        return Components.from_request(self.request)


class LocaleEditView(EditView):
    def get_components(self):
        return Components.from_request(self.request, source_object_instance=self.object)


class UnsynchronizedLocaleViewSet(LocaleViewSet):
    """Stands before wagtail-localize's, at the addresses of its two forms."""

    add_view_class = LocaleCreateView
    edit_view_class = LocaleEditView


@checks.register(checks.Tags.database)
def no_synchronization(app_configs, databases, **kwargs):
    """An error for each language that is synchronised, such as by a script."""
    tables = connection.introspection.table_names() if databases else []
    if LocaleSynchronization._meta.db_table not in tables:
        return []  # before the first migration
    return [
        checks.Error(
            f"{row.locale} is synchronised with {row.sync_from}: its pages go live unasked.",
            hint="Delete the LocaleSynchronization. See docs/decisions/0001.",
            obj=row,
            id="translations.E001",
        )
        for row in LocaleSynchronization.objects.select_related("locale", "sync_from")
    ]
