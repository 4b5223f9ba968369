import pytest


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Changes within are committed at its end, as a request's are."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
