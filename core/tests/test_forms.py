import pytest

from wagtail.models import Page

from core.forms import ContentPageForm
from core.models import Menu
from core.tests.factories import StandardPageFactory, UserFactory, locale


@pytest.fixture
def editor(client, homes):
    client.force_login(UserFactory(is_superuser=True))
    return client


def fields(html, name):
    """The tags of the form fields of a name."""
    return [tag for tag in html.split("<") if f'name="{name}"' in tag]


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ko", "ltr"), ("ar", "rtl")])
def test_text_fields_have_the_language_of_the_page(editor, homes, code, direction):
    page = StandardPageFactory(parent=homes[code], locale=homes[code].locale)
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert html.startswith("<!doctype html>") or '<html lang="en" dir="ltr"' in html
    for name in ("title", "summary", "search_description"):
        (tag,) = fields(html, name)
        assert f'lang="{code}"' in tag and f'dir="{direction}"' in tag
    (slug,) = fields(html, "slug")
    assert "lang=" not in slug


def test_text_fields_of_a_new_page_and_of_a_record_have_it_too(editor, homes):
    url = f"/admin/pages/add/pages/standardpage/{homes['ar'].pk}/"
    (title,) = fields(editor.get(url).content.decode(), "title")
    assert 'lang="ar"' in title and 'dir="rtl"' in title
    menu = Menu.objects.create(title="القائمة", place=Menu.Place.MAIN, locale=locale("ar"))
    html = editor.get(f"/admin/snippets/core/menu/edit/{menu.pk}/").content.decode()
    (title,) = fields(html, "title")
    assert 'lang="ar"' in title and 'dir="rtl"' in title


def test_an_address_that_is_taken_meanwhile_is_said_and_nothing_is_lost(editor, homes, monkeypatch):
    """The form was right; another page, such as its own first autosave, was quicker."""
    url = f"/admin/pages/add/pages/standardpage/{homes['en'].pk}/"
    data = {
        "title": "Lantern",
        "slug": "lantern",
        "summary": "Typed by hand.",
        "body-count": "0",
        "highlights-count": "0",
        "local_blocks-count": "0",
        "action-publish": "1",
    }
    valid = ContentPageForm.is_valid

    def taken(form):
        is_valid = valid(form)
        if is_valid and not Page.objects.filter(slug="lantern").exists():
            StandardPageFactory(parent=homes["en"], slug="lantern")
        return is_valid

    monkeypatch.setattr(ContentPageForm, "is_valid", taken)
    response = editor.post(url, data)
    html = response.content.decode()
    assert response.status_code == 200
    assert "already in use" in html and "Typed by hand." in html
    assert Page.objects.filter(slug="lantern").count() == 1
