import gc

import pytest

from django.db import transaction
from django.test import override_settings

from wegosite.tests.matrix.calls import Caller, Remembered
from wegosite.tests.matrix.world import make_world


@pytest.fixture(scope="module")
def caller(django_db_setup, django_db_blocker):
    """Built once: each call is undone."""
    remembered = override_settings(
        AUTHENTICATION_BACKENDS=[f"{Remembered.__module__}.{Remembered.__qualname__}"],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    )
    with remembered, django_db_blocker.unblock(), transaction.atomic():
        gc.freeze()  # a tenth of the time was spent on looking all over what stays anyway
        yield Caller(make_world())
        gc.unfreeze()
        transaction.set_rollback(True)


@pytest.fixture
def world(caller):
    return caller.world
