"""The site's furniture: menus, the organisation's details, announcements. One set a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, Orderable, Page, RevisionMixin, TranslatableMixin

from wagtail_localize.fields import SynchronizedField

from core.forms import ContentRecordForm


class Menu(TranslatableMixin, ClusterableModel):
    """A list of links in the header or the footer, in one language."""

    class Place(models.TextChoices):
        MAIN = "main", _("Main navigation (header)")
        FOOTER = "footer", _("Column of the footer")
        LEGAL = "legal", _("Line at the end of the footer")

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    title = models.CharField(
        _("title"), max_length=80, help_text=_("Shown as the heading of a column of the footer.")
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Columns stand in this order.")
    )

    base_form_class = ContentRecordForm
    panels = [
        FieldPanel("place"),
        FieldPanel("title"),
        FieldPanel("sort_order"),
        InlinePanel(
            "items",
            heading=_("Links"),
            label=_("Link"),
            help_text=_(
                "A link shows only in the languages in which its page is published, so a menu"
                " never leads nowhere."
            ),
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["place", "sort_order", "pk"]

    def __str__(self):
        return f"{self.get_place_display()}: {self.title}"


class MenuItem(TranslatableMixin, Orderable):
    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("A shorter text for the link. The page's title is used when left empty."),
    )

    panels = [FieldPanel("page"), FieldPanel("label")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label or self.page.title


class Organisation(TranslatableMixin, ClusterableModel):
    """The organisation's name, contact details and social links, in one language."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=40)
    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_("One sentence about the organisation, in the footer."),
    )
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("With country code: +82 …")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    copyright = models.CharField(_("copyright line"), max_length=255, blank=True)

    override_translatable_fields = [SynchronizedField("phone"), SynchronizedField("email")]

    base_form_class = ContentRecordForm
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("statement")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("phone"), FieldPanel("email")],
            heading=_("Contact details"),
        ),
        InlinePanel("social_links", heading=_("Social links"), label=_("Social link")),
        FieldPanel("copyright"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("organisation details")
        verbose_name_plural = _("organisation details")

    def __str__(self):
        return self.name


class SocialLink(TranslatableMixin, Orderable):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="social_links")
    service = models.CharField(
        _("service"), max_length=40, help_text=_("Its name as readers know it.")
    )
    url = models.URLField(_("address"))

    override_translatable_fields = [SynchronizedField("service")]
    panels = [FieldPanel("service"), FieldPanel("url")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("social link")
        verbose_name_plural = _("social links")

    def __str__(self):
        return self.service


class Announcement(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A line above the header of every page, in one language, while it is published."""

    message = models.CharField(_("message"), max_length=200)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where the announcement leads. Left out where that page is not published."),
    )
    link_text = models.CharField(
        _("link text"),
        max_length=60,
        blank=True,
        help_text=_("The page's title is used when left empty."),
    )

    base_form_class = ContentRecordForm
    panels = [FieldPanel("message"), FieldPanel("page"), FieldPanel("link_text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]

    def __str__(self):
        return self.message
