from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.invitations import accounts
from people.models import Invitation


class InviteForm(forms.ModelForm):
    """Whom to invite, to what. The places come from `people.places`."""

    place = forms.ChoiceField(label=_("Access to"))

    class Meta:
        model = Invitation
        fields = ["email", "place", "language"]

    def __init__(self, *args, places, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.places, self.by = places, by
        self.fields["place"].choices = [("", _("Choose")), *places.choices()]
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self):
        email = self.cleaned_data["email"]
        found = list(accounts(email))
        if any(person.is_superuser and not self.by.is_superuser for person in found):
            raise ValidationError(_("This is the address of a superuser, who has access to all."))
        if any(person.pk == self.by.pk for person in found):
            raise ValidationError(_("This is your own address."))
        return email

    def clean(self):
        cleaned = super().clean()
        place = self.places.by_key.get(cleaned.get("place"))
        for person in accounts(cleaned["email"]) if place and cleaned.get("email") else ():
            if person.is_active and place in self.places.of(person):
                self.add_error("place", _("This person has this access already."))
        return cleaned


class GiveForm(forms.Form):
    place = forms.ChoiceField(label=_("Access to"))

    def __init__(self, *args, places, held, **kwargs):
        super().__init__(*args, **kwargs)
        keys = {place.key for place in held}
        offered = [choice for choice in places.choices() if choice[0] not in keys]
        self.fields["place"].choices = [("", _("Choose")), *offered]


class PeopleFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    place = forms.ChoiceField(label=_("Access to"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("active", _("Has access")), ("removed", _("Removed"))],
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        every = [(place.key, place.name) for place in places.all]
        self.fields["place"].choices = [("", _("All")), *every]


class AccountForm(SetPasswordMixin, forms.ModelForm):
    """The name and password of a person who is invited."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("Password, once more")
    )

    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, token in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].required = True
            self.fields[name].widget.attrs["autocomplete"] = token

    def clean(self):
        self.validate_passwords()
        return super().clean()

    def _post_clean(self):
        super()._post_clean()  # the names are on the instance now, to compare the password with
        self.validate_password_for_user(self.instance, "password2")
