"""What a reader may narrow the results of a search by. The address holds the choice."""

from django import forms
from django.apps import apps
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.models import Page

from core.templatetags.core_tags import cldr_number
from languages.fallback import localized

RELEVANCE, DATE = "relevance", "date"
LONGEST_VALUE = 100  # characters


def kind_name(label):
    """The name readers know a kind by, from the label of its model."""
    return capfirst(apps.get_model(label)._meta.verbose_name)


def office_names(keys):
    """The titles of offices in the reader's language, by translation key."""
    pages = localized(Page.objects.filter(translation_key__in=keys).order_by("path"))
    return {str(page.translation_key): page.title for page in pages}


def named_facets(facets):
    """The values of `Results.facets` that a reader can choose, as `(value, name, number)`."""
    offices = office_names(facets["office"])
    names = {"kind": kind_name, "office": offices.get, "year": str}
    return {
        facet: [
            (value, name(value), number) for value, number in facets[facet].items() if name(value)
        ]
        for facet, name in names.items()
    }


class SearchForm(forms.Form):
    """The filters of a search, each with the number of results it leaves.

    Args:
        data: the parameters of the address.
        results: `search.engine.Results` of the query with the same filters.
    """

    kind = forms.ChoiceField(label=pgettext_lazy("search", "Kind"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Best first")), (DATE, _("Newest first"))],
    )

    def __init__(self, data, results):
        super().__init__(data)
        every = {"kind": _("All kinds"), "office": _("All offices"), "year": _("All years")}
        for name, values in named_facets(results.facets).items():
            counted = [
                (value, f"{label} ({cldr_number(number)})") for value, label, number in values
            ]
            if counted or self.value(data, name):
                self.fields[name].choices = [("", every[name]), *counted]
            else:
                del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    @staticmethod
    def value(data, name):
        return data.get(name, "")[:LONGEST_VALUE]


def without(data, *names):
    """The query string of an address without some of its parameters."""
    return urlencode({key: value for key, value in data.items() if key not in names and value})
