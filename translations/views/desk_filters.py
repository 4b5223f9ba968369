"""The filters of the translation desk."""

from datetime import timedelta

import django_filters

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from translations.desk import URGENCY, locales, records_of
from translations.models import ItemTranslation, State, TranslatedItem

AGES = {
    7: gettext_lazy("7 days or longer"),
    30: gettext_lazy("30 days or longer"),
    90: gettext_lazy("90 days or longer"),
}
PAGES = "pages"  # the kind that is not a model of records


class DeskFilterSet(WagtailFilterSet):
    """The filters of the desk.

    Language, state and age mean one cell of a row: outdated in Korean for a month. Without a
    language any translation will do.

    Args:
        items: the rows that the user may know of.
        sections: the sections that the user may know of, title by key.
    """

    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(state.value, state.label) for state in URGENCY],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("In the language chosen; in any language, when none is."),
    )
    age = django_filters.ChoiceFilter(
        label=gettext_lazy("Age"),
        choices=list(AGES.items()),
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("How long a translation has been in its state."),
    )
    section = django_filters.ChoiceFilter(label=gettext_lazy("Section"))
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), method="filter_kind")
    owner = django_filters.ChoiceFilter(label=gettext_lazy("Owner"))
    orphans = django_filters.ChoiceFilter(
        label=gettext_lazy("Source unpublished"),
        choices=[("only", gettext_lazy("While a translation is live"))],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="filter_orphans",
    )

    class Meta:
        model = TranslatedItem
        fields = []

    def __init__(self, *args, items, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.locales = {locale.language_code: locale for locale in locales()}
        owners = get_user_model().objects.filter(pk__in=items.values("owner"))
        owners = owners.order_by("first_name", "last_name", "username")
        choices = {
            "language": [(code, one.get_display_name()) for code, one in self.locales.items()],
            "section": list(sections.items()),
            "owner": [(user.pk, get_user_display_name(user)) for user in owners],
            "kind": [
                (PAGES, _("Pages")),
                *(
                    (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
                    for model in records_of(self.request.user)
                ),
            ],
        }
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values

    def filter_kind(self, items, name, value):
        if value == PAGES:
            return items.filter(is_page=True)
        app_label, model = value.split(".")
        return items.filter(content_type__app_label=app_label, content_type__model=model)

    def filter_orphans(self, items, name, value):
        live = ItemTranslation.objects.filter(is_live=True).exclude(state=State.SOURCE)
        return items.filter(Exists(live.filter(item=OuterRef("pk"))), is_live=False)

    @property
    def locale(self):
        """The language chosen, or None."""
        return self.locales.get(self.value("language"))

    def value(self, name):
        return self.form.cleaned_data.get(name) if self.is_valid() else None

    def of_age(self, cells):
        """Narrow a queryset of cells to those that have been in their state for the age chosen."""
        if days := self.value("age"):
            cells = cells.filter(since__lte=timezone.now() - timedelta(days=int(days)))
        return cells

    def filter_items(self, items):
        """Narrow the rows by everything but language, state and age."""
        for name in ("section", "kind", "owner", "orphans"):
            items = self.filters[name].filter(items, self.value(name))
        return items

    def filter_queryset(self, items):
        items = self.filter_items(items)
        state = self.value("state")
        if not state and not self.value("age"):
            return items
        cells = self.of_age(ItemTranslation.objects.all())
        cells = cells.filter(state=state) if state else cells.exclude(state=State.SOURCE)
        if self.locale:
            cells = cells.filter(locale=self.locale)
        return items.filter(pk__in=cells.order_by().values("item"))
