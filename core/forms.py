"""Forms of the admin: what an editor types has the language of the content, not of the admin."""

from django import forms
from django.core.exceptions import BadRequest
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_info

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm

from core.choices import ChoiceMixin

# Addresses are in Latin letters in every language.
NOT_CONTENT = {"slug"}


class ContentLanguageMixin:
    """Gives each text field the language and direction of the page or record (WCAG 3.1.2).

    `js/content-language.js` does so for what is made in the browser: blocks, rich text.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        locale = getattr(self.instance, "locale", None)
        if locale is None:
            return
        info = get_language_info(locale.language_code)
        for name, field in self.fields.items():
            text = isinstance(field.widget, forms.TextInput | forms.Textarea)
            if text and name not in NOT_CONTENT:
                field.widget.attrs.update(
                    {
                        "lang": locale.language_code,
                        "dir": "rtl" if info["bidi"] else "ltr",
                        "data-content-language": locale.language_code,
                    }
                )


class CompleteFormMixin:
    """Answers 400 when hidden fields are missing, which blocks fall over."""

    def full_clean(self):
        try:
            super().full_clean()
        except (MultiValueDictKeyError, ValueError) as error:
            raise BadRequest("A field that the form needs was not sent.") from error


class ContentFormMixin(CompleteFormMixin, ChoiceMixin, ContentLanguageMixin):
    pass


class ContentPageForm(ContentFormMixin, WagtailAdminPageForm):
    pass


class ContentRecordForm(ContentFormMixin, WagtailAdminModelForm):
    pass
