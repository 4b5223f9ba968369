import pytest

from django.core.cache import cache
from django.utils import translation

from core.tests.factories import make_site
from images.tests.factories import ImageFactory

# Every state by every way to it, or the whole demo: two thirds of the time. `make test-fast`
# leaves them out.
SLOW = {
    "test_choices.py",
    "test_demo.py",
    "test_desk.py",
    "test_every_address.py",
    "test_fallback.py",
    "test_local.py",
    "test_permission_matrix.py",
    "test_published_holes.py",
    "test_sheet.py",
    "test_visibility.py",
}


def pytest_collection_modifyitems(items):
    """The tests of a file share its fixtures: they stay on one core, and those in a browser too."""
    for item in items:
        if item.path.name in SLOW:
            item.add_marker(pytest.mark.slow)
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
