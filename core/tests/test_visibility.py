"""What is somebody else's draft, or private, is shown in no chooser and by no API."""

import json

import pytest

from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from core.tests.conftest import MARKER
from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    make_private,
)
from documents.tests.factories import DocumentFactory
from images.tests.factories import ImageFactory
from pages.models import StandardPage


def addresses(sections):
    number = {name: page.pk for name, page in sections.items()}
    everything = "&".join(f"id={pk}" for pk in number.values())
    return [
        "choose-page/",
        "choose-page/?page_type=pages.StandardPage",
        f"choose-page/{number['home']}/",
        f"choose-page/{number['other']}/",
        f"choose-page/{number['other']}/?multiple=1",
        f"choose-page/{number['draft']}/",
        f"choose-page/{number['draft']}/?user_perms=copy_to",
        f"choose-page/{number['private']}/",
        "choose-page/search/?q=marker",
        "choose-page/search/?q=beneath",
        "choose-page/search/?q=live&multiple=1",
        f"choose-page/chosen-multiple/?{everything}&id=none&id=-1",
    ]


def test_no_chooser_shows_a_title_that_is_secret(sections, editor, client):
    client.force_login(editor)
    for address in addresses(sections):
        response = client.get(f"/admin/{address}")
        assert response.status_code == 200, address
        assert MARKER not in response.content.decode(), address


def test_the_choosers_show_what_is_public_or_ones_own(sections, editor, client):
    client.force_login(editor)
    found = client.get("/admin/choose-page/search/?q=own").content.decode()
    assert "Own draft" in found
    found = client.get(f"/admin/choose-page/{sections['other'].pk}/").content.decode()
    assert "Live" in found
    chosen = client.get(f"/admin/choose-page/chosen-multiple/?id={sections['own draft'].pk}")
    (result,) = chosen.json()["result"]
    assert result["adminTitle"] == "Own draft"


def test_who_may_edit_everything_finds_everything(sections, reader_of_all, client):
    client.force_login(reader_of_all)
    shown = [
        address
        for address in addresses(sections)
        if MARKER in client.get(f"/admin/{address}").content.decode()
    ]
    number = sections["draft"].pk
    assert f"choose-page/{number}/" in shown
    assert "choose-page/search/?q=marker" in shown


@pytest.mark.parametrize("conversion", ["all", "confirm"])
def test_an_address_is_no_way_to_a_private_title(
    sections, editor, reader_of_all, client, settings, conversion
):
    settings.WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = conversion
    private = sections["private"]
    form = {
        "external-link-chooser-url": private.url,
        "external-link-chooser-link_text": "",
    }

    def answer(user):
        client.force_login(user)
        return client.post("/admin/choose-external-link/", form).content.decode()

    assert MARKER in answer(reader_of_all)
    told = answer(editor)
    assert MARKER not in told
    assert json.loads(told)["step"] == "external_link_chosen"
    form["external-link-chooser-url"] = sections["own"].url
    assert f'"id": {sections["own"].pk}' in answer(editor)


class TestTitleOfALivePage:
    def test_it_is_the_published_one_until_the_new_one_is(self, sections):
        page = StandardPage.objects.get(pk=sections["live"].pk)
        assert (page.draft_title, page.title) == ("Live", "Live")
        revision = page.get_latest_revision()
        assert revision.as_object().title == f"{MARKER}: new title"
        revision.publish()
        page.refresh_from_db()
        assert page.draft_title == page.title == f"{MARKER}: new title"

    def test_a_draft_goes_by_its_own(self, sections):
        page = sections["own draft"]
        page.title = "Renamed"
        page.save_revision()
        page.refresh_from_db()
        assert page.draft_title == "Renamed"


def titles(client, kind):
    answer = client.get(f"/admin/api/main/{kind}/").json()
    return {item["title"] for item in answer["items"]}


@pytest.mark.parametrize(
    ("kind", "factory"), [("images", ImageFactory), ("documents", DocumentFactory)]
)
def test_the_api_lists_pictures_and_documents_that_one_may_choose(
    collections, editor, reader_of_all, client, kind, factory
):
    made = {
        name: factory(title=name, collection=collection) for name, collection in collections.items()
    }
    client.force_login(editor)
    assert titles(client, kind) == {"Own", "Shared"}
    assert client.get(f"/admin/api/main/{kind}/{made['Own'].pk}/").status_code == 200
    assert client.get(f"/admin/api/main/{kind}/{made['Other'].pk}/").status_code == 404
    client.force_login(reader_of_all)
    assert titles(client, kind) == {"Own", "Other", "Shared"}
    assert client.get(f"/admin/api/main/{kind}/{made['Other'].pk}/").status_code == 200


def test_the_api_of_pages_shows_ones_own_and_the_way_there(sections, editor, client):
    client.force_login(editor)
    answer = client.get("/admin/api/main/pages/")
    assert {item["title"] for item in answer.json()["items"]} == {
        "Home",  # the way there
        "Own",
        "Own draft",
    }
    for name in ("draft", "private", "live", "other"):
        url = f"/admin/api/main/pages/{sections[name].pk}/"
        assert client.get(url).status_code == 404
        for action in ("publish", "delete", "unpublish", "copy", "create_alias", "move"):
            response = client.post(f"{url}action/{action}/", {"destination_page_id": 1})
            assert response.status_code == 404
    assert Page.objects.filter(pk=sections["draft"].pk, live=False).exists()


def test_an_alias_is_as_private_as_its_page(homes, reader_of_all, client):
    page = StandardPageFactory(parent=homes["en"], title=MARKER)
    section = StandardIndexPageFactory(parent=homes["en"])
    alias = CreatePageAliasAction(page, parent=section, user=None).execute(
        skip_permission_checks=True
    )
    assert client.get(alias.url).status_code == 200
    make_private(page)
    assert client.get(alias.url).status_code == 302
    client.force_login(reader_of_all)
    response = client.get(alias.url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert MARKER in response.content.decode()


def test_an_alias_of_a_private_page_stays_out_of_the_chooser(sections, editor, client):
    alias = CreatePageAliasAction(sections["private"], parent=sections["home"], user=None)
    alias.execute(skip_permission_checks=True)
    client.force_login(editor)
    found = client.get(f"/admin/choose-page/{sections['home'].pk}/").content.decode()
    assert "Other" in found
    assert MARKER not in found
