import pytest

from django.core.cache import cache
from django.utils import translation

from core.tests.factories import make_site
from images.tests.factories import ImageFactory


@pytest.fixture(autouse=True)
def english():
    """No test hands its language or its cache on to the next."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def homes(db):
    """A site with a home page in English, Korean and Arabic."""
    return make_site("ko", "ar")


@pytest.fixture
def image(db):
    """A picture of 1500 × 1000 pixels."""
    return ImageFactory(file__width=1500, file__height=1000, file__filename="picture.jpg")
