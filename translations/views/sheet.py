"""The translation sheet: one page or record in one language, from first text to approval."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View

from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page

from wagtail_localize.models import Translation

from approvals.actions import Refused, act, version
from approvals.lists import item_of
from translations import drafts, machine
from translations.desk import state_label
from translations.diff import side_by_side
from translations.forms import SheetForm
from translations.models import State, TranslatedItem
from translations.places import Labels, complaint, in_words, named
from translations.rights import ACTIONS, Rights, is_unpublishable
from translations.segments import COPIED, contents
from translations.states import EARLIER, acknowledge


def direction(locale):
    return "rtl" if get_language_info(locale.language_code)["bidi"] else "ltr"


class SheetView(WagtailAdminTemplateMixin, View):
    template_name = "translations/sheet.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request, *args, item_pk, code, **kwargs):
        items = TranslatedItem.objects.select_related("content_type", "source_locale")
        self.item = get_object_or_404(items, pk=item_pk)
        cells = self.item.cells.select_related("locale")
        self.cell = get_object_or_404(cells, locale__language_code=code)
        self.cell.item = self.item
        self.locale = self.cell.locale
        self.source = self.item.source
        if self.source is None:
            raise Http404
        self.is_own = self.locale == self.item.source_locale
        self.target = None if self.is_own else self.translated()
        self.url = request.get_full_path()
        self.rights = Rights(request.user, self.cell, self.source, self.target)
        if not self.rights.may_look():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def translated(self):
        """The translation as it is now, or None. An alias shows the source's text: it is none."""
        version = self.item.version(self.locale)
        return None if getattr(version, "alias_of_id", None) else version

    @property
    def content(self):
        return self.rights.content

    @property
    def can_write(self):
        return bool(self.target and not self.rights.lock and not self.content.differs)

    # What is done

    def get(self, request, *args, **kwargs):
        return self.show(self.form())

    def post(self, request, *args, **kwargs):
        action = request.POST.get("action", "")
        refusal = self.rights.refusal(action) or self.unseen(action)
        form = self.form(request.POST)
        if refusal:
            messages.error(request, refusal)
            return self.show(form)
        if self.target and not self.rights.lock and not self.saved(form, action):
            return self.show(form)
        getattr(self, action)(form)
        return redirect(self.url)

    def unseen(self, action):
        """Why a draft that another person has changed meanwhile isn't approved; empty otherwise."""
        if action != "approve" or self.request.POST.get("seen") == version(self.target):
            return ""
        return _("The page has changed since you opened it. Nothing is approved yet.")

    def form(self, data=None):
        return None if self.is_own else SheetForm(data, self.content, self.can_write)

    def saved(self, form, action):
        """Save what was typed, before whatever else is to be done. False when it can't be."""
        if form.is_valid():
            try:
                self.store(form, needs_draft=action in ("submit", "publish"))
                self.target = self.translated()
                self.cell.refresh_from_db(fields=["outdated", "seen", "translated"])
            except ValidationError as error:
                self.place_errors(form, error)
            except drafts.StructureDiffers:
                form.add_error(None, _("The page has changed meanwhile. Nothing is saved yet."))
        if form.errors:
            messages.validation_error(self.request, _("Nothing is saved yet."), form)
        return not form.errors

    @transaction.atomic
    def store(self, form, needs_draft):
        user = self.request.user
        translation = self.content.translation
        fitting = [place for place in self.content.places if place.path in form.fitting]
        confirmed = [
            (segment, segment.text, EARLIER)
            for place in fitting
            for segment in place.segments
            if translation and segment.is_earlier
        ]
        if form.changed:
            translation = drafts.translation_for(self.item, self.locale, user)
        self.write(translation, [*confirmed, *form.changed])
        for suggestion in form.settled:
            suggestion.delete()
        if form.accepted:
            self.log("translations.machine_accepted", form.accepted[0].service, form.accepted)
        if form.fitting:
            acknowledge(self.cell, form.fitting)
            self.log("translations.acknowledged", named(self.labels_of(form.fitting)), form.fitting)
        if form.changed or needs_draft:
            self.revision = self.save_draft(translation)

    def write(self, translation, texts):
        """Store some texts: `(segment, text, tool_name)`."""
        if not texts:
            return
        segments = {
            (one.context.path, one.string.data): one for one in drafts.segments_of(translation)
        }
        for segment, text, tool_name in texts:
            if (segment.path, segment.source) not in segments:
                raise ValidationError(_("The source has changed meanwhile. Nothing is saved yet."))
            drafts.write(
                translation,
                segments[segment.path, segment.source],
                text,
                self.request.user,
                tool_name,
            )

    def save_draft(self, translation):
        """The `Revision` that holds the texts saved so far; None for a record without drafts."""
        if translation is None:  # translated by hand
            return self.target.get_latest_revision() or self.target.save_revision(
                user=self.request.user
            )
        if is_unpublishable(self.target) and complaint(self.cell):
            return None  # half of it would be live in the wrong language
        return drafts.save_draft(translation, self.request.user)

    def place_errors(self, form, error):
        """Show what a field refuses beside its text."""
        by_field = getattr(error, "error_dict", {None: [error]})
        segments = {one.path: one for place in self.content.places for one in place.segments}
        for name, errors in by_field.items():
            field = f"text-{segments[name].key}" if name in segments else None
            for one in errors:
                form.add_error(field, one.messages)

    def save(self, form):
        if not form.changed and not form.settled and not form.fitting:
            messages.info(self.request, _("Nothing has changed."))
        elif not form.changed:
            messages.success(self.request, _("Saved."))
        elif not is_unpublishable(self.target):
            messages.success(self.request, _("Saved as a draft. What is live stays as it is."))
        elif problem := complaint(self.cell):
            messages.warning(self.request, _("Saved. Not live yet: %s") % problem)
        else:
            messages.success(self.request, _("Saved, and live: such records have no drafts."))

    def discard(self, form):
        for suggestion in self.cell.suggestions.all():
            suggestion.delete()
        messages.success(self.request, _("The machine's suggestions are discarded."))

    def suggest(self, form=None):
        try:
            made = machine.suggest(self.cell, self.source, self.target)
        except machine.MachineUnavailable as error:
            messages.error(self.request, str(error))
            return
        if made:
            text = ngettext(
                "%(count)d text is proposed. Review it: nothing of it is in the page yet.",
                "%(count)d texts are proposed. Review them: nothing of it is in the page yet.",
                made,
            )
            messages.success(self.request, text % {"count": made})
        else:
            messages.info(self.request, _("There is nothing left to translate."))

    def can_go_live(self):
        """Whether the translation can go live; says why it can't."""
        problem = complaint(self.cell)
        if problem:
            messages.error(
                self.request,
                _("It can't go live yet. What you typed is saved as a draft. %s") % problem,
            )
        return not problem

    def submit(self, form):
        """Asks for a note and a date, as for every page."""
        if self.can_go_live():
            query = urlencode({"next": self.url})
            self.url = f"{reverse('approvals_submit', args=[self.target.pk])}?{query}"

    def publish(self, form):
        if self.can_go_live():
            self.revision.publish(user=self.request.user)
            messages.success(self.request, _("Published."))

    def approve(self, form):
        if self.can_go_live():
            self.act("approve", form, _("Approved."))

    def reject(self, form):
        self.act("reject", form, _("Sent back."))

    def act(self, name, form, done):
        comment = form.cleaned_data.get("comment", "")
        try:
            act(self.target, self.request.user, name, comment, version(self.target))
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, done)

    def begin(self, form):
        try:
            drafts.translation_for(self.item, self.locale, self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("The translation is begun."))

    def minor(self, form):
        cells = [self.cell]
        if self.is_own:
            cells = self.item.cells.exclude(state__in=[State.SOURCE, State.MISSING])
            cells = cells.select_related("locale")
        paths = [path for cell in cells for path in cell.outdated]
        for cell in cells:
            cell.item = self.item
            acknowledge(cell, cell.outdated)
        languages = ", ".join(str(cell.locale.get_display_name()) for cell in cells)
        self.log("translations.minor_change", languages, paths, self.source)
        messages.success(self.request, _("Noted: the changes are minor, translations still fit."))

    def labels_of(self, paths):
        labels = {one.path: one.label for one in [*self.content.places, *self.content.values]}
        return [labels[path] for path in paths]

    def log(self, action, about, things, instance=None):
        log(
            instance=instance or self.target,
            action=action,
            user=self.request.user,
            data={"about": str(about), "count": len(things)},
        )

    # What is shown

    def show(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self):
        return _("Translation sheet")

    def get_page_subtitle(self):
        return f"{self.item.title} ({self.locale.get_display_name()})"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("translation_desk"), "label": _("Translations")},
            {"url": "", "label": self.item.title, "sublabel": self.locale.get_display_name()},
        ]

    def shown(self, form):
        """The places and values to show: those that wait for somebody, unless all are asked for."""
        everything = [*self.content.places, *self.content.values]
        if self.request.GET.get("show") == "all" or not self.content.waiting:
            return everything
        return [
            one
            for one in everything
            if one.is_waiting
            or any(f"text-{segment.key}" in form.data for segment in getattr(one, "segments", []))
        ]

    def links(self):
        """Where the source and the translation are edited and read."""
        finder = AdminURLFinder(self.request.user)
        links = {"source_live": self.live_url(self.source), "live": self.live_url(self.target)}
        if self.rights.edits_source:
            links["source_edit"] = finder.get_edit_url(self.source)
        if self.target:
            links["edit"] = finder.get_edit_url(self.target)
        if isinstance(self.target, Page):
            if self.target.live and self.target.latest_revision_id:
                compared = [self.target.pk, "live", "latest"]
                links["compare"] = reverse("wagtailadmin_pages:revisions_compare", args=compared)
            links["preview"] = reverse("wagtailadmin_pages:view_draft", args=[self.target.pk])
            links["local"] = reverse("local_content", args=[self.target.pk])
        return links

    def live_url(self, page):
        return page.get_url(self.request) if isinstance(page, Page) and page.live else None

    def other_languages(self):
        """The languages of the item: name, state, and the sheet for those the user works in."""
        cells = self.item.cells.defer("outdated", "seen", "translated").select_related("locale")
        return [
            {
                "locale": cell.locale,
                "label": state_label(cell),
                "is_current": cell == self.cell,
                "url": reverse("translation_sheet", args=[self.item.pk, cell.locale.language_code])
                if cell.locale_id in self.rights.languages
                else "",
            }
            for cell in cells.order_by("locale__language_code")
        ]

    def changes(self):
        """What the source says now against what the translators of each language saw."""
        now, labels, found = contents(self.source), Labels(self.source), {}
        for cell in self.item.cells.select_related("locale").order_by("locale__language_code"):
            for path in cell.outdated:
                if cell.seen.get(path) != now.get(path):
                    seen = tuple(cell.seen.get(path, []))
                    found.setdefault((path, seen), []).append(cell.locale)
        return [
            {
                "label": labels.label(path),
                "versions": side_by_side(
                    *(self.readable(path, one) for one in (seen, now.get(path)))
                ),
                "languages": [str(locale.get_display_name()) for locale in locales],
            }
            for (path, seen), locales in found.items()
        ]

    def readable(self, path, found):
        if path.startswith(COPIED):
            return in_words(type(self.source), path, found)
        return "\n".join(found or [])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "item": self.item,
            "cell": self.cell,
            "rights": self.rights,
            "url": self.url,
            "target": self.target,
            "state": state_label(self.cell),
            "links": self.links(),
            "languages": self.other_languages(),
            "may": {action for action in ACTIONS if self.rights.allows(action)},
            "source_direction": direction(self.item.source_locale),
            "direction": direction(self.locale),
        }
        if self.is_own:
            context["changes"] = self.changes()
        else:
            content = self.content
            context |= {
                "content": content,
                "shown": self.shown(kwargs["form"]),
                "total": len([*content.places, *content.values]),
                "waiting": len(content.waiting),
                "show_all": self.request.GET.get("show") == "all",
                "has_markup": any(
                    "<" in segment.source for place in content.places for segment in place.segments
                ),
                "has_suggestions": bool(content.suggestions),
                "is_outdated": bool(self.cell.outdated),
                "saves_live": is_unpublishable(self.source),
                "local_blocks": len(getattr(content.draft, "local_blocks", ())),
            }
            if isinstance(self.target, Page):
                context |= {"approval": item_of(self.target), "seen": version(self.target)}
        return context


class SuggestView(SheetView):
    """Stands in for wagtail-localize's, which writes a machine's text as translations."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, translation_id, **kwargs):
        translations = Translation.objects.select_related("source", "target_locale")
        translation = get_object_or_404(translations, pk=translation_id)
        source = translation.source
        item = get_object_or_404(
            TranslatedItem, translation_key=source.object_id, source_locale=source.locale_id
        )
        code = translation.target_locale.language_code
        return super().dispatch(request, item_pk=item.pk, code=code)

    def post(self, request, *args, **kwargs):
        if refusal := self.rights.refusal("suggest"):
            messages.error(request, refusal)
        else:
            self.suggest()
        return redirect("translation_sheet", self.item.pk, self.locale.language_code)
