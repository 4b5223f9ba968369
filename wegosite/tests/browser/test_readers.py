import re

import pytest
from playwright.sync_api import expect

PAGES = [
    "",
    "about/",
    "membership/",
    "programmes/smart-city-benchmark/",
    "news/",
    "news/what-a-member-city-shares/",
    "regional-offices/",
    "regional-offices/chengdu/",
    "partners/",
    "awards/",
    "awards/open-city/",
    "faq/",
    "search/?q=WeGO",
    "search/?q=zzzz",
]


@pytest.mark.parametrize("code", ["en", "ko", "ar"])
def test_every_page_type_fits_a_narrow_screen(open_page, code):
    page = open_page(f"/{code}/", width=320)
    for path in PAGES:
        page.goto(f"/{code}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        expect(page.locator("h1")).to_have_count(1)


def test_a_reader_without_script_reads_searches_and_changes_language(open_page):
    page = open_page("/en/", width=360, java_script_enabled=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Questions").click()
    question = page.locator("summary", has_text="How does a city become a member?")
    answer = page.get_by_text("Once the form is accepted, the city is an Associate Member.")
    expect(answer).to_be_hidden()
    question.click()
    expect(answer).to_be_visible()

    page.locator("summary", has_text="Language").click()
    page.get_by_role("link", name="한국어").first.click()
    expect(page).to_have_url(re.compile("/ko/faq/$"))
    expect(page.locator("h1")).to_have_text("자주 묻는 질문")

    page.goto("/en/")
    page.locator("summary", has_text="Search").click()
    page.get_by_role("searchbox").fill("benchmark")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("main").locator("ol li").first).to_be_visible()

    page.goto("/en/news/")
    page.get_by_label("Topic").select_option(label="Awards")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("4 news items")


def test_the_keyboard_reaches_everything(open_page):
    page = open_page("/en/faq/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    question = page.locator("summary").filter(has_text="What is WeGO?")
    question.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details").filter(has_text="What is WeGO?")).to_have_attribute("open", "")

    page.goto("/en/")
    menu = page.locator("summary", has_text="Language")
    menu.focus()
    page.keyboard.press("Enter")
    arabic = page.locator(".pop a[lang=ar]")
    expect(arabic).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(arabic).to_be_hidden()

    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowDown")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name=tabs.nth(1).inner_text())).to_be_visible()


def test_the_address_of_an_answer_opens_it(open_page):
    page = open_page("/ar/faq/")
    link = page.locator("details a[href^='#q-']").nth(1).get_attribute("href")
    page.goto(f"/en/faq/{link}")
    expect(page.locator(f"details{link}")).to_have_attribute("open", "")


def test_the_appearance_is_remembered_without_a_cookie(open_page):
    page = open_page("/en/")
    page.locator("summary", has_text="Appearance").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/en/about/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.context.cookies() == []


def test_a_film_loads_nothing_before_it_is_chosen(open_page):
    page = open_page("/en/programmes/knowledge-sharing/")
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_role("button", name="Play here")).to_be_visible()


@pytest.mark.parametrize("code", ["en", "ko", "ar"])
def test_the_languages_of_a_page_keep_the_reader_on_it(open_page, code):
    page = open_page(f"/{code}/awards/digital-inclusion/")
    for link in page.locator("nav .pop__item[hreflang]").all():
        target = link.get_attribute("href")
        assert target == f"/{link.get_attribute('hreflang')}/awards/digital-inclusion/"
    page.goto("/ar/awards/digital-inclusion/")
    assert page.locator("html").get_attribute("dir") == "rtl"
