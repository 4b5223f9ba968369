"""wagtail-localize's views, with the rights that they don't ask for themselves.

They ask for `submit_translation` alone, which says nothing of the page or of the language. Rights
on pages follow the tree, and each language has its own, so they say both: who may edit the version
in a language, or add one beneath its parent, may translate into it.
"""

import json
from functools import wraps

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponseBadRequest, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail.utils.decorators import xframe_options_sameorigin_override

from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.views import edit_translation
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from core.choices import not_choosable
from translations.drafts import draft_of
from translations.memory import carry_over
from translations.segments import tracked_records
from translations.sources import translate


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


def waiting_locales(user, page):
    """The languages into which a user may translate the page above another, which waits for it.

    Args:
        user: the editor.
        page: the page that can't be translated yet.

    Returns:
        a list of `Locale`.
    """
    parent = page.get_parent()
    if parent.is_root() or not may_edit(user, parent):
        return []
    there = page.get_translations(inclusive=True).values("locale")
    above = parent.get_translations(inclusive=True).values("locale")
    locales = Locale.objects.filter(pk__in=target_locales(user, parent))
    return list(locales.exclude(pk__in=there).exclude(pk__in=above).order_by("language_code"))


def may_change(user, record):
    return policy_registry.get(record).user_has_permission_for_instance(user, "change", record)


def may_edit(user, instance):
    """Whether a user may edit a page or record."""
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_edit()
    return may_change(user, instance)


def is_locked(user, instance):
    """Whether somebody, or its approval, has locked a page for a user. Records have no locks."""
    return isinstance(instance, Page) and bool(instance.permissions_for_user(user).page_locked())


def is_public_to(request, page):
    """Whether the person of a request can read a page on the site."""
    return page.live and all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    )


class StartsTranslations:
    """Makes what is missing in the chosen languages, and touches nothing that is there."""

    def start(self, locales, form):
        translate(self.object, locales, self.request.user)

    def form_valid(self, form):
        locales = list(form.cleaned_data["locales"])
        try:
            with transaction.atomic():
                self.start(locales, form)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data())
        names = ", ".join(str(locale.get_display_name()) for locale in locales)
        messages.success(self.request, self.get_success_message(names))
        only = self.object.get_translation_or_none(locales[0]) if len(locales) == 1 else None
        return redirect(self.get_success_url() or self.get_default_success_url(only))


class GuardedSubmitPage(StartsTranslations, SubmitPageTranslationView):
    """Offers the languages the user may translate into, for a page the user may read."""

    def get_object(self):
        page = super().get_object()
        user = self.request.user
        self.can_edit = may_edit(user, page)
        self.allowed = target_locales(user, page)
        self.waiting = waiting_locales(user, page) if self.can_edit else []
        if not (self.allowed or self.waiting) or not (
            self.can_edit or is_public_to(self.request, page)
        ):
            raise PermissionDenied
        if not self.can_edit:
            page.draft_title = page.title  # the title of a draft is not this user's to see
        return page

    def get(self, request, *args, **kwargs):
        if self.waiting:
            parent = self.object.get_parent()
            names = ", ".join(str(locale.get_display_name()) for locale in self.waiting)
            url = reverse("wagtail_localize:submit_page_translation", args=[parent.pk])
            text = _("The page above, “%(title)s”, is to be translated first into: %(languages)s.")
            messages.warning(
                request,
                text % {"title": parent.get_admin_display_title(), "languages": names},
                buttons=[messages.button(url, _("Translate the page above"))],
            )
        return super().get(request, *args, **kwargs)

    def get_form(self):
        form = super().get_form()
        locales = form.fields["locales"]
        locales.queryset = locales.queryset.filter(pk__in=self.allowed)
        if not self.can_edit:
            # The pages beneath may hold drafts that are not this user's to see.
            form.fields["include_subtree"].disabled = True
            form.fields["include_subtree"].widget = forms.HiddenInput()
        return form

    def start(self, locales, form):
        super().start(locales, form)
        if form.cleaned_data["include_subtree"]:
            user = self.request.user
            for page in self.object.get_descendants().order_by("path"):
                allowed = target_locales(user, page)
                translate(page, [one for one in locales if one.pk in allowed], user)


class GuardedSubmitSnippet(StartsTranslations, SubmitSnippetTranslationView):
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
        if not may_edit(self.request.user, source.get_source_instance()):
            raise PermissionDenied
        return source

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # A translation that is somebody else's may be a draft: its title is not this user's to see.
        context["translations"] = [
            {
                "title": str(target),
                "locale": translation.target_locale,
                "edit_url": self.get_edit_url(target),
            }
            for translation in self.object.translations.filter(enabled=True)
            .select_related("target_locale")
            .order_by("target_locale__language_code")
            if may_edit(self.request.user, target := translation.get_target_instance())
        ]
        return context

    def form_valid(self, form):
        carry_over(self.object)  # keeps the earlier translations of what has changed
        return super().form_valid(form)

    def get_form(self):
        form = super().get_form()
        publish = form.fields["publish_translations"]
        publish.disabled, publish.initial, publish.widget = True, False, forms.HiddenInput()
        # A machine's text waits on the translation sheet until a person has reviewed it.
        form.fields.pop("use_machine_translation", None)
        return form


class GuardedReport(TranslationsReportView):
    """Lists the translations whose source or target the user may edit."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        user = self.request.user
        pages = page_permission_policy.instances_user_has_permission_for(user, "change").filter(
            Q(locale=OuterRef("target_locale")) | Q(locale=OuterRef("source__locale")),
            translation_key=OuterRef("source__object_id"),
        )
        records = [
            ContentType.objects.get_for_model(model)
            for model in tracked_records()
            if policy_registry.get_by_type(model).user_has_permission(user, "change")
        ]
        found = super().get_queryset()
        return found.filter(Exists(pages) | Q(source__specific_content_type__in=records)).order_by(
            "-source__last_updated_at", "-pk"
        )


class GuardedSnippetAPI(SnippetViewSet):
    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        policy = policy_registry.get_by_type(self.get_model())
        if not policy.user_has_any_permission(request.user, ("add", "change", "delete", "view")):
            raise PermissionDenied


def guarded_convert_to_alias(request, page_id):
    """Throws a translation away and publishes the source's text in its place."""
    if not request.user.is_superuser:
        raise PermissionDenied
    return convert_to_alias(request, page_id)


def guarded(view):
    """Guard a view on a translation.

    wagtail-localize's own would change a page that is locked for the user, such as one that waits
    for approval, and falls over a form that lacks its field.
    """

    @wraps(view)
    def guarded_view(request, translation_id, **kwargs):
        target = get_object_or_404(Translation, pk=translation_id).get_target_instance()
        changes = request.method not in ("GET", "HEAD")
        if not may_edit(request.user, target) or (changes and is_locked(request.user, target)):
            if request.method in ("PUT", "DELETE"):  # a script asks: it can't follow to a page
                return HttpResponseForbidden()
            raise PermissionDenied
        try:
            return view(request, translation_id=translation_id, **kwargs)
        except DataError:  # PostgreSQL, for a title that no page holds
            return HttpResponseBadRequest(_("The text is too long."))
        except MultiValueDictKeyError:
            return HttpResponseBadRequest(_("Something is missing in what was sent."))

    return guarded_view


edit_string = guarded(edit_translation.edit_string_translation)
download_po = guarded(edit_translation.download_pofile)
stop = guarded(edit_translation.stop_translation)


@guarded
@xframe_options_sameorigin_override
def preview(request, translation_id, mode=None):
    """The page as it would be published: wagtail-localize leaves out what only its draft says."""
    page = draft_of(get_object_or_404(Translation, pk=translation_id))
    if not isinstance(page, Page) or (mode and mode not in dict(page.preview_modes)):
        raise Http404
    return page.make_preview_request(request, mode or page.default_preview_mode)


@guarded
def edit_override(request, translation_id, overridable_segment_id):
    """Takes, in place of a picture, a document or a page, one that the user may use."""
    with transaction.atomic():
        response = edit_translation.edit_override(
            request,
            translation_id=translation_id,
            overridable_segment_id=overridable_segment_id,
        )
        segment = OverridableSegment.objects.select_related("context", "source").get(
            pk=overridable_segment_id
        )
        if request.method == "PUT" and not may_override(request.user, translation_id, segment):
            transaction.set_rollback(True)
            return HttpResponseForbidden()
    return response


def may_override(user, translation_id, segment):
    """Whether a user may use what now stands in place of a segment."""
    override = SegmentOverride.objects.get(
        context=segment.context,
        locale__in=Translation.objects.filter(pk=translation_id).values("target_locale"),
    )
    model = model_of(segment)
    return model is None or not not_choosable(user, {(model, str(json.loads(override.data_json)))})


def model_of(segment):
    """The model of what a segment refers to, or None where it holds something else."""
    references = ReferenceIndex._extract_references_from_object(segment.source.as_instance())
    for content_type, _key, _model_path, path in references:
        if segment.context.path.startswith(path):
            return ContentType.objects.get_for_id(content_type).model_class()
    return None


@guarded
def upload_po(request, translation_id):
    """Takes a PO file that was downloaded here; another one is answered with a message."""
    file = request.FILES.get("file")
    if file is None or b"X-WagtailLocalize-TranslationID" not in file.read():
        messages.error(request, _("This is not a PO file that was downloaded here."))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    file.seek(0)
    return edit_translation.upload_pofile(request, translation_id)


# Menu items and their names in a form: they overwrite what a translator wrote by hand.
DESTRUCTIVE = {"localize-restart-translation", "localize-convert-to-alias"}


def refuse_in_editor(request, instance):
    """Before a page or record is edited: what its form may not do, whatever its menu shows.

    Raises:
        PermissionDenied: for overwriting a translation, and for publishing a page that is locked.
    """
    if request.method != "POST":
        return
    user = request.user
    if not user.is_superuser and DESTRUCTIVE & set(request.POST):
        raise PermissionDenied
    # The name that wagtail-localize's editor gives its button; Wagtail's own looks after itself.
    if request.POST.get("action") == "publish" and is_locked(user, instance):
        raise PermissionDenied
