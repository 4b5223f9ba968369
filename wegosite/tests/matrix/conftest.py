import pytest

from django.db import transaction

from wegosite.tests.matrix.calls import Caller
from wegosite.tests.matrix.world import make_world


@pytest.fixture(scope="module")
def caller(django_db_setup, django_db_blocker):
    """Built once: each call is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Caller(make_world())
        transaction.set_rollback(True)


@pytest.fixture
def world(caller):
    return caller.world
