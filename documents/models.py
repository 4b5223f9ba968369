from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index

from documents.storage import private_files


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

    admin_form_fields = (*Document.admin_form_fields, "description", "language")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("description")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
