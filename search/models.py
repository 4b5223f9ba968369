"""The index: plain tables, the same on every database. docs/search.md says how they are used."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from documents.models import CustomDocument
from partners.models import Partner
from search.analysis import query


class Entry(models.Model):
    """One thing that can be found: a page, record or document, or a part of one with an anchor."""

    source = models.CharField(max_length=40)  # the name of a `kinds.Kind`
    object_id = models.BigIntegerField()
    anchor = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=80)  # what readers filter by: the label of a model
    office = models.UUIDField(null=True)  # the translation key of the page it stands beneath
    date = models.DateField(null=True)
    title = models.TextField()
    text = models.TextField()
    version = models.PositiveSmallIntegerField()  # of the analysis
    digest = models.CharField(max_length=32)  # of all it was made of

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id", "anchor"], name="unique_search_entry"
            )
        ]


class Term(models.Model):
    """A term of a language, and in how many of its entries it stands.

    The empty term stands in every entry: it counts them.
    """

    language = models.CharField(max_length=10)
    # Compared by code point: SQLite does, for PostgreSQL the first migration says so.
    text = models.CharField(max_length=70)
    entries = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "text"], name="unique_search_term")
        ]


class Posting(models.Model):
    """A term in an entry. `weight` is its share of a score, in thousandths."""

    pk = models.CompositePrimaryKey("term_id", "entry_id")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["term", "-weight", "entry"], name="search_posting_best")]


class Spelling(models.Model):
    """What is left of a word without one or two letters, as a number: finds typing errors."""

    pk = models.CompositePrimaryKey("key", "term_id")
    key = models.BigIntegerField()
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+")


class Synonym(models.Model):
    """Expressions that mean the same to somebody who searches in one language."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    expressions = models.TextField(
        _("expressions"),
        help_text=_(
            "Words or phrases that mean the same, one a line: GA, then General Assembly. Who"
            " searches for one finds the others as well."
        ),
    )

    panels = [FieldPanel("language"), FieldPanel("expressions")]

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ["language", "expressions", "pk"]

    def __str__(self):
        return " = ".join(self.lines)

    def clean(self):
        super().clean()
        if self.language and sum(1 for line in self.lines if query(line, self.language)) < 2:
            raise ValidationError(
                {"expressions": _("Give at least two expressions, each on a line of its own.")}
            )

    @property
    def lines(self):
        return [line.strip() for line in self.expressions.splitlines() if line.strip()]


class Pick(ClusterableModel):
    """What editors recommend to readers of a language who search for a phrase."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    phrase = models.CharField(
        _("phrase"),
        max_length=100,
        help_text=_(
            "What is searched for. Capitals, accents and endings make no difference; synonyms of"
            " the whole phrase count as well."
        ),
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("phrase"),
        InlinePanel("things", label=_("Recommended"), min_num=1, max_num=5),
    ]

    class Meta:
        verbose_name = _("search recommendation")
        verbose_name_plural = _("search recommendations")
        ordering = ["language", "phrase", "pk"]

    def __str__(self):
        return self.phrase

    def clean(self):
        super().clean()
        if self.language and self.phrase and not query(self.phrase, self.language):
            raise ValidationError({"phrase": _("Give at least one word.")})


class PickedThing(Orderable):
    """One thing that is recommended. Its field has the name of a `kinds.Kind`."""

    pick = ParentalKey(Pick, on_delete=models.CASCADE, related_name="things")
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    document = models.ForeignKey(
        CustomDocument,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    text = models.CharField(
        _("text"),
        max_length=250,
        blank=True,
        help_text=_("Why it is recommended, in a sentence. Readers see it below the title."),
    )

    panels = [
        FieldPanel("page"),
        FieldPanel("partner"),
        FieldPanel("document"),
        FieldPanel("text"),
    ]

    def clean(self):
        super().clean()
        if sum(pk is not None for pk in (self.page_id, self.partner_id, self.document_id)) != 1:
            raise ValidationError(_("Choose either a page, a partner or a document."))


class AskedQuery(models.Model):
    """How often something was searched for in a language on a day. Nothing says by whom."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(_("searched for"), max_length=200)  # folded
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=0)
    unanswered = models.PositiveIntegerField(_("found nothing"), default=0)  # of these times

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("search query")
        verbose_name_plural = _("search queries")
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "text"], name="unique_asked_query")
        ]

    def __str__(self):
        return self.text
