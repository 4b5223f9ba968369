from datetime import timedelta

import pytest

from django.utils import timezone, translation

from wagtail.models import Page

from core.querysets import localized, published, published_anywhere
from core.tests.factories import StandardPageFactory, make_private, translate


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


def test_localized_keeps_the_order_and_leaves_out_what_is_not_published(homes):
    first = StandardPageFactory(parent=homes["en"], title="first")
    second = StandardPageFactory(parent=homes["en"], title="second")
    draft = StandardPageFactory(parent=homes["en"], title="third")
    translate(first, homes["ko"])
    translate(second, homes["ko"])
    translate(draft, homes["ko"], live=False)
    found = localized([second, None, draft, first], "ko")
    assert [page.title for page in found] == ["second (ko)", "first (ko)"]


def test_localized_takes_a_fixed_number_of_queries(homes, django_assert_num_queries):
    pages = [StandardPageFactory(parent=homes["en"]) for _number in range(5)]
    with django_assert_num_queries(3):
        assert localized(pages, "en") == pages


def test_localized_of_nothing_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert localized([], "en") == []
