from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from wagtail_localize.fields import SynchronizedField

from core.blocks.text import RICH_TEXT_FEATURES
from core.forms import ContentRecordForm
from core.models import BasePage
from languages.fallback import readable


class PartnerQuerySet(models.QuerySet):
    def listed(self, language=None):
        """The partners that a reader may read of, by kind and name."""
        return (
            readable(self, language)
            .select_related("logo")
            .prefetch_related("logo__renditions")
            .order_by("kind", "name", "pk")
        )


class Partner(
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """An organisation WeGO works with, in one language."""

    class Kind(models.TextChoices):
        # In the order of the page: the values sort.
        INTERNATIONAL = "1-international", _("International organisations")
        PUBLIC_AGENCY = "2-public-agency", _("Public agencies")
        ASSOCIATION = "3-association", _("Associations and networks")
        ACADEMIC = "4-academic", _("Universities and research institutes")
        COMPANY = "5-company", _("Companies")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    logo = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Only with the owner's permission. The name is shown beside it."),
    )
    url = models.URLField(_("website"), blank=True)
    text = models.TextField(
        _("text"), blank=True, help_text=_("What the partner and WeGO do together, in short.")
    )
    since = models.PositiveSmallIntegerField(
        _("partner since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2010), MaxValueValidator(2100)],
        help_text=_("The year. Left out when not known."),
    )

    objects = PartnerQuerySet.as_manager()

    override_translatable_fields = [
        SynchronizedField("kind"),
        SynchronizedField("since"),
        SynchronizedField("logo"),
    ]

    base_form_class = ContentRecordForm
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("kind")], heading=_("Partner")),
        FieldPanel("text"),
        FieldPanel("logo"),
        FieldPanel("url"),
        FieldPanel("since"),
    ]

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("text"),
        index.FilterField("locale"),
        index.FilterField("kind"),
        index.FilterField("live"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["kind", "name", "pk"]

    def __str__(self):
        return self.name

    @property
    def anchor(self):
        return f"partner-{self.translation_key.hex[:8]}"

    def get_preview_template(self, request, mode_name):
        return "partners/partner_preview.html"


class PartnersPage(BasePage):
    """All partners, by kind, with or without logos."""

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    page_description = _("Lists the partners by kind. Partners themselves are under Partners.")

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), *BasePage.local_panels]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("partners page")
        verbose_name_plural = _("partners pages")

    def groups(self):
        """The published partners for the reader: `{"label", "partners"}` a kind."""
        groups = {}
        for partner in Partner.objects.listed():
            groups.setdefault(partner.kind, []).append(partner)
        return [
            {"label": Partner.Kind(kind).label, "partners": members}
            for kind, members in groups.items()
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = self.groups()
        return context
