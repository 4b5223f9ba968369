from itertools import groupby

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from core.blocks.text import RICH_TEXT_FEATURES
from core.forms import ContentRecordForm
from core.models import BasePage


class FAQCategory(TranslatableMixin, models.Model):
    """A group of questions, such as "Membership"."""

    name = models.CharField(_("name"), max_length=80)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    base_form_class = ContentRecordForm
    panels = [FieldPanel("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("FAQ category")
        verbose_name_plural = _("FAQ categories")
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.name


class FAQItem(TranslatableMixin, Orderable):
    """A question and its answer."""

    page = ParentalKey("faq.FAQPage", on_delete=models.CASCADE, related_name="items")
    category = models.ForeignKey(
        FAQCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    question = models.CharField(_("question"), max_length=255)
    answer = RichTextField(_("answer"), features=RICH_TEXT_FEATURES)

    panels = [FieldPanel("question"), FieldPanel("answer"), FieldPanel("category")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.question

    @property
    def anchor(self):
        """The question's address on its page: the same in every language, whatever is reworded."""
        return f"q-{self.translation_key.hex[:8]}"


class FAQPage(BasePage):
    """Questions and answers, grouped by category, in the order the editor gave them."""

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    page_description = _("Frequently asked questions, grouped by category.")

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("items", heading=_("Questions"), label=_("Question")),
        *BasePage.local_panels,
    ]

    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("items", [index.SearchField("question"), index.SearchField("answer")]),
    ]

    class Meta:
        verbose_name = _("FAQ page")
        verbose_name_plural = _("FAQ pages")

    def questions(self):
        """All questions with their categories, as the editor ordered them."""
        items = self.items.all()
        # In a preview the items are in memory and not a queryset.
        if hasattr(items, "select_related"):
            items = items.select_related("category")
        return sorted(items, key=lambda item: (item.sort_order or 0, item.pk or 0))

    def groups(self):
        """The questions by category: `{"category", "questions"}`, those without a category last."""

        def rank(item):
            category = item.category
            return (category is None, category.sort_order if category else 0, item.category_id or 0)

        ordered = sorted(self.questions(), key=rank)
        return [
            {"category": members[0].category, "questions": members}
            for members in (list(group) for _key, group in groupby(ordered, key=rank))
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = self.groups()
        return context

    def structured_data(self, request):
        questions = self.questions()
        if not questions:
            return []
        return [
            {
                "@type": "FAQPage",
                "inLanguage": self.locale.language_code,
                "mainEntity": [
                    {
                        "@type": "Question",
                        "name": item.question,
                        "acceptedAnswer": {"@type": "Answer", "text": strip_tags(item.answer)},
                    }
                    for item in questions
                ],
            }
        ]
