from datetime import timedelta

import pytest

from django.utils import timezone, translation

from wagtail.models import Page

from core.querysets import beneath, published, published_anywhere
from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    make_private,
    translate,
)


@pytest.fixture
def pages(homes):
    """One page for each state a page can be in, and what a reader of English may see of them."""
    home = homes["en"]
    expired = StandardPageFactory(parent=home, title="expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    private = make_private(StandardPageFactory(parent=home, title="private"))
    StandardPageFactory(parent=private, title="beneath private")
    StandardPageFactory(parent=home, title="draft", live=False)
    korean = StandardPageFactory(parent=homes["ko"], title="korean")
    live = StandardPageFactory(parent=home, title="live")
    Page.objects.filter(pk=live.pk).update(expire_at=timezone.now() + timedelta(days=1))
    return {"live": live, "korean": korean}


def titles(queryset):
    return set(queryset.filter(depth=3).values_list("title", flat=True))


def test_published_is_live_public_unexpired_and_in_the_language(pages):
    assert titles(published(Page.objects.all())) == {"live"}
    assert titles(published(Page.objects.all(), "ko")) == {"korean"}
    with translation.override("ar"):
        assert titles(published(Page.objects.all())) == set()


def test_published_anywhere_knows_no_language(pages):
    assert titles(published_anywhere(Page.objects.all())) == {"live", "korean"}


def test_an_alias_of_a_private_page_is_not_published(pages, homes):
    private = Page.objects.get(title="private").specific
    private.create_alias(parent=homes["ko"], update_slug="alias", update_locale=homes["ko"].locale)
    beneath_private = Page.objects.get(title="beneath private").specific
    beneath_private.create_alias(
        parent=homes["ko"], update_slug="other", update_locale=homes["ko"].locale
    )
    assert titles(published_anywhere(Page.objects.all())) == {"live", "korean"}


def test_what_is_published_is_one_query(pages, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(published_anywhere(Page.objects.all()))


def test_beneath_a_page_is_beneath_it_in_each_of_its_languages(homes):
    section = StandardIndexPageFactory(parent=homes["en"], title="section")
    korean = translate(section, homes["ko"], title="부문")
    StandardPageFactory(parent=homes["en"], title="beside")
    child = StandardPageFactory(parent=section, title="child")
    StandardPageFactory(parent=child, title="grandchild")
    StandardPageFactory(parent=korean, title="아이")

    def found(**kwargs):
        return set(beneath(Page.objects.all(), korean, **kwargs).values_list("title", flat=True))

    assert found() == {"child", "grandchild", "아이"}
    assert found(children=True) == {"child", "아이"}
