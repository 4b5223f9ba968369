from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from core.blocks.media import DocumentsBlock, EmbedBlock, FigureBlock
from core.blocks.table import TranslatableTableBlock
from core.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock


class BodyBlock(blocks.StreamBlock):
    """The text of a page: what every page type with running text offers."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = FigureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    table = TranslatableTableBlock()
    documents = DocumentsBlock()
    embed = EmbedBlock()

    class Meta:
        label = _("Text")
        required = False
