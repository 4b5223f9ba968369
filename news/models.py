from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, Page, PageManager, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail.search import index

from wagtail_localize.fields import SynchronizedField

from core.forms import ContentRecordForm
from core.listing import paginate
from core.models import BasePage
from core.models.mixins import BodyMixin, LeadImageMixin
from core.querysets import beneath, published_anywhere
from core.structured_data import absolute
from images.slots import rendition_url
from languages.fallback import readable
from languages.reader import reader_language

RELATED = 3


class NewsCategory(TranslatableMixin, models.Model):
    """A topic of news, such as "Awards"."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"), max_length=80, help_text=_("Its word in addresses, the same in every language.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    base_form_class = ContentRecordForm
    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="unique_news_category_slug",
                violation_error_message=_("There is a category with this slug already."),
            ),
        ]

    def __str__(self):
        return self.name


class NewsQuerySet(PageQuerySet):
    def listed(self, language=None):
        """News that a reader may read, newest first, ready for cards without more queries."""
        return (
            readable(self, language)
            .select_related("lead_image")
            .prefetch_related("lead_image__renditions", "categories__category")
            .defer("body", "local_blocks")
            .order_by("-date", "-pk")
        )


def publishers():
    """The pages that news can come from besides the organisation itself: offices, as of now.

    A publisher is a page other than the home page with a news index of its own beneath it, so a
    new kind of publisher needs no change here.

    Returns:
        the pages that the reader may read, in the order of their titles, each with `paths`: where
        its versions in all languages stand in the tree.
    """
    indexes = published_anywhere(NewsIndexPage.objects.filter(depth__gt=3))
    parents = [place[: -Page.steplen] for place in indexes.values_list("path", flat=True)]
    versions = {}
    for parent in Page.objects.filter(path__in=parents).only("path", "translation_key"):
        versions.setdefault(parent.translation_key, []).append(parent.path)
    pages = list(readable(Page.objects.filter(translation_key__in=versions)).order_by("title"))
    for page in pages:
        page.paths = tuple(versions[page.translation_key])
    return pages


def with_publishers(news, offices):
    """Give each news page its `publisher`: the page of `offices` it stands under, or None."""
    for item in news:
        item.publisher = next((page for page in offices if item.path.startswith(page.paths)), None)
    return news


class NewsFilterForm(forms.Form):
    """What a reader may narrow a list of news by. All optional; the address holds the choice."""

    category = forms.ChoiceField(label=pgettext_lazy("news", "Topic"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data, *, categories, offices, years):
        super().__init__(data)
        self.fields["category"].choices = [
            ("", _("All topics")),
            *((category.slug, category.name) for category in categories),
        ]
        self.fields["office"].choices = [
            ("", _("All offices")),
            *((page.slug, page.title) for page in offices),
        ]
        self.fields["year"].choices = [("", _("All years")), *((str(y), str(y)) for y in years)]
        if not offices:
            del self.fields["office"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self):
        """What the list is narrowed by, as `{"label", "value", "query"}`.

        `query` is the query string of the list without that choice.
        """
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return [
            {
                "label": self.fields[name].label,
                "value": dict(self.fields[name].choices)[value],
                "query": urlencode({key: other for key, other in chosen.items() if key != name}),
            }
            for name, value in chosen.items()
        ]


class NewsIndexPage(RoutablePageMixin, BasePage):
    """A list of news with filters and a feed.

    Beneath the home page it gathers all news in its language, beneath an office the office's own.
    """

    parent_page_types = ["home.HomePage", "regional_offices.RegionalOfficePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    page_description = _("Lists news: all of them beneath the home page, an office's own there.")

    content_panels = [*BasePage.content_panels, *BasePage.local_panels]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    @cached_property
    def is_global(self):
        return self.depth == 3

    def news(self):
        """The news this list is about that the reader may read, newest first."""
        news = NewsPage.objects.all()
        return (news if self.is_global else beneath(news, self)).listed()

    def filtered(self, request):
        """The filter form of a request and the news it leaves.

        A value that is none of the choices leaves the list as it is and is named in the form.
        """
        news = self.news()
        offices = publishers()
        form = NewsFilterForm(
            request.GET,
            categories=NewsCategory.objects.filter(locale__language_code=reader_language()),
            offices=offices if self.is_global else [],
            years=[date.year for date in news.dates("date", "year", order="DESC")],
        )
        form.is_valid()
        chosen = form.cleaned_data
        if category := chosen.get("category"):
            # Not filter() on the join: a page with one category twice would be listed twice.
            news = news.filter(
                pk__in=NewsPageCategory.objects.filter(category__slug=category).values("page")
            )
        if office := chosen.get("office"):
            news = beneath(news, next(page for page in offices if page.slug == office))
        if year := chosen.get("year"):
            news = news.filter(date__year=year)
        return form, news, offices

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form, news, offices = self.filtered(request)
        context["form"] = form
        context["is_filtered"] = any(form.cleaned_data.values())
        context["news"] = paginate(request, news)
        with_publishers(context["news"].object_list, offices)
        context["feed_url"] = self.get_url(request) + self.reverse_subpage("feed")
        return context

    @path("feed/", name="feed")
    def feed(self, request):
        from news.feeds import atom_feed  # feeds.py needs the models of this module

        return atom_feed(self, request)


class NewsPage(LeadImageMixin, BodyMixin, BasePage):
    """One news item."""

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    page_description = _("One news item, with date, summary, picture and text.")

    date = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("Shown with the news and sorts them.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Lead image")),
        *BodyMixin.body_panels,
        *BasePage.local_panels,
    ]
    promote_panels = [
        InlinePanel("categories", heading=_("Categories"), label=_("Category"), max_num=5),
        InlinePanel(
            "related",
            heading=_("Related news"),
            label=_("News item"),
            max_num=RELATED,
            help_text=_("News of the same categories are shown when none is chosen."),
        ),
        *BasePage.promote_panels,
    ]

    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        index.FilterField("date"),
    ]

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["-date"], name="news_by_date")]

    @property
    def tags(self):
        """The names of the item's categories."""
        return [row.category for row in self.categories.all()]

    def related_news(self):
        """Up to three other published items: those chosen, else of the same categories."""
        keys = [row.news.translation_key for row in self.related.select_related("news")]
        others = NewsPage.objects.listed().exclude(translation_key=self.translation_key)
        if keys:
            found = {page.translation_key: page for page in others.filter(translation_key__in=keys)}
            return [found[key] for key in keys if key in found]
        categories = NewsCategory.objects.filter(
            pk__in=[row.category_id for row in self.categories.all()]
        )
        same = NewsPageCategory.objects.filter(
            category__translation_key__in=categories.values("translation_key")
        ).values("page")
        return list(others.filter(pk__in=same)[:RELATED])

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        offices = publishers()
        with_publishers([self], offices)
        context["publisher"] = self.publisher
        context["related"] = with_publishers(self.related_news(), offices)
        return context

    def structured_data(self, request):
        data = {
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.meta_description,
            "inLanguage": self.locale.language_code,
            "datePublished": self.date.isoformat(),
            "url": self.get_full_url(request),
        }
        if self.last_published_at:
            data["dateModified"] = self.last_published_at.isoformat()
        if self.sharing_picture:
            data["image"] = absolute(request, rendition_url(self.sharing_picture, "social"))
        return [data]


class NewsPageCategory(TranslatableMixin, Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="categories")
    category = models.ForeignKey(
        NewsCategory, verbose_name=_("category"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("category")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class RelatedNews(TranslatableMixin, Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related")
    news = models.ForeignKey(
        NewsPage, verbose_name=_("news item"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("news")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("related news item")
        verbose_name_plural = _("related news")
