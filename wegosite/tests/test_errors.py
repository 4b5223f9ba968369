import pytest

from django.test import Client, override_settings
from django.urls import path

from wegosite.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from wegosite.urls import (
    urlpatterns as site,
)


def broken(request):
    raise RuntimeError("A fault made on purpose")


urlpatterns = [path("broken/", broken), *site]


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "There is no such page"), ("ko", "그런 페이지가 없습니다"), ("ar", "لا توجد صفحة")],
)
def test_not_found_is_said_in_the_language_of_the_address(homes, client, code, words):
    response = client.get(f"/{code}/nothing/here/")
    html = response.content.decode()
    assert response.status_code == 404
    assert f'lang="{code}"' in html
    assert words in html
    assert '<meta name="robots" content="noindex">' in html
    assert not response.cookies


@pytest.mark.parametrize("address", ["/nothing/", "/de/", "/admin-no/", "/en/%ff/", "/en/a%0d%0a/"])
def test_an_odd_address_gets_a_page(homes, client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "text/html" in response["Content-Type"]


@pytest.mark.parametrize("address", ["/en/?x=%00", "/en/search/?q=%00", "/ko/search/?q=a%00b"])
def test_a_nul_character_is_answered_plainly(homes, client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "text/html" in response["Content-Type"]


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_is_answered_without_database_and_in_all_languages(django_assert_num_queries, db):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get("/broken/")
    html = response.content.decode()
    assert response.status_code == 500
    for code in ("en", "ko", "zh-hans", "ru", "es", "fr", "ar"):
        assert f'lang="{code}"' in html
    assert 'lang="ar" dir="rtl"' in html
    assert "{%" not in html and "{{" not in html


def test_forbidden_is_a_page_of_ours(homes, rf):
    from wegosite.views import permission_denied

    response = permission_denied(rf.get("/en/"))
    assert response.status_code == 403
    assert "You may not see this page" in response.content.decode()
