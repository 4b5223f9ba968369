import pytest

from django.core.cache import cache

from core.tests.factories import UserFactory
from users.throttle import ATTEMPTS

LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def empty_cache(homes):
    cache.clear()
    yield
    cache.clear()


def attempt(client, password="wrong", address="192.0.2.1"):
    return client.post(
        LOGIN, {"username": "person", "password": password}, REMOTE_ADDR=address
    ).status_code


def test_guessing_is_stopped_and_others_may_still_log_in(client):
    UserFactory(username="person", is_superuser=True)
    assert {attempt(client) for _number in range(ATTEMPTS)} == {200}
    response = client.post(LOGIN, {"username": "person"}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert response["Retry-After"] == "600"
    assert "Too many attempts" in response.content.decode()
    assert attempt(client, "a-long-password-for-tests") == 429
    assert attempt(client, "a-long-password-for-tests", address="192.0.2.2") == 302


def test_log_ins_that_succeed_are_not_counted(client):
    UserFactory(username="person", is_superuser=True)
    for _number in range(ATTEMPTS + 1):
        assert attempt(client, "a-long-password-for-tests") == 302
        client.logout()
    assert attempt(client) == 200
