"""What any reader may see, said once. What a reader of one language sees: `languages.fallback`."""

from functools import lru_cache

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    When,
)
from django.utils import timezone
from django.utils.translation import get_language

from wagtail.models import Page, PageViewRestriction


def not_expired():
    """A condition that holds for what has not expired, even before `publish_scheduled` has run."""
    return Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())


@lru_cache
def restricted(path):
    """A condition that holds for pages that are private, or stand under a private page.

    Args:
        path: the name of the field that holds the tree path, such as `path` or `alias_of__path`.
    """
    restrictions = PageViewRestriction.objects.annotate(
        shown_path=ExpressionWrapper(OuterRef(path), CharField())
    )
    return Exists(restrictions.filter(shown_path__startswith=F("page__path")))


def published_anywhere(pages):
    """Narrow a page queryset to what any reader may see now, in whatever language.

    Live, public and not past its expiry. Wagtail's `public()` passes aliases of private pages, and
    asks the database each time; this is part of the one query.
    """
    return pages.live().filter(not_expired(), ~restricted("path"), ~restricted("alias_of__path"))


def published(pages, language=None):
    """Narrow a page queryset to what any reader may see now, in one language.

    Args:
        pages: a `PageQuerySet`.
        language: a language code such as `ko`; the active language when left out.

    Returns:
        the queryset, not ordered.
    """
    return published_anywhere(pages).filter(locale__language_code=language or get_language())


def beneath(pages, page, children=False):
    """Narrow a page queryset to what stands beneath a page, in whichever of its languages.

    Args:
        pages: a `PageQuerySet`.
        page: a page in any language.
        children: True for the level right beneath it alone.

    Returns:
        the queryset, not ordered. No query of its own.
    """
    above = Page.objects.filter(translation_key=page.translation_key).annotate(
        shown_path=ExpressionWrapper(OuterRef("path"), CharField()),
        shown_depth=ExpressionWrapper(OuterRef("depth"), IntegerField()),
    )
    if children:
        above = above.filter(shown_depth=F("depth") + 1)
    else:
        above = above.filter(shown_depth__gt=F("depth"))
    return pages.filter(Exists(above.filter(shown_path__startswith=F("path"))))


def readers_language_first():
    """An order: what is in the interface's language, then the source language, then all others."""
    return Case(
        When(locale__language_code=get_language(), then=0),
        When(locale__language_code=settings.LANGUAGE_CODE, then=1),
        default=2,
    )
