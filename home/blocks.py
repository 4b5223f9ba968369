"""The sections of the home page. Each takes what it lists from the tree; nothing is typed twice.

`HomePage.get_context` reads the pages that all sections point to at once and puts them, in the
reader's language, under `chosen_pages`; a section whose page is not published leaves its link out.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from core.querysets import beneath
from news.models import publishers, with_publishers
from partners.models import Partner
from regional_offices.models import RegionalOfficePage

EMPTY = {}


def chosen(page, parent_context):
    """The version of a chosen page that the reader may see, or None."""
    pages = (parent_context or EMPTY).get("chosen_pages", EMPTY)
    return pages.get(page.translation_key) if page else None


class SectionBlock(blocks.StructBlock):
    """A section of the home page. `target` in its template is the page it leads to, or None."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["target"] = chosen(value.get("page"), parent_context)
        return context


class HeroBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above the heading"), required=False, max_length=80)
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, help_text=_("The heading of the whole page.")
    )
    lead = blocks.TextBlock(label=_("Text"), max_length=400)
    page = blocks.PageChooserBlock(label=_("First button leads to"), required=False)
    link_text = blocks.CharBlock(label=_("First button"), required=False, max_length=60)
    second_page = blocks.PageChooserBlock(label=_("Second button leads to"), required=False)
    second_link_text = blocks.CharBlock(label=_("Second button"), required=False, max_length=60)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["second_target"] = chosen(value.get("second_page"), parent_context)
        return context

    class Meta:
        icon = "home"
        label = _("Statement")
        template = "home/sections/hero.html"
        description = _("What the organisation is, at the top of the page, over the world map.")


class FeatureBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page"))
    kicker = blocks.CharBlock(label=_("Line above the title"), required=False, max_length=80)
    link_text = blocks.CharBlock(label=_("Link text"), required=False, max_length=80)


class FeaturesBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    items = blocks.ListBlock(FeatureBlock(label=_("Feature")), label=_("Features"), max_num=5)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        cards = [(item, chosen(item.get("page"), parent_context)) for item in value["items"]]
        context["features"] = [{"item": item, "page": page} for item, page in cards if page]
        return context

    class Meta:
        icon = "pick"
        label = _("Features")
        template = "home/sections/features.html"
        description = _("Up to five pages, with their own titles, summaries and icons.")


class ComputedNumberBlock(blocks.StructBlock):
    """A number that the site knows: counted when the page is shown."""

    what = blocks.ChoiceBlock(
        label=_("What is counted"),
        choices=[("partners", _("Partners")), ("offices", _("Regional offices"))],
    )
    label = blocks.CharBlock(label=_("Label"), max_length=60)

    class Meta:
        icon = "order"
        label = _("Counted by the site")


class DatedTotalBlock(blocks.StructBlock):
    """A total that the site has no records of: shown with its date and source, or not at all."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    value = blocks.IntegerBlock(
        label=_("Total"),
        min_value=1,
        required=False,
        help_text=_("Left out of the page when empty."),
    )
    as_of = blocks.DateBlock(label=_("As of"), required=False)
    source = blocks.CharBlock(
        label=_("Source"), required=False, max_length=120, help_text=_("Who counted, in what.")
    )

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if value["value"]:
            if not value["as_of"]:
                errors["as_of"] = ValidationError(_("Give the date on which the total was true."))
            if not value["source"]:
                errors["source"] = ValidationError(_("Say where the total comes from."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value

    class Meta:
        icon = "date"
        label = _("Dated total")


class NumbersBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    numbers = blocks.StreamBlock(
        [("computed", ComputedNumberBlock()), ("dated_total", DatedTotalBlock())],
        label=_("Numbers"),
        max_num=6,
    )

    def count(self, what):
        if what == "partners":
            return Partner.objects.listed().count()
        return RegionalOfficePage.objects.listed().regional().count()

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        numbers = []
        for block in value["numbers"]:
            number = {"label": block.value["label"]}
            if block.block_type == "computed":
                number["value"] = self.count(block.value["what"])
            else:
                number.update({key: block.value[key] for key in ("value", "as_of", "source")})
            if number["value"]:
                numbers.append(number)
        context["numbers"] = numbers
        return context

    class Meta:
        icon = "order"
        label = _("Numbers")
        template = "home/sections/numbers.html"
        description = _("Counted by the site, or totals with their date and source. Never a 0.")


class MessageBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    quote = blocks.TextBlock(label=_("Quotation"), max_length=300)
    text = blocks.TextBlock(label=_("Text"), required=False)
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), max_length=160)
    image = ImageBlock(label=_("Portrait"), required=False)
    page = blocks.PageChooserBlock(label=_("Page with the whole message"), required=False)
    link_text = blocks.CharBlock(label=_("Link text"), required=False, max_length=80)

    class Meta:
        icon = "openquote"
        label = _("Message")
        template = "home/sections/message.html"
        description = _("A signed message, such as the Secretary General's.")


class ProgrammesBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above the heading"), required=False, max_length=80)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"), max_num=7)
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        pages = [chosen(page, parent_context) for page in value["pages"]]
        context["programmes"] = [page for page in pages if page]
        return context

    class Meta:
        icon = "list-ul"
        label = _("Programmes")
        template = "home/sections/programmes.html"
        description = _("Pages as tabs, each with its own summary and key points.")


class JoinBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=200), label=_("Steps"), max_num=5
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    link_text = blocks.CharBlock(label=_("Link text"), required=False, max_length=80)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    document_text = blocks.CharBlock(label=_("Text for the document"), required=False)

    class Meta:
        icon = "user"
        label = _("Become a member")
        template = "home/sections/join.html"
        description = _("The call to become a member, in steps.")


class LatestNewsBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above the heading"), required=False, max_length=80)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    page = blocks.PageChooserBlock(label=_("News list"), page_type="news.NewsIndexPage")
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)
    featured = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("News item"), page_type="news.NewsPage"),
        label=_("Shown first"),
        default=[],
        max_num=3,
    )
    count = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=6)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["news"] = []
        if target := context["target"]:
            featured = [chosen(page, parent_context) for page in value["featured"]]
            featured = [page for page in featured if page]
            latest = target.news().exclude(pk__in=[page.pk for page in featured])
            news = [*featured, *latest[: value["count"]]][: value["count"]]
            context["news"] = with_publishers(news, publishers())
        return context

    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        template = "home/sections/latest_news.html"
        description = _("The newest items of a news list.")


class FAQBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above the heading"), required=False, max_length=80)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    introduction = blocks.TextBlock(label=_("Introduction"), required=False)
    page = blocks.PageChooserBlock(label=_("FAQ page"), page_type="faq.FAQPage")
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)
    count = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=10)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        target = context["target"]
        context["questions"] = target.questions()[: value["count"]] if target else []
        return context

    class Meta:
        icon = "help"
        label = _("Questions")
        template = "home/sections/faq.html"
        description = _("The first questions of the FAQ page.")


class OfficesBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above the heading"), required=False, max_length=80)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    page = blocks.PageChooserBlock(
        label=_("Offices page"), page_type="regional_offices.RegionalOfficesIndexPage"
    )
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        target = context["target"]
        context["offices"] = (
            list(beneath(RegionalOfficePage.objects.all(), target, children=True).listed())
            if target
            else []
        )
        return context

    class Meta:
        icon = "site"
        label = _("Offices")
        template = "home/sections/offices.html"
        description = _("The Secretariat and the regional offices, with the map.")


class PartnersBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    page = blocks.PageChooserBlock(label=_("Partners page"), page_type="partners.PartnersPage")
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["partners"] = list(Partner.objects.listed())
        return context

    class Meta:
        icon = "group"
        label = _("Partners")
        template = "home/sections/partners.html"
        description = _("The partners, by name or logo.")


class NewsletterBlock(SectionBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page of the newsletter"))
    link_text = blocks.CharBlock(label=_("Link text"), max_length=80)

    class Meta:
        icon = "mail"
        label = _("Newsletter")
        template = "home/sections/newsletter.html"
        description = _("Leads to the page of the newsletter.")


class HomeSectionsBlock(blocks.StreamBlock):
    hero = HeroBlock()
    features = FeaturesBlock()
    numbers = NumbersBlock()
    message = MessageBlock()
    programmes = ProgrammesBlock()
    join = JoinBlock()
    latest_news = LatestNewsBlock()
    faq = FAQBlock()
    offices = OfficesBlock()
    partners = PartnersBlock()
    newsletter = NewsletterBlock()

    class Meta:
        required = False
        block_counts = {"hero": {"max_num": 1}}
