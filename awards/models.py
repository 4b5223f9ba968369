from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from wagtail_localize.fields import SynchronizedField

from core.blocks.text import RICH_TEXT_FEATURES
from core.icons import Icon
from core.models import BasePage
from core.models.mixins import BodyMixin
from core.querysets import beneath
from languages.fallback import readable


class AwardEdition(TranslatableMixin, Orderable):
    """One holding of the awards: its call and its dates."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        OPEN = "open", _("Open for applications")
        CLOSED = "closed", _("Closed for applications")

    page = ParentalKey("awards.AwardsPage", on_delete=models.CASCADE, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=160)
    call_opens = models.DateField(_("call opens"), null=True, blank=True)
    call_closes = models.DateField(
        _("call closes"), null=True, blank=True, help_text=_("The last day to apply.")
    )
    ceremony_date = models.DateField(_("ceremony"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    override_translatable_fields = [SynchronizedField("year")]

    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("name")]),
        FieldRowPanel(
            [FieldPanel("call_opens"), FieldPanel("call_closes"), FieldPanel("ceremony_date")]
        ),
        FieldPanel("note"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.call_opens and self.call_closes and self.call_closes < self.call_opens:
            raise ValidationError(
                {"call_closes": _("The call can't close before it opens. Check both dates.")}
            )

    @property
    def state(self):
        """Where the call stands today in the organisation's time zone, or None without dates."""
        today = timezone.localdate()
        if self.call_opens is None and self.call_closes is None:
            return None
        if self.call_opens and today < self.call_opens:
            return self.State.ANNOUNCED
        if self.call_closes and today > self.call_closes:
            return self.State.CLOSED
        return self.State.OPEN


class JuryMember(TranslatableMixin, Orderable):
    page = ParentalKey("awards.AwardsPage", on_delete=models.CASCADE, related_name="jury")
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)

    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("organisation")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("judge")
        verbose_name_plural = _("judges")

    def __str__(self):
        return self.name


class AwardsPage(BodyMixin, BasePage):
    """The awards: what they are, the current call, the categories, the jury, past winners."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["awards.AwardCategoryPage"]
    max_count_per_parent = 1
    page_description = _("The awards with their editions, jury and winners; categories beneath it.")

    icon = models.CharField(_("icon"), max_length=20, choices=Icon, default=Icon.AWARD)
    jury_introduction = RichTextField(_("about the jury"), features=RICH_TEXT_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        *BodyMixin.body_panels,
        InlinePanel(
            "editions",
            heading=_("Editions"),
            label=_("Edition"),
            help_text=_("The edition with the latest year is the current one."),
        ),
        FieldPanel("jury_introduction"),
        InlinePanel("jury", heading=_("Jury"), label=_("Judge")),
        *BasePage.local_panels,
    ]
    promote_panels = [FieldPanel("icon"), *BasePage.promote_panels]

    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        index.SearchField("jury_introduction"),
        index.RelatedFields("editions", [index.SearchField("name")]),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("icon"),
    ]

    class Meta:
        verbose_name = _("awards page")
        verbose_name_plural = _("awards pages")

    def categories(self):
        """The categories beneath this page that the reader may read, in the tree's order."""
        children = readable(beneath(AwardCategoryPage.objects.all(), self, children=True))
        return children.order_by("borrowed", "path")

    @property
    def highlights(self):
        """The names of the categories: what this page shows of itself in a tab."""
        return [category.title for category in self.categories()]

    def past_winners(self):
        """Winners by year, newest first: `{"year", "winners"}`, each with its `category`."""
        years = {}
        winners = (
            AwardWinner.objects.filter(page__in=self.categories().values("pk"))
            .select_related("page")
            .order_by("-year", "page__path", "sort_order")
        )
        for winner in winners:
            years.setdefault(winner.year, []).append(winner)
        return [{"year": year, "winners": members} for year, members in years.items()]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        editions = sorted(self.editions.all(), key=lambda edition: -edition.year)
        context["current_edition"] = editions[0] if editions else None
        context["past_editions"] = editions[1:]
        context["categories"] = list(self.categories())
        context["jury"] = list(self.jury.all())
        context["winners_by_year"] = self.past_winners()
        return context


class AwardWinner(TranslatableMixin, Orderable):
    """A city that won in one category, in one year."""

    page = ParentalKey("awards.AwardCategoryPage", on_delete=models.CASCADE, related_name="winners")
    year = models.PositiveSmallIntegerField(_("year of the edition"))
    city = models.CharField(_("city"), max_length=120)
    country = models.CharField(_("country"), max_length=120, blank=True)
    project = models.CharField(_("project"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    override_translatable_fields = [SynchronizedField("year")]

    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("city"), FieldPanel("country")]),
        FieldPanel("project"),
        FieldPanel("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("winner")
        verbose_name_plural = _("winners")

    def __str__(self):
        return f"{self.year}: {self.city}"


class AwardCategoryPage(BodyMixin, BasePage):
    """One category of the awards: what it rewards, how it is judged, who won."""

    parent_page_types = ["awards.AwardsPage"]
    subpage_types = []
    page_description = _("One category of the awards, with its criteria and winners.")

    icon = models.CharField(_("icon"), max_length=20, choices=Icon, blank=True)

    content_panels = [
        *BasePage.content_panels,
        *BodyMixin.body_panels,
        InlinePanel("winners", heading=_("Winners"), label=_("Winner")),
        *BasePage.local_panels,
    ]
    promote_panels = [FieldPanel("icon"), *BasePage.promote_panels]

    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        index.RelatedFields(
            "winners",
            [
                index.SearchField("city"),
                index.SearchField("project"),
                index.SearchField("text"),
            ],
        ),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("icon"),
    ]

    class Meta:
        verbose_name = _("award category")
        verbose_name_plural = _("award categories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["winners"] = sorted(
            self.winners.all(), key=lambda winner: (-winner.year, winner.sort_order or 0)
        )
        awards = self.get_parent().specific
        context["other_categories"] = awards.categories().exclude(
            translation_key=self.translation_key
        )
        return context
