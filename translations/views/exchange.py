"""Texts out as a file for translators, and back as drafts."""

from functools import cache
from itertools import chain

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from translations import glossary
from translations.desk import locales_of, may_open, sections
from translations.exchange import importing, po, xliff
from translations.exchange.entries import SIZE_LIMIT, FileError
from translations.exchange.units import read, readable

FORMATS = {"po": po, "xliff": xliff}
ALL, RECORDS = "all", "records"
# Rows of a table in the answer; the rest is counted.
SHOWN = 100


def offer(field, locales):
    """Offer languages in a field, first of all one that isn't the default."""
    default = Locale.get_default()
    field.choices = [(one.language_code, one.get_display_name()) for one in locales]
    field.initial = next((one.language_code for one in locales if one != default), None)


class ExportForm(forms.Form):
    """What to take out.

    Args:
        user: the translator.
        locales: the languages that they translate into.
        item: a `TranslatedItem` to offer alone, or None.
    """

    language = forms.ChoiceField(label=gettext_lazy("Into"))
    scope = forms.ChoiceField(label=gettext_lazy("What"))
    texts = forms.ChoiceField(
        label=gettext_lazy("Texts"),
        choices=[
            (
                "work",
                gettext_lazy("Those that need work: missing, outdated, proposed by a machine"),
            ),
            ("all", gettext_lazy("All, with their translations")),
        ],
        initial="work",
        widget=forms.RadioSelect,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("po", gettext_lazy("PO: for Poedit, Weblate and other tools of gettext")),
            ("xliff", gettext_lazy("XLIFF 1.2: for OmegaT, Trados, memoQ, Phrase and others")),
        ],
        initial="po",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, user, locales, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = readable(user)
        offer(self.fields["language"], locales)
        scopes = [(ALL, _("Everything"))]
        if item:
            scopes.insert(0, (f"item:{item.pk}", importing.title_of(item)))
        self.fields["scope"].initial = scopes[0][0]
        titles = sections(user).items()
        scopes.append((_("Sections"), [(f"section:{key}", title) for key, title in titles]))
        scopes.append((RECORDS, _("Menus, partners and other records")))
        self.fields["scope"].choices = [one for one in scopes if one[1]]

    def chosen(self):
        """The items of the scope, in order."""
        kind, _colon, value = self.cleaned_data["scope"].partition(":")
        conditions = {
            ALL: {},
            RECORDS: {"is_page": False},
            "section": {"section": value},
            "item": {"pk": value},
        }
        found = self.items.filter(**conditions[kind])
        return found.order_by("-is_page", "section_title", "title", "pk")


class ImportForm(forms.Form):
    """A file that comes back.

    Args:
        locales: the languages that the user translates into.
    """

    language = forms.ChoiceField(label=gettext_lazy("Language of the file"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A PO or XLIFF file that was downloaded here. At most 10 MB: a large site goes section"
            " by section."
        ),
    )

    def __init__(self, *args, locales, **kwargs):
        super().__init__(*args, prefix="import", **kwargs)
        offer(self.fields["language"], locales)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_LIMIT:
            raise forms.ValidationError(
                _("The file has %(size)s. At most %(limit)s can be taken at once.")
                % {"size": filesizeformat(file.size), "limit": filesizeformat(SIZE_LIMIT)}
            )
        return file


class ExchangeView(WagtailAdminTemplateMixin, TemplateView):
    """Both forms. A file that comes back is looked at and, if nothing is wrong, taken at once:
    it makes drafts, and brought a second time it changes nothing.
    """

    page_title = gettext_lazy("Translate with files")
    header_icon = "download"
    template_name = "translations/exchange.html"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("translation_desk"), "label": gettext_lazy("Translations")},
        {"url": "", "label": gettext_lazy("Translate with files")},
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_open(request.user):
            raise PermissionDenied
        self.locales = {locale.language_code: locale for locale in locales_of(request.user)}
        return super().dispatch(request, *args, **kwargs)

    def export_form(self, data=None):
        asked = self.request.GET
        pk = asked.get("item", "")
        if not pk and asked.get("scope", "").startswith("item:"):
            pk = asked["scope"].removeprefix("item:")
        item = readable(self.request.user).filter(pk=pk).first() if pk.isdecimal() else None
        return ExportForm(
            data,
            user=self.request.user,
            locales=self.locales.values(),
            item=item,
            initial=self.asked_language(),
        )

    def import_form(self, *args):
        locales = self.locales.values()
        return ImportForm(*args, locales=locales, initial=self.asked_language())

    def asked_language(self):
        code = self.request.GET.get("language")
        return {"language": code} if code in self.locales else {}

    def get(self, request, *args, **kwargs):
        if "format" not in request.GET:
            return self.answer()
        form = self.export_form(request.GET)
        if form.is_valid():
            try:
                return self.download(form)
            except FileError as error:
                form.add_error("scope", str(error))
        return self.answer(export_form=form)

    def download(self, form):
        """The file, as a stream.

        Raises:
            FileError: when there is nothing to put into it.
        """
        asked = form.cleaned_data
        locale, module = self.locales[asked["language"]], FORMATS[asked["format"]]
        items = read(self.request.user, form.chosen(), locale, asked["texts"] == "work")
        first = next(items, None)
        if first is None:
            raise FileError(_("There is nothing here for you to translate into this language."))
        if first.differs and asked["scope"].startswith("item:"):
            message = _("“%(title)s” was translated by hand with other parts than its source.")
            raise FileError(message % {"title": first.title})

        @cache
        def pairs_for(code):
            return glossary.terms(Locale.objects.get(language_code=code), locale)

        name = slugify(f"wego {locale.language_code} {asked['scope']}")
        return StreamingHttpResponse(
            module.write(chain([first], items), locale, pairs_for),
            content_type=module.CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}.{module.EXTENSION}"'},
        )

    def post(self, request, *args, **kwargs):
        form = self.import_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(import_form=form)
        locale = self.locales[form.cleaned_data["language"]]
        try:
            file = importing.read(form.cleaned_data["file"].read())
            check = importing.check(file, request.user, locale)
        except FileError as error:
            form.add_error("file", str(error))
            return self.answer(import_form=form)
        problems, done = check.problems, []
        if not problems:
            try:
                done = importing.apply(check, request.user)
            except importing.Refused as refused:
                problems = list(refused.args)
        if problems:
            form.add_error("file", _("Nothing was imported: see what is wrong in the file."))
            return self.answer(import_form=form, problems=problems, locale=locale)
        missed = list(importing.missed(check.changes, locale))
        return self.answer(
            check=check,
            done=done,
            texts=sum(len(one.changes) for one in done),
            changed_live=[one for one in done if not one.is_draft],
            missed=missed,
            locale=locale,
        )

    def answer(self, export_form=None, import_form=None, **context):
        return self.render_to_response(
            self.get_context_data(
                export_form=export_form or self.export_form(),
                import_form=import_form or self.import_form(),
                shown=SHOWN,
                first=f":{SHOWN}",
                **context,
            )
        )
