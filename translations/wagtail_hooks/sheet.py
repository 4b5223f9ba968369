from contextlib import suppress
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from wagtail_localize.models import Translation

from approvals.actions import COMPLAIN
from translations.drafts import save_draft
from translations.models import ItemTranslation, State, TranslatedItem
from translations.places import complaint
from translations.states import acknowledge_minor, cell_of, refresh, translation_of
from translations.views.local import LocalContentPreview, LocalContentView
from translations.views.sheet import SheetView, SuggestView


@hooks.register("register_admin_urls", order=-100)
def sheet_urls():
    return [
        path(
            "translations/sheet/<int:item_pk>/<str:code>/",
            SheetView.as_view(),
            name="translation_sheet",
        ),
        path("translations/local/<int:page_id>/", LocalContentView.as_view(), name="local_content"),
        path(
            "translations/local/<int:page_id>/preview/",
            LocalContentPreview.as_view(),
            name="local_content_preview",
        ),
        # At wagtail-localize's address, before it.
        path("localize/translate/<int:translation_id>/machine_translate/", SuggestView.as_view()),
    ]


@hooks.register("register_page_header_buttons")
def sheet_button(page, user, view_name, next_url=None):
    items = TranslatedItem.objects.filter(translation_key=page.translation_key)
    item = items.values_list("pk", flat=True).first()
    if item and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Translation sheet"),
            reverse("translation_sheet", args=[item, page.locale.language_code]),
            priority=65,
            icon_name="wagtail-localize-language",
        )


# wagtail-localize's editor


@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def look_after_editor(request, instance):
    """Stands before wagtail-localize's editor, which would publish the source's text for what is
    missing, and without what the draft says in this language alone; and which shows neither the
    buttons of a page's header nor its approval.
    """
    cell = cell_of(instance) if hasattr(instance, "translation_key") else None
    translation = translation_of(cell.item, cell.locale_id) if cell else None
    if translation is None:
        return None
    url = reverse("translation_sheet", args=[cell.item_id, cell.locale.language_code])
    buttons = [messages.button(url, _("Translation sheet"))]
    if request.method == "POST" and request.POST.get("action") == "publish":
        if problem := complaint(cell):
            messages.error(request, _("Not published. %s") % problem, buttons=buttons)
            return redirect(request.path)
        if isinstance(instance, Page):
            return publish(request, instance, translation)
    elif request.method == "GET":
        text = _("What has changed in the source, suggestions and approval are on its sheet.")
        if isinstance(instance, Page):
            local_url = reverse("local_content", args=[instance.pk])
            buttons.append(messages.button(local_url, _("Local content")))
        messages.info(request, text, buttons=buttons)
    return None


def publish(request, page, translation):
    """Publish a page from wagtail-localize's editor, all of its draft.

    Returns:
        the answer; None when a text doesn't fit, which the editor says beside the text.
    """
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    with suppress(ValidationError), transaction.atomic():
        save_draft(translation, request.user).publish(user=request.user)
        translation.source.update_target_view_restrictions(translation.target_locale)
        messages.success(request, _("Published."))
        return redirect(request.path)
    return None


@hooks.register(COMPLAIN)
def complain_of_what_is_missing(page):
    """Nothing is submitted or approved in the wrong language, wherever that is done."""
    cell = cell_of(page)
    return complaint(cell) if cell else ""


@hooks.register("before_bulk_action")
def look_after_bulk_publishing(request, action_type, objects, action):
    """Many pages at once are published as their drafts are: none of them in the wrong language."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "publish" or not pages:
        return None
    if request.POST.get("include_descendants"):
        pages += [beneath for page in pages for beneath in page.get_descendants().not_live()]
    by_segments = set(
        Translation.objects.filter(
            source__object_id__in=[page.translation_key for page in pages], enabled=True
        ).values_list("source__object_id", "target_locale")
    )
    for page in pages:
        if (page.translation_key, page.locale_id) in by_segments:
            cell = cell_of(page)
            if cell and (problem := complaint(cell)):
                text = _("Nothing is published. “%(title)s”: %(problem)s")
                messages.error(request, text % {"title": page, "problem": problem})
                return redirect(action.next_url)
    return None


# Minor changes

MINOR = "minor"


class PublishMinorMenuItem(ActionMenuItem):
    """Publishes, and notes that the translations are not outdated by it."""

    name = "action-publish-minor"
    label = gettext_lazy("Publish as a minor change")
    icon_name = "upload"
    template_name = "translations/sheet_minor_action.html"

    def is_shown(self, context):
        page = context.get("page")
        return bool(
            context["view"] == "edit"
            and page.live
            and not context["locked_for_user"]
            and self.get_user_page_permissions_tester(context).can_publish()
            and TranslatedItem.objects.filter(
                translation_key=page.translation_key, source_locale=page.locale_id
            )
            .filter(cells__in=translated_cells())
            .exists()
        )

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "value": MINOR}


def translated_cells():
    return ItemTranslation.objects.exclude(state__in=[State.SOURCE, State.MISSING])


@hooks.register("register_page_action_menu_item")
def publish_minor():
    return PublishMinorMenuItem(order=35)


@hooks.register("before_publish_page")
def remember_contents(request, page):
    """What the source says is known here for the last time."""
    if request.POST.get("action-publish") == MINOR:
        request.item_before = TranslatedItem.objects.filter(
            translation_key=page.translation_key, source_locale=page.locale_id
        ).first()


@hooks.register("after_publish_page")
def note_minor_change(request, page):
    item = getattr(request, "item_before", None)
    if item is None:
        return
    if page.approved_schedule:
        messages.warning(
            request, _("It is published later: say on the translation sheet then that it is minor.")
        )
        return
    # After the desk and the memory have taken the change over, which they do on commit.
    transaction.on_commit(partial(mark_minor, item, page, request.user), robust=True)
    messages.info(request, _("The change is minor: translations that were up to date stay so."))


def mark_minor(item, page, user):
    refreshed = refresh(item.model, item.translation_key)
    acknowledge_minor(refreshed, item.contents)
    log(instance=page, action="translations.minor_change", user=user, data={"about": ""})


# History


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("translations.acknowledged")
    class Acknowledged(LogFormatter):
        label = gettext_lazy("Say that a translation still fits")

        def format_message(self, log_entry):
            about = log_entry.data.get("about", "")
            return _("Said that the translation still fits: %(places)s") % {"places": about}

    @actions.register_action("translations.minor_change")
    class MinorChange(LogFormatter):
        label = gettext_lazy("Mark a change as minor")
        message = gettext_lazy("Marked a change as minor: its translations still fit")

    @actions.register_action("translations.machine_accepted")
    class MachineAccepted(LogFormatter):
        label = gettext_lazy("Accept a machine translation")

        def format_message(self, log_entry):
            values = {
                "count": log_entry.data.get("count", 0),
                "service": log_entry.data.get("about", ""),
            }
            return _("Reviewed and accepted texts of %(service)s: %(count)d") % values
