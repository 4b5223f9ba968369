import pytest

from core.tests.factories import StandardPageFactory, UserFactory


def policy(response):
    parts = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return {name: value[0] if value else "" for name, *value in parts}


PUBLIC = ["/en/", "/en/search/?q=a", "/en/nothing/", "/sitemap.xml", "/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_answer_has_the_strict_policy_and_no_cookie(homes, client, address):
    response = client.get(address)
    directives = policy(response)
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    # The bare address leads to the language that the reader chose last: languages/views.py.
    assert ("Cookie" in response.get("Vary", "")) == (address == "/")


def test_a_public_page_is_the_same_bytes_for_every_reader(homes, client, django_user_model):
    page = StandardPageFactory(parent=homes["en"])
    anonymous = client.get(page.url).content
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(page.url).content == anonymous
    assert b"csrf" not in anonymous.lower()


def test_a_public_page_has_nothing_inline_and_no_other_host(homes, client):
    html = client.get("/en/").content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    scripts = [tag.split(">")[0] for tag in html.split("<script")[1:]]
    assert all("src=" in tag or "application/ld+json" in tag for tag in scripts)
    for tag in (*scripts, *(tag.split(">")[0] for tag in html.split("<link")[1:])):
        for attribute in ('src="http', 'href="http'):
            if attribute in tag:
                assert f"{attribute}://testserver" in tag


def test_the_admin_has_a_policy_of_its_own_and_is_not_kept(homes, client):
    response = client.get("/admin/login/")
    assert policy(response)["script-src"] == "'self'"
    assert policy(response)["script-src-attr"] == "'none'"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_a_preview_may_stand_in_the_admins_frame(homes, client):
    client.force_login(UserFactory(is_superuser=True))
    page = StandardPageFactory(parent=homes["en"])
    url = f"/admin/pages/{page.pk}/edit/preview/"
    form = {
        "title": page.title,
        "slug": page.slug,
        "body-count": 0,
        "highlights-count": 0,
        "local_blocks-count": 0,
    }
    assert client.post(url, form).json()["is_valid"]
    response = client.get(url)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(response)["frame-ancestors"] == "'self'"
