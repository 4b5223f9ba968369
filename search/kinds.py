"""What can be found. A new kind of thing joins here: a page by itself, a record by one `Kind`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from wagtail.models import CollectionViewRestriction, Page

from core.visibility import in_public_use
from documents.models import CustomDocument
from languages.fallback import readable, visible
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
    # What a reader of a language may see now, of a queryset of the model; in whatever language,
    # where it is None.
    visible: Callable
    # The addresses by primary key, of a list of things, for a reader of a language; each in its
    # own, where it is None.
    addresses: Callable
    language: Callable = lambda thing: thing.locale.language_code


def seen(things, language=None):
    return readable(things, language) if language else visible(things)


def page_addresses(pages, language=None):
    if not language:
        return {page.pk: page.get_url() for page in pages}
    return {page.pk: in_reader_language(page.get_url()) for page in pages}


def partner_addresses(partners, language=None):
    """Where partners stand on the page of all; those of a language without one are left out."""
    codes = {language or partner.locale.language_code for partner in partners}
    homes = {}
    for code in codes:
        page = readable(PartnersPage.objects.all(), code).order_by("borrowed", "path").first()
        if page:
            homes[code] = page_addresses([page], language)[page.pk]
    return {
        partner.pk: f"{homes[code]}#{partner.anchor}"
        for partner in partners
        if (code := language or partner.locale.language_code) in homes
    }


def partners_seen(partners, language=None):
    """Partners that a reader may see, where the page of all may be seen."""
    homes = seen(PartnersPage.objects.all(), language)
    if not language:
        return seen(partners).filter(locale__in=homes.values("locale"))
    return seen(partners, language) if homes.exists() else partners.none()


def document_addresses(documents, language=None):
    return {document.pk: document.url for document in documents}


def open_to_all(documents, language=None):
    """Documents that a published page refers to, of collections that anybody may see."""
    private = Q(pk__in=[])
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    for path in restrictions.values_list("collection__path", flat=True):
        private |= Q(collection__path__startswith=path)
    return in_public_use(documents).exclude(private)


def live_pages(pages):
    return pages.filter(live=True, depth__gt=1)


def live_records(records):
    return records.filter(live=True)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("page", Page, live_pages, seen, page_addresses),
        Kind("partner", Partner, live_records, partners_seen, partner_addresses),
        Kind(
            "document",
            CustomDocument,
            lambda documents: documents,
            open_to_all,
            document_addresses,
            language=lambda document: document.language,
        ),
    )
}


def kind_of(model):
    """The `Kind` of a model, or None."""
    return next((kind for kind in KINDS.values() if issubclass(model, kind.model)), None)
