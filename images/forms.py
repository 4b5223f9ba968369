"""The form of a picture: its title in every language, so that each editor finds it in their own."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from wagtail.images.forms import BaseImageForm


def other_languages():
    """The codes of the languages besides the one that `title` is in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TitlesWidget(forms.MultiWidget):
    """One text field a language, named in its own language."""

    template_name = "images/titles.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(dict.fromkeys(other_languages(), forms.TextInput), attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code in other_languages()]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        subwidgets = context["widget"]["subwidgets"]
        for code, widget in zip(other_languages(), subwidgets, strict=True):
            info = get_language_info(code)
            widget["language"] = info["name_local"]
            widget["attrs"].update({"lang": code, "dir": "rtl" if info["bidi"] else "ltr"})
        return context


class TitlesField(forms.MultiValueField):
    """`{language code: title}`, without the languages that have none."""

    def __init__(self, **kwargs):
        fields = [forms.CharField(max_length=255, required=False) for _code in other_languages()]
        super().__init__(
            fields, widget=TitlesWidget, require_all_fields=False, required=False, **kwargs
        )

    def compress(self, values):
        titles = zip(other_languages(), values or [], strict=False)
        return {code: title for code, title in titles if title}


class CustomImageForm(BaseImageForm):
    titles = TitlesField(
        label=_("Title in other languages"),
        help_text=_("For editors, who find the picture by it. Readers never see it."),
    )
