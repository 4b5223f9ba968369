import pytest

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
