from django.utils.translation import gettext_lazy as _

from wagtail import blocks

# Headings of the second level are blocks of their own, so that contents lists can be made of them.
# No italics: Korean, Chinese and Arabic have none.
RICH_TEXT_FEATURES = ["h3", "bold", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level. The contents list of a page is made of these."""

    def __init__(self, **kwargs):
        super().__init__(max_length=160, **kwargs)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Begins a section. Pages with three or more get a list of contents.")
        preview_value = "How cities work together"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=RICH_TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>Cities learn from one another what works for their residents.</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(
        label=_("Attribution"), required=False, help_text=_("Who said it, and in which role.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"
        description = _("Somebody's words, set apart.")
        preview_value = {
            "text": "We shared our mistakes first, and that helped most.",
            "attribution": "An official of Example City",
        }


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("warning", _("Warning"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link", "document-link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A short note or warning that must not be overlooked.")
        preview_value = {"kind": "note", "title": "Good to know", "text": "<p>It is free.</p>"}
