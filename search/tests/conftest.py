import pytest

from django.db import connection


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Changes within are committed at its end, as a request's are."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def limiting(db):
    """How many statements say how long one may take: a savepoint, the limit, its release."""
    return 3 if connection.vendor == "postgresql" else 0
