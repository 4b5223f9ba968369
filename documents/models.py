from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index

from documents import reading
from documents.storage import private_files


class TextState(models.TextChoices):
    """What became of the text of a file; empty where nobody has looked yet."""

    READ = reading.READ, _("Its text is found by the search.")
    NO_TEXT = (
        reading.NO_TEXT,
        _("It has no text, perhaps because it was scanned: only title and description are found."),
    )
    ENCRYPTED = (
        reading.ENCRYPTED,
        _("It needs a password: only title and description are found."),
    )
    BROKEN = reading.BROKEN, _("It could not be read: only title and description are found.")
    TOO_LARGE = (
        reading.TOO_LARGE,
        _("It is too large to be read: only title and description are found."),
    )


class CustomDocument(AbstractDocument):
    """A file that readers download, with the language it is written in."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_files)
    description = models.TextField(
        _("description"), blank=True, help_text=_("What a reader finds in it, in a sentence.")
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language the document is written in. Readers see it beside the link."),
    )
    # Written by `manage.py extract_document_text`.
    text = models.TextField(blank=True, editable=False)
    text_state = models.CharField(
        max_length=20, blank=True, editable=False, choices=TextState.choices
    )
    text_hash = models.CharField(max_length=40, blank=True, editable=False)  # of the file read

    admin_form_fields = (*Document.admin_form_fields, "description", "language")
    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("description"),
        index.SearchField("current_text"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def is_read(self):
        """Whether the file that is there now has been looked at."""
        return bool(self.text_hash) and self.text_hash == self.file_hash

    @property
    def current_text(self):
        """The text of the file; nothing as long as another's is stored."""
        return self.text if self.is_read else ""

    @property
    def text_note(self):
        """What an editor is told about the text of the file."""
        if self.file_extension.lower() not in reading.READERS:
            return _("Of files of this kind only title and description are found.")
        if not self.is_read:
            return pgettext_lazy("document", "Its text has not been read for the search yet.")
        return self.get_text_state_display()
