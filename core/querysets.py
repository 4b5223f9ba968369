"""What a reader may see, said once."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from wagtail.models import Page


def published_anywhere(pages):
    """Narrow a page queryset to what any reader may see now, in whatever language.

    Live, public and not past its expiry, which holds even before `publish_scheduled` has run.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    return pages.live().public().filter(not_expired)


def published(pages, language=None):
    """Narrow a page queryset to what any reader may see now, in one language.

    Args:
        pages: a `PageQuerySet`.
        language: a language code such as `ko`; the active language when left out.

    Returns:
        the queryset, not ordered.
    """
    return published_anywhere(pages).filter(locale__language_code=language or get_language())


def localized(pages, language=None):
    """Give the published versions of some pages in the reader's language, in the same order.

    Args:
        pages: an iterable of pages in any language; `None` is skipped.
        language: a language code; the active language when left out.

    Returns:
        a list of specific pages. A page that is not published in the language is left out, so
        that no list carries a dead link. One query, and one for each type of page among them.
    """
    keys = [page.translation_key for page in pages if page]
    if not keys:
        return []
    found = {
        page.translation_key: page
        for page in published(Page.objects.filter(translation_key__in=keys), language).specific()
    }
    return [found[key] for key in keys if key in found]
