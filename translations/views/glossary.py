"""Where official names of the glossary are missing. A warning: nothing is ever stopped by it."""

from dataclasses import dataclass

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from translations.desk import cell_url, locales_of, may_open
from translations.exchange.units import readable, translatable
from translations.glossary import missed_in, terms
from translations.models import ItemTranslation, State, TranslatedItem
from translations.places import Labels
from translations.segments import texts
from translations.views.exchange import offer

# One page of the report stops at so many findings, or when it has looked at so many translations.
FINDINGS = 50
LOOKED_AT = 500
NAMED = 3


@dataclass
class Finding:
    """A text of a live translation that misses official names."""

    cell: ItemTranslation
    title: str
    url: str
    label: str
    source: str
    target: str
    pairs: list


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args, locales, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["language"], locales)


class GlossaryCheckView(WagtailAdminTemplateMixin, TemplateView):
    """The live translations in one language that miss a name, of those that the user may translate.

    It reads the desk's index, not the pages. Each page of the report goes on where the one before
    stopped, and looks at no more than `LOOKED_AT` translations, however large the site.
    """

    page_title = gettext_lazy("Official names missing")
    header_icon = "openquote"
    template_name = "translations/glossary_check.html"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("translation_desk"), "label": gettext_lazy("Translations")},
        {"url": "", "label": gettext_lazy("Official names missing")},
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        locales = {locale.language_code: locale for locale in locales_of(self.request.user)}
        asked = self.request.GET
        form = LanguageForm(asked if "language" in asked else None, locales=locales.values())
        context.update(form=form, has_languages=bool(locales))
        if form.is_valid():
            after = asked.get("after", "")
            locale = locales[form.cleaned_data["language"]]
            context.update(self.check(locale, int(after) if after.isdecimal() else 0))
        return context

    def check(self, locale, after):
        """What to show of one language, from a place on.

        Args:
            locale: the language.
            after: the primary key of the last translation of the page before; 0 for the first.
        """
        items = readable(self.request.user)
        cells = ItemTranslation.objects.filter(
            locale=locale, is_live=True, item__in=items, pk__gt=after
        ).exclude(state=State.SOURCE)
        keys = list(cells.order_by("pk").values_list("pk", "item")[: LOOKED_AT + 1])
        batch = items.select_related("content_type", "source_locale").in_bulk(
            [item for _pk, item in keys[:LOOKED_AT]]
        )
        allowed = translatable(self.request.user, list(batch.values()), locale)
        pairs, findings, looked_at, last = {}, [], 0, None
        for cell in sorted(allowed, key=lambda one: one.pk):
            if len(findings) >= FINDINGS:
                break
            source = cell.item.source_locale
            if source not in pairs:
                pairs[source] = terms(source, locale)
            findings += self.findings(cell, pairs[source])
            last, looked_at = cell.pk, looked_at + 1
        else:
            last = keys[LOOKED_AT - 1][0] if len(keys) > LOOKED_AT else None
        more = urlencode({"language": locale.language_code, "after": last}) if last else ""
        return {
            "locale": locale,
            "findings": findings,
            "looked_at": looked_at,
            "is_first": not after,
            "more": more,
            "has_terms": any(pairs.values()) or not looked_at,
        }

    def findings(self, cell, pairs):
        missed = list(missed_in(cell.item.contents, cell.translated, pairs))
        if not missed:
            return
        source, url = cell.item.source, cell_url(cell)
        labels = Labels(source)
        for path, text, translated, names in missed:
            yield Finding(cell, str(source), url, labels.label(path), text, translated, names)


def warn_of_missed_terms(request, instance):
    """After a translation was saved: name the first official names that it misses, if any.

    Args:
        request: of the editor.
        instance: the page or record, with the texts that were saved.
    """
    item = (
        TranslatedItem.objects.filter(
            translation_key=instance.translation_key,
            content_type=ContentType.objects.get_for_model(type(instance)),
        )
        .exclude(source_locale=instance.locale_id)
        .select_related("source_locale")
        .first()
    )
    if item is None:
        return
    pairs = terms(item.source_locale, instance.locale)
    missed = {
        pair: None
        for _path, _text, _translated, found in missed_in(item.contents, texts(instance), pairs)
        for pair in found
    }
    if not missed:
        return
    named = "; ".join(str(pair) for pair in list(missed)[:NAMED])
    rest = len(missed) - NAMED
    if rest > 0:
        named = ngettext("%(names)s; and %(count)d more", "%(names)s; and %(count)d more", rest) % {
            "names": named,
            "count": rest,
        }
    button = messages.button(reverse("glossary_check"), _("Official names missing"))
    text = _("The translation may miss official names: %(names)s") % {"names": named}
    messages.warning(request, text, buttons=[button])
