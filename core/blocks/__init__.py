from core.blocks.body import BodyBlock
from core.blocks.media import DocumentsBlock, EmbedBlock, FigureBlock
from core.blocks.table import TranslatableTableBlock
from core.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "BodyBlock",
    "CalloutBlock",
    "DocumentsBlock",
    "EmbedBlock",
    "FigureBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "TranslatableTableBlock",
]
