"""Readers change language, and stay on the page they are on."""

import pytest
from playwright.sync_api import expect

from wegosite.tests.browser.test_readers import PAGES


def choose(page, code):
    page.locator("header nav > details > summary").click()
    page.locator(f"header nav .pop__panel a[lang={code}]").click()


@pytest.mark.parametrize("path", PAGES)
def test_the_language_menu_keeps_the_reader_on_the_page(open_page, path):
    page = open_page(f"/en/{path}")
    for code in ("ko", "ar", "en"):
        choose(page, code)
        assert page.url.split("/", 3)[3] == f"{code}/{path}"
        html = page.locator("html")
        expect(html).to_have_attribute("lang", code)
        expect(html).to_have_attribute("dir", "rtl" if code == "ar" else "ltr")
        expect(page.locator("h1")).to_have_count(1)


def test_the_language_that_was_chosen_is_remembered(open_page):
    page = open_page("/en/", locale="en-GB")
    assert page.context.cookies() == []
    choose(page, "ko")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"]) == ("language", "ko")
    page.goto("/")
    assert page.url.endswith("/ko/")
