import pytest

from django.utils import translation

from core.tests.factories import make_site


@pytest.fixture(autouse=True)
def english():
    """No test hands its language on to the next."""
    with translation.override("en"):
        yield


@pytest.fixture
def homes(db):
    """A site with a home page in English, Korean and Arabic."""
    return make_site("ko", "ar")
