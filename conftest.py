import pytest

from django.core.cache import cache
from django.utils import translation

from core.tests.factories import make_site
from images.tests.factories import ImageFactory


def pytest_collection_modifyitems(items):
    """The tests of a file share its fixtures: they stay on one core, and those in a browser too."""
    for item in items:
        is_browser = "browser" in item.path.parts
        item.add_marker(pytest.mark.xdist_group("browser" if is_browser else item.path.name))


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
