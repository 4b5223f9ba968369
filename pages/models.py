from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from wagtail_localize.fields import SynchronizedField

from core.icons import Icon
from core.listing import paginate
from core.models import BasePage
from core.models.mixins import BodyMixin, LeadImageMixin
from core.querysets import beneath
from languages.fallback import readable


class CardMixin(models.Model):
    """What a page shows of itself where another page presents it: on cards and in tabs."""

    icon = models.CharField(
        _("icon"), max_length=20, choices=Icon, blank=True, help_text=_("Shown on cards and tabs.")
    )
    highlights = StreamField(
        [("point", CharBlock(label=_("Key point"), max_length=100))],
        verbose_name=_("key points"),
        blank=True,
        max_num=6,
        help_text=_("Up to six short points, shown where another page presents this one."),
    )

    card_panels = [
        MultiFieldPanel(
            [FieldPanel("icon"), FieldPanel("highlights")], heading=_("On cards and tabs")
        )
    ]

    class Meta:
        abstract = True


class StandardPage(LeadImageMixin, CardMixin, BodyMixin, BasePage):
    """A page of running text: membership, a programme, privacy."""

    parent_page_types = [
        "home.HomePage",
        "pages.StandardIndexPage",
        "pages.StandardPage",
        "regional_offices.RegionalOfficePage",
    ]
    subpage_types = ["pages.StandardPage"]
    page_description = _("Text, images, tables and documents, for everything without its own type.")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Lead image")),
        *BodyMixin.body_panels,
        *BasePage.local_panels,
    ]
    promote_panels = [*CardMixin.card_panels, *BasePage.promote_panels]

    search_fields = [*BasePage.search_fields, *BodyMixin.body_search_fields]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("icon"),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class StandardIndexPage(LeadImageMixin, CardMixin, BodyMixin, BasePage):
    """A page that presents the pages beneath it as cards: about, programmes."""

    parent_page_types = ["home.HomePage", "pages.StandardIndexPage"]
    subpage_types = ["pages.StandardPage", "pages.StandardIndexPage"]
    page_description = _("Presents the pages beneath it as cards, with a text above them.")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Lead image")),
        *BodyMixin.body_panels,
        *BasePage.local_panels,
    ]
    promote_panels = [*CardMixin.card_panels, *BasePage.promote_panels]

    search_fields = [*BasePage.search_fields, *BodyMixin.body_search_fields]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("icon"),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def children(self):
        """The pages beneath this one that the reader may read, in the order of the page tree."""
        pages = readable(beneath(Page.objects.all(), self, children=True))
        return pages.order_by("borrowed", "path").specific()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["children"] = paginate(request, self.children())
        return context
