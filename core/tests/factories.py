"""Factories that more than one app's tests use. Pages hang under a home page of their language."""

import factory
import wagtail_factories

from django.contrib.auth import get_user_model

from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import HomePage
from pages.models import StandardIndexPage, StandardPage


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


class HomePageFactory(wagtail_factories.PageFactory):
    title = "Home"
    slug = factory.LazyAttribute(lambda page: f"home-{page.locale.language_code}")
    locale = factory.LazyFunction(lambda: locale("en"))
    parent = factory.LazyFunction(lambda: Page.objects.get(depth=1))

    class Meta:
        model = HomePage


class StandardPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Standard page {number}")

    class Meta:
        model = StandardPage


class StandardIndexPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Section {number}")

    class Meta:
        model = StandardIndexPage


class UserFactory(factory.django.DjangoModelFactory):
    username = factory.Sequence(lambda number: f"person-{number}")
    password = factory.django.Password("a-long-password-for-tests")

    class Meta:
        model = get_user_model()


def make_site(*codes):
    """A site with a published home page in each language, English first.

    Returns:
        the home pages by language code.
    """
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    english = HomePageFactory()
    Site.objects.create(hostname="testserver", root_page=english, is_default_site=True)
    homes = {"en": english}
    for code in codes:
        homes[code] = HomePageFactory(
            title=f"Home {code}",
            locale=locale(code),
            translation_key=english.translation_key,
        )
    return homes


def translate(page, parent, **fields):
    """A version of a page in its parent's language, with the same slug."""
    fields = {"title": f"{page.title} ({parent.locale.language_code})", **fields}
    version = type(page)(
        slug=page.slug, locale=parent.locale, translation_key=page.translation_key, **fields
    )
    return parent.add_child(instance=version)


def make_private(page):
    """Only people who are logged in may see the page and what is beneath it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page
