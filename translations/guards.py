"""wagtail-localize's views, with the rights that they don't ask for themselves.

They ask for `submit_translation` alone, which says nothing of the page or of the language. Rights
on pages follow the tree, and each language has its own, so they say both: who may edit the version
in a language, or add one beneath its parent, may translate into it.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404

from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView


def target_locales(user, page):
    """The languages into which a user may translate a page.

    A language whose tree has neither the page nor its parent is refused: wagtail-localize would
    make the missing pages above it as live copies in the wrong language.

    Args:
        user: the editor.
        page: the page that is to be translated.

    Returns:
        a list of primary keys of locales.
    """
    parent = page.get_parent()
    versions = {one.locale_id: one for one in page.get_translations()}
    if parent.is_root():
        parents = {locale.pk: parent for locale in Locale.objects.all()}
    else:
        parents = {one.locale_id: one for one in parent.get_translations(inclusive=True)}

    def allowed(locale_id):
        if version := versions.get(locale_id):
            return version.permissions_for_user(user).can_edit()
        above = parents.get(locale_id)
        return bool(above and above.permissions_for_user(user).can_add_subpage())

    locales = Locale.objects.exclude(pk=page.locale_id)
    return [locale.pk for locale in locales if allowed(locale.pk)]


def may_change(user, record):
    return policy_registry.get(record).user_has_permission_for_instance(user, "change", record)


class GuardedSubmitPage(SubmitPageTranslationView):
    """Offers the languages the user may translate into, for a page the user may read."""

    def get_object(self):
        page = super().get_object()
        user = self.request.user
        self.can_edit = page.permissions_for_user(user).can_edit()
        self.allowed = target_locales(user, page)
        if not self.allowed or not (self.can_edit or page.live):
            raise PermissionDenied
        return page

    def get_form(self):
        form = super().get_form()
        locales = form.fields["locales"]
        locales.queryset = locales.queryset.filter(pk__in=self.allowed)
        if not self.can_edit:
            # The pages beneath may hold drafts that are not this user's to see.
            form.fields["include_subtree"].disabled = True
            form.fields["include_subtree"].widget = forms.HiddenInput()
        return form


class GuardedSubmitSnippet(SubmitSnippetTranslationView):
    def get_object(self):
        record = super().get_object()
        if not may_change(self.request.user, record):
            raise PermissionDenied
        return record


class GuardedUpdate(UpdateTranslationsView):
    """Takes changes of the source over into its translations, which are published one by one.

    Published at once, the strings that have changed would stand in English on live pages.
    """

    def get_object(self):
        source = super().get_object()
        instance = source.get_source_instance()
        user = self.request.user
        if isinstance(instance, Page):
            allowed = instance.permissions_for_user(user).can_edit()
        else:
            allowed = may_change(user, instance)
        if not allowed:
            raise PermissionDenied
        return source

    def get_form(self):
        form = super().get_form()
        publish = form.fields["publish_translations"]
        publish.disabled, publish.initial, publish.widget = True, False, forms.HiddenInput()
        return form


class GuardedReport(TranslationsReportView):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GuardedSnippetAPI(SnippetViewSet):
    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        policy = policy_registry.get_by_type(self.get_model())
        if not policy.user_has_any_permission(request.user, ("add", "change", "delete", "view")):
            raise PermissionDenied


def guarded_convert_to_alias(request, page_id):
    """Throws a translation away and publishes the source's text in its place: a publisher's act."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert_to_alias(request, page_id)
