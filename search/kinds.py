"""What can be found. A new kind of thing joins here: a page by itself, a record by one `Kind`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from wagtail.models import CollectionViewRestriction, Page

from documents.models import CustomDocument
from languages.fallback import readable
from languages.reader import in_reader_language
from partners.models import Partner, PartnersPage


@dataclass(frozen=True)
class Kind:
    """Things of one table that can be found, by the `search_fields` that Wagtail asks for.

    The search field with the highest boost is the title. Related things with an `anchor` are found
    by themselves, on the page of the thing.
    """

    name: str  # in the index
    model: type[models.Model]
    # What is indexed, of a queryset of the model: what readers may see, or will without a change.
    indexed: Callable
    # What a reader of a language may see now, of a queryset of the model.
    visible: Callable
    # The addresses by primary key, of a list of things: `(things, language, request)`.
    addresses: Callable
    language: Callable = lambda thing: thing.locale.language_code


def page_addresses(pages, language, request):
    return {page.pk: in_reader_language(page.get_url(request)) for page in pages}


def partner_addresses(partners, language, request):
    home = readable(PartnersPage.objects.all(), language).order_by("borrowed", "path").first()
    url = in_reader_language(home.get_url(request)) if home else None
    return {partner.pk: f"{url}#{partner.anchor}" for partner in partners if url}


def document_addresses(documents, language, request):
    return {document.pk: document.url for document in documents}


def unrestricted(documents, language=None):
    """Documents of collections that anybody may see. Wagtail has no queryset for it."""
    private = Q(pk__in=[])
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    for path in restrictions.values_list("collection__path", flat=True):
        private |= Q(collection__path__startswith=path)
    return documents.exclude(private)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "page",
            Page,
            lambda pages: pages.filter(live=True, depth__gt=1),
            readable,
            page_addresses,
        ),
        Kind(
            "partner",
            Partner,
            lambda records: records.filter(live=True),
            readable,
            partner_addresses,
        ),
        Kind(
            "document",
            CustomDocument,
            lambda documents: documents,
            unrestricted,
            document_addresses,
            language=lambda document: document.language,
        ),
    )
}


def kind_of(model):
    """The `Kind` of a model, or None."""
    return next((kind for kind in KINDS.values() if issubclass(model, kind.model)), None)
