from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock

# Pages with fewer headings are read at a glance and need no list of contents.
CONTENTS_FROM = 3


class BodyMixin(models.Model):
    """Running text made of blocks, with a list of contents."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    body_panels = [FieldPanel("body")]
    body_search_fields = [index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def contents(self):
        """The headings of the text and of what is local as `{"id", "title"}`; none below three."""
        headings = [
            {"id": f"section-{block.id}", "title": block.value}
            for block in [*self.body, *self.local_blocks]
            if block.block_type == "heading"
        ]
        return headings if len(headings) >= CONTENTS_FROM else []


class LeadImageMixin(models.Model):
    """One picture at the head of a page, with alternative text in the page's language."""

    lead_image = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the picture shows, for people who cannot see it. Leave empty only when it is"
            " mere decoration."
        ),
    )

    lead_image_panels = [FieldPanel("lead_image"), FieldPanel("lead_image_alt")]

    class Meta:
        abstract = True

    @property
    def lead_picture(self):
        return self.lead_image
