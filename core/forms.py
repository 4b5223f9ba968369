"""Forms of the admin: what an editor types has the language of the content, not of the admin."""

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.utils import get_user_display_name
from wagtail.coreutils import find_available_slug
from wagtail.permissions import page_permission_policy

from core.choices import ChoiceMixin
from core.slugs import latin_slug

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


class SlugMixin:
    """Makes the address of a page when its field is left empty.

    The browser makes it as the title is typed, but knows no Korean, Chinese or Arabic. Until a page
    is published, its address follows the title; then it stays.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = _(
                "The last part of the page's address, in Latin letters. Made from the title when"
                " it is left empty."
            )

    def clean(self):
        data = self.cleaned_data
        if data.get("slug") == "" and data.get("title"):
            data["slug"] = self.made_slug(data["title"])
        return super().clean()

    def made_slug(self, title):
        page = self.instance
        if page.first_published_at:
            return page.slug
        slug = latin_slug(title) or page._meta.model_name
        return find_available_slug(self.parent_page, slug, ignore_page_id=page.pk)


class OwnerMixin:
    """Offers as content owner those who may edit the page, and whoever it is.

    Who works for another office is nobody's business, and a log-in name can be an e-mail address.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if owner := self.fields.get("content_owner"):
            page = self.instance if self.instance.pk else self.parent_page
            editors = page_permission_policy.users_with_permission_for_instance("change", page)
            people = owner.queryset.filter(
                Q(pk__in=editors.values("pk")) | Q(pk=self.instance.content_owner_id)
            )
            owner.queryset = people.order_by("first_name", "last_name", "pk")
            owner.label_from_instance = get_user_display_name


class ResaveMixin:
    """A form that has saved itself is as new as what it has saved: `core.stale` takes it then."""

    def get_field_updates_for_resave(self):
        updates = super().get_field_updates_for_resave()
        if revision := getattr(self.instance, "latest_revision", None):
            updates.append(("loaded_revision_id", str(revision.pk)))
            updates.append(("loaded_revision_created_at", revision.created_at.isoformat()))
        return updates


class ContentFormMixin(CompleteFormMixin, ResaveMixin, ChoiceMixin, ContentLanguageMixin):
    pass


class ContentPageForm(ContentFormMixin, SlugMixin, OwnerMixin, WagtailAdminPageForm):
    pass


class ContentRecordForm(ContentFormMixin, WagtailAdminModelForm):
    pass
