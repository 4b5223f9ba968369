from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.models import Locale

from approvals.models import Submission


class SubmissionForm(forms.ModelForm):
    class Meta:
        model = Submission
        fields = ["note", "due_on"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 4}),
            "due_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day


class ReviewForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment for the person who submitted it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FilterForm(forms.Form):
    """Narrows a list of approvals.

    Args:
        data: the query of the address.
        offices: the `Office`s that have something in the list.
    """

    language = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        queryset=Locale.objects.order_by("language_code"),
        to_field_name="language_code",
        required=False,
        empty_label=gettext_lazy("All"),
    )
    office = forms.ChoiceField(label=gettext_lazy("Office"), required=False)

    def __init__(self, data, offices):
        super().__init__(data)
        self.fields["language"].label_from_instance = lambda locale: locale.get_display_name()
        self.offices = {office.key: office for office in offices}
        choices = [(office.key, office.title) for office in offices]
        self.fields["office"].choices = [("", _("All")), *choices]

    def narrowed(self, pages):
        """The pages of the language and office chosen; none for a choice that there isn't."""
        if not self.is_valid():
            return pages.none()
        if locale := self.cleaned_data["language"]:
            pages = pages.filter(locale=locale)
        if office := self.offices.get(self.cleaned_data["office"]):
            pages = pages.filter(office.condition())
        return pages
