import pytest

from django.test import RequestFactory
from django.utils import translation

from core.models import Announcement, Menu, MenuItem, Organisation
from core.navigation import get_navigation
from core.tests.factories import StandardPageFactory, locale, make_private, translate


@pytest.fixture
def request_(homes):
    return RequestFactory().get("/en/", headers={"host": "testserver"})


def make_menu(pages, code="en", place=Menu.Place.MAIN, **fields):
    menu = Menu(locale=locale(code), place=place, title="Menu", **fields)
    menu.items = [
        MenuItem(page=page, locale=menu.locale, sort_order=order)
        for order, page in enumerate(pages)
    ]
    menu.save()
    return menu


def titles(links):
    return [link.title for link in links]


def test_a_menu_leads_to_published_pages_only(homes, request_):
    home = homes["en"]
    live = StandardPageFactory(parent=home, title="Live")
    draft = StandardPageFactory(parent=home, title="Draft", live=False)
    private = make_private(StandardPageFactory(parent=home, title="Private"))
    make_menu([live, draft, private])
    assert titles(get_navigation(request_).main) == ["Live"]


def test_a_menu_shows_the_version_of_its_own_language(homes, request_):
    page = StandardPageFactory(parent=homes["en"], title="Page")
    other = StandardPageFactory(parent=homes["en"], title="Other")
    translate(page, homes["ko"], title="쪽")
    translate(other, homes["ko"], title="다른", live=False)
    make_menu([page, other], code="ko")
    with translation.override("ko"):
        links = get_navigation(request_).main
    assert titles(links) == ["쪽"]
    assert links[0].url.startswith("/ko/")


def test_a_column_without_links_is_left_out(homes, request_):
    draft = StandardPageFactory(parent=homes["en"], live=False)
    make_menu([draft], place=Menu.Place.FOOTER)
    assert get_navigation(request_).footer == []


def test_the_section_of_a_page_is_current(homes, request_):
    section = StandardPageFactory(parent=homes["en"], title="Section")
    beneath = StandardPageFactory(parent=section)
    other = StandardPageFactory(parent=homes["en"], title="Other")
    make_menu([section, other])
    current = {link.title: link.is_current for link in get_navigation(request_, beneath).main}
    assert current == {"Section": True, "Other": False}


def test_a_language_without_furniture_has_an_empty_one(homes, request_):
    with translation.override("ru"):
        navigation = get_navigation(request_)
    assert (navigation.main, navigation.footer, navigation.organisation) == ([], [], None)
    assert navigation.home_url == "/ru/"


def test_an_announcement_shows_while_it_is_live(homes, request_):
    page = StandardPageFactory(parent=homes["en"], title="Assembly")
    announcement = Announcement.objects.create(locale=locale("en"), message="Come", page=page)
    shown = get_navigation(request_).announcement
    assert (shown["message"], shown["link"].title) == ("Come", "Assembly")
    announcement.live = False
    announcement.save()
    assert get_navigation(request_).announcement is None


def test_an_announcement_does_not_link_to_a_draft(homes, request_):
    page = StandardPageFactory(parent=homes["en"], live=False)
    Announcement.objects.create(locale=locale("en"), message="Come", page=page)
    assert get_navigation(request_).announcement["link"] is None


def test_the_number_of_queries_does_not_grow_with_the_menus(
    homes, request_, django_assert_num_queries
):
    Organisation.objects.create(locale=locale("en"), name="WeGO", short_name="WeGO")
    pages = [StandardPageFactory(parent=homes["en"]) for _number in range(8)]
    make_menu(pages)
    get_navigation(request_)
    with django_assert_num_queries(6) as few:
        get_navigation(request_)
    make_menu(pages, place=Menu.Place.FOOTER)
    make_menu(pages, place=Menu.Place.LEGAL)
    with django_assert_num_queries(len(few)):
        get_navigation(request_)
