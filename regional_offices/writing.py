"""Where the news of an office is written, in each language."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from wagtail.models import Locale

from news.models import NewsIndexPage
from regional_offices import desk
from translations.desk import locales


@dataclass
class Place:
    """The news of an office in one language.

    One of the addresses at most is there: that of the form for a news item, or, where there is no
    list of news yet, of the form that makes it. None where the office has no page.
    """

    locale: Locale
    write_url: str = ""
    list_url: str = ""
    is_published: bool = False  # the list: no reader finds what is beneath one that isn't

    @property
    def is_own(self):
        """Whether it is in the language of the admin."""
        return self.locale.language_code == get_language()


def places(office):
    """The news of an office in each language of the site, that of the admin first.

    Args:
        office: an `Office` of `regional_offices.desk`.

    Returns:
        a list of `Place`. Two queries.
    """
    indexes = {page.locale_id: page for page in news_lists(office)}
    found = [place(office, locale, indexes) for locale in locales()]
    return sorted(found, key=lambda one: not one.is_own)


def news_lists(office):
    return desk.pages([office]).exact_type(NewsIndexPage).order_by("path")


def place(office, locale, indexes):
    """One `Place`. `indexes` are the lists of news by the key of their language."""
    if index := indexes.get(locale.pk):
        url = reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk])
        return Place(locale, write_url=url, is_published=index.live)
    page = office.by_locale.get(locale.pk)
    if page is None:
        return Place(locale)
    others = [indexes[one.locale_id] for one in office.versions if one.locale_id in indexes]
    if others:  # so that both are one list, at the same address
        url = reverse("wagtail_localize:submit_page_translation", args=[others[0].pk])
        return Place(locale, list_url=f"{url}?select_locale={locale.language_code}")
    return Place(
        locale, list_url=reverse("wagtailadmin_pages:add", args=["news", "newsindexpage", page.pk])
    )
