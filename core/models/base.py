from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from wagtail_localize.fields import SynchronizedField

from core.structured_data import breadcrumb_list

# How many mosaics there are for pages without a picture: img/cover-1.svg …
COVERS = 3


class BasePage(Page):
    """What every page of the site has: a summary for cards and search, a picture for sharing."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences. Shown under the title, on cards and in search results."),
    )
    social_image = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("sharing image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared. The lead picture is used when left empty."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Sharing")),
    ]

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    # One address in every language, the prefix apart.
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    @property
    def lead_picture(self):
        """The picture of the page itself, or None. Page types with one override this."""
        return None

    @property
    def sharing_picture(self):
        return self.social_image or self.lead_picture

    @property
    def meta_title(self):
        return self.seo_title or self.title

    @property
    def meta_description(self):
        return self.search_description or self.summary

    @property
    def cover(self):
        """Which of the mosaics stands in when the page has no picture: a number from 1.

        Taken from the translation key, so that it is the same in every language.
        """
        return self.translation_key.int % COVERS + 1

    @property
    def kind(self):
        """The name a reader knows this type of page by, for search results."""
        return self._meta.verbose_name

    def breadcrumbs(self, request):
        """The pages above this one, from the home page down, as `{"title", "url"}`."""
        ancestors = self.get_ancestors().filter(depth__gt=1, live=True).public().order_by("path")
        return [
            {"title": page.title, "url": page.get_url(request), "is_home": page.depth == 2}
            for page in ancestors
        ]

    def structured_data(self, request):
        """schema.org objects about this page, as a list of dictionaries. See https://schema.org."""
        return []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["structured_data"] = [
            *breadcrumb_list(context["breadcrumbs"], self, request),
            *self.structured_data(request),
        ]
        return context
