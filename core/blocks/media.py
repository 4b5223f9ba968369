from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    # ImageBlock, not a chooser: its alternative text is translated with the page.
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/figure.html"
        description = _("A picture with alternative text and, if wanted, a caption.")


def video_frame(url):
    """The address of a provider's player for a film, or None when the provider is not known.

    Args:
        url: the address of the film's page at YouTube or Vimeo.

    Returns:
        an address whose host is in the content security policy's `frame-src`.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    video = None
    if host == "youtu.be":
        video = parts.path.strip("/")
    elif host == "youtube.com" and parts.path == "/watch":
        video = parse_qs(parts.query).get("v", [""])[0]
    if video and video.replace("-", "").replace("_", "").isalnum():
        return f"https://www.youtube-nocookie.com/embed/{video}"
    if host == "vimeo.com" and parts.path.strip("/").isdigit():
        return f"https://player.vimeo.com/video/{parts.path.strip('/')}"
    return None


class EmbedValue(blocks.StructValue):
    @property
    def frame(self):
        return video_frame(self["url"])

    @property
    def host(self):
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class EmbedBlock(blocks.StructBlock):
    """A film on another site: a link, which script turns into a player when it is asked to.

    No address of another host is loaded before the reader chooses it.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    url = blocks.URLBlock(
        label=_("Address"), help_text=_("A film at YouTube or Vimeo plays on the page when chosen.")
    )

    def clean(self, value):
        value = super().clean(value)
        if urlsplit(value["url"]).scheme != "https":
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("The address must begin with https://."))}
            )
        return value

    class Meta:
        icon = "media"
        label = _("Film on another site")
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("A film. Nothing is loaded from the other site until the reader asks.")
        preview_value = {"title": "An example film", "url": "https://vimeo.com/1"}


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "blocks/documents.html"
        description = _("Files to download, each with its type, size and language.")
