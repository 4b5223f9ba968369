from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Orderable, Page, PageManager, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail.search import index

from wagtail_localize.fields import SynchronizedField

from core.countries import (
    country_choices,
    country_name,
    language_choices,
    language_name,
    time_zone_choices,
)
from core.models import BasePage
from core.models.mixins import BodyMixin, LeadImageMixin
from core.querysets import beneath
from languages.fallback import readable
from news.models import NewsIndexPage, NewsPage
from regional_offices.forms import OfficePageForm
from regional_offices.geography import map_position
from regional_offices.models.team import RegionalOfficeTeam
from regional_offices.rights import OfficePagePermissionTester

NEWS_ON_OFFICE = 3


class Weekday(models.IntegerChoices):
    # Python's and CLDR's numbers.
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class RegionalOfficesIndexPage(BodyMixin, BasePage):
    """The Secretariat and all offices, as a list and on the map."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["regional_offices.RegionalOfficePage"]
    max_count_per_parent = 1
    page_description = _("Lists the Secretariat and the offices beneath it, with a map.")

    content_panels = [*BasePage.content_panels, *BodyMixin.body_panels, *BasePage.local_panels]
    search_fields = [*BasePage.search_fields, *BodyMixin.body_search_fields]

    class Meta:
        verbose_name = _("regional offices page")
        verbose_name_plural = _("regional offices pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["offices"] = list(
            beneath(RegionalOfficePage.objects.all(), self, children=True).listed()
        )
        return context


class RegionalOfficeQuerySet(PageQuerySet):
    def listed(self, language=None):
        """Open offices that a reader may read of, the Secretariat first, then as in the tree."""
        return (
            readable(self.open(), language)
            .select_related("lead_image")
            .prefetch_related("lead_image__renditions", "countries")
            .defer("body", "local_blocks")
            .order_by("-kind", "borrowed", "path")
        )

    def regional(self):
        return self.filter(kind=RegionalOfficePage.Kind.REGIONAL)

    def open(self):
        """Without the offices that the Secretariat has closed and whose pages it has kept."""
        closed = RegionalOfficeTeam.objects.filter(closed_at__isnull=False)
        return self.exclude(translation_key__in=closed.values("office_key"))


class RegionalOfficePage(LeadImageMixin, BodyMixin, BasePage):
    """An office: the region it serves, how to reach it, its news and its own pages beneath it."""

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat", _("Secretariat")
        REGIONAL = "regional", _("Regional Office")

    parent_page_types = ["regional_offices.RegionalOfficesIndexPage"]
    # No `subpage_types`: what may stand beneath an office says so in its own `parent_page_types`.
    page_description = _("An office with its contact details; its news and pages go beneath it.")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REGIONAL)
    city = models.CharField(_("city or region"), max_length=120)
    region_served = models.CharField(
        _("region served"), max_length=160, blank=True, help_text=_("For example: Asia")
    )
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("With country code: +82 …")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zone_choices, default="Asia/Seoul"
    )
    hours_note = models.CharField(_("note on the opening hours"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north, for the map. Not on the map when empty."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east, for the map."),
    )

    objects = PageManager.from_queryset(RegionalOfficeQuerySet)()
    base_form_class = OfficePageForm

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("city"), FieldPanel("region_served")],
            heading=_("Office"),
        ),
        InlinePanel("countries", heading=_("Countries"), label=_("Country")),
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Lead image")),
        *BodyMixin.body_panels,
        *BasePage.local_panels,
    ]
    contact_panels = [
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        MultiFieldPanel(
            [
                FieldPanel("time_zone"),
                InlinePanel("opening_hours", label=_("Opening hours")),
                FieldPanel("hours_note"),
            ],
            heading=_("Opening hours"),
        ),
        InlinePanel("contacts", heading=_("Contacts"), label=_("Contact")),
        InlinePanel("languages", heading=_("Languages spoken"), label=_("Language")),
        FieldRowPanel(
            [FieldPanel("latitude"), FieldPanel("longitude")], heading=_("Place on the map")
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        index.SearchField("city", boost=2),
        index.SearchField("region_served"),
        index.SearchField("address"),
        index.RelatedFields("contacts", [index.SearchField("name"), index.SearchField("role")]),
        index.FilterField("kind"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("phone"),
        SynchronizedField("email"),
        SynchronizedField("kind"),
        SynchronizedField("time_zone"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(contact_panels, heading=_("Contact details")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def clean(self):
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            field = "longitude" if self.longitude is None else "latitude"
            raise ValidationError({field: _("Give both latitude and longitude, or neither.")})

    def permissions_for_user(self, user):
        return OfficePagePermissionTester(user, self)

    @property
    def icon(self):
        return "pin"

    @cached_property
    def team(self):
        """The office's `RegionalOfficeTeam`, or None: the Secretariat has none."""
        return RegionalOfficeTeam.objects.filter(office_key=self.translation_key).first()

    @property
    def map_position(self):
        """`{"x", "y"}` on the map of `regional_offices.geography`, or None without coordinates."""
        if self.latitude is None or self.longitude is None:
            return None
        x, y = map_position(self.latitude, self.longitude)
        return {"x": x, "y": y}

    @property
    def country_names(self):
        return [country_name(row.country) for row in self.countries.all()]

    @property
    def language_names(self):
        return [language_name(row.language) for row in self.languages.all()]

    def news_index(self):
        """The office's own list of news, or None."""
        indexes = readable(beneath(NewsIndexPage.objects.all(), self, children=True))
        return indexes.order_by("path").first()

    def own_pages(self):
        """The pages beneath the office that the reader may read, other than its news."""
        children = beneath(Page.objects.not_type(NewsIndexPage), self, children=True)
        return readable(children).order_by("borrowed", "path").specific()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["news_index"] = self.news_index()
        news = beneath(NewsPage.objects.all(), self).listed()
        context["news"] = list(news[:NEWS_ON_OFFICE])
        context["own_pages"] = list(self.own_pages())
        context["offices"] = [self]
        context["closed_at"] = self.team.closed_at if self.team else None
        return context

    def structured_data(self, request):
        data = {
            "@type": "Organization",
            "name": self.title,
            "description": self.meta_description,
            "url": self.get_full_url(request),
        }
        if self.address:
            data["address"] = self.address
        if self.phone:
            data["telephone"] = self.phone
        if self.email:
            data["email"] = self.email
        return [data]


class OfficeCountry(TranslatableMixin, Orderable):
    page = ParentalKey(RegionalOfficePage, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(_("country"), max_length=2, choices=country_choices)

    panels = [FieldPanel("country")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class OfficeLanguage(TranslatableMixin, Orderable):
    page = ParentalKey(RegionalOfficePage, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=2, choices=language_choices)

    panels = [FieldPanel("language")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class OpeningHours(TranslatableMixin, Orderable):
    """From a weekday to a weekday, from a time to a time, in the office's own time zone."""

    page = ParentalKey(RegionalOfficePage, on_delete=models.CASCADE, related_name="opening_hours")
    first_day = models.PositiveSmallIntegerField(_("from"), choices=Weekday, default=Weekday.MONDAY)
    last_day = models.PositiveSmallIntegerField(_("to"), choices=Weekday, default=Weekday.FRIDAY)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels = [
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def clean(self):
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": _("The office can't close before it opens.")})


class OfficeContact(TranslatableMixin, Orderable):
    page = ParentalKey(RegionalOfficePage, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=160)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    override_translatable_fields = [SynchronizedField("phone"), SynchronizedField("email")]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
