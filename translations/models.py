"""What the translation desk knows: one row a thing, one row a thing and language.

They are an index, like a search index: everything in them but what translators last saw can be made
again from the pages and records (`manage.py refresh_translation_desk`). Signals keep them current.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, TranslatableMixin

from core.forms import ContentRecordForm


class State(models.TextChoices):
    """How a thing stands in one language."""

    SOURCE = "source", pgettext_lazy("translation", "Source")
    UP_TO_DATE = "up_to_date", _("Up to date")
    OUTDATED = "outdated", _("Outdated")
    IN_PROGRESS = "in_progress", _("In progress")
    DRAFT = "draft", _("Draft")
    MACHINE = "machine", _("Machine, not reviewed")
    MISSING = "missing", _("Missing")


class TranslatedItem(models.Model):
    """A page or record, whatever its languages: a row of the desk."""

    translation_key = models.UUIDField()
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    source_locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    source_pk = models.CharField(max_length=64)
    title = models.CharField(max_length=255)
    # The page beneath the home page that it stands under; None for records and home pages.
    section = models.UUIDField(null=True)
    section_title = models.CharField(max_length=255, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_page = models.BooleanField(default=True)
    # Whether readers can see the source. False with a live translation: an orphan.
    is_live = models.BooleanField(default=False)
    # What is live in the source, by place: `translations.segments.contents`.
    contents = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "content_type"], name="unique_translated_item"
            )
        ]
        indexes = [
            models.Index(fields=["title", "id"], name="item_by_title"),
            models.Index(fields=["-changed_at", "-id"], name="item_by_change"),
            models.Index(fields=["section", "title"], name="item_by_section"),
        ]
        verbose_name = _("translated item")
        verbose_name_plural = _("translated items")

    def __str__(self):
        return self.title

    @property
    def model(self):
        return self.content_type.model_class()

    def version(self, locale):
        """The specific page or record in a language, or None."""
        return self.model.objects.filter(
            translation_key=self.translation_key, locale=locale
        ).first()

    @property
    def source(self):
        return self.version(self.source_locale)


class ItemTranslation(models.Model):
    """An item in one language: a cell of the desk. The source's own language has one too."""

    item = models.ForeignKey(TranslatedItem, on_delete=models.CASCADE, related_name="cells")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=State, default=State.MISSING)
    since = models.DateTimeField()
    target_pk = models.CharField(max_length=64, blank=True)
    # Readers can see it: live, whatever its state.
    is_live = models.BooleanField(default=False)
    # Places of the source whose text has changed since the translator saw it.
    outdated = models.JSONField(default=list)
    # What the translator last saw of the source, by place. It can't be made again.
    seen = models.JSONField(default=dict)
    # What was live in this language when that was noted, by place.
    translated = models.JSONField(default=dict)
    # Begun by a machine and reviewed by a person.
    reviewed_from_machine = models.BooleanField(default=False)

    class Meta:
        ordering = ["item", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["item", "locale"], name="unique_item_translation")
        ]
        indexes = [models.Index(fields=["locale", "state", "since"], name="cell_by_state")]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self):
        return f"{self.item} ({self.locale.language_code}): {self.get_state_display()}"

    @property
    def target(self):
        """The specific page or record in this language, or None."""
        return self.item.version(self.locale)


class MachineSuggestion(models.Model):
    """What a machine proposes for one text. It is in no page before a person has accepted it.

    So machine text can't go live unreviewed, whichever way a page is published.
    """

    cell = models.ForeignKey(ItemTranslation, on_delete=models.CASCADE, related_name="suggestions")
    path = models.TextField()  # as in `translations.segments.contents`
    source = models.TextField()  # the text that was sent
    text = models.TextField()  # what came back
    service = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("machine suggestion")
        verbose_name_plural = _("machine suggestions")

    def __str__(self):
        return self.text


class GlossaryTerm(TranslatableMixin, models.Model):
    """An official name in one language; its other languages share its translation key."""

    term = models.CharField(_("term"), max_length=160)
    forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "One a line: spellings that count as the term, such as its plural. * at the end of a"
            " word stands for any ending."
        ),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("For translators: what it means, what to avoid.")
    )

    base_form_class = ContentRecordForm
    panels = [FieldPanel("term"), FieldPanel("forms"), FieldPanel("note")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["term", "pk"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self):
        return self.term
