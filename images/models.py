from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index


class CustomImage(AbstractImage):
    """A picture in the library. Its alternative text belongs to each use, not to the picture."""

    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture and under which terms, as the maker wants it written."),
    )

    titles = models.JSONField(
        _("title in other languages"), default=dict, blank=True, help_text=_("By language code.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "titles")
    search_fields = [*AbstractImage.search_fields, index.SearchField("titles_text")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def titles_text(self):
        """All its titles, for the search in the library."""
        return " ".join(self.titles.values())


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
