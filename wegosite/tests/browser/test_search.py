"""Searching by keyboard alone: suggestions, filters, pages, in three scripts and two directions."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

WORDS = {"en": ("memb", "city"), "ko": ("서울", "도시"), "ar": ("المدي", "مدن")}


def go_to(page, target):
    """Press Tab until something has the focus."""
    for _key in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def open_search(page):
    """Open the search of the page's header and give its field, which then has the focus."""
    page.locator("header .search-pop summary").press("Enter")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    return field


def parameters(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("code", WORDS)
def test_a_reader_chooses_a_suggestion_filters_and_turns_the_page(open_page, code):
    begun, word = WORDS[code]
    page = open_page(f"/{code}/", reduced_motion="reduce")  # no transition is cut off half-way
    go_to(page, page.locator("header .search-pop summary"))
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")

    page.keyboard.type(begun)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    said = page.locator(".search-pop [aria-live=polite]")
    expect(said).to_contain_text(str(options.count()))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = options.nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    expect(field).to_have_value(begun)
    expect(field).to_be_focused()
    address = chosen.get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    assert urlsplit(address).path.startswith((f"/{code}/", "/documents/"))

    page.goto(f"/{code}/search/")
    field = page.locator("main").get_by_role("combobox")
    go_to(page, field)
    page.keyboard.type(word)
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")  # no suggestion was chosen: what was typed is searched
    page.wait_for_url(re.compile(r"\?q="))
    assert parameters(page) == {"q": word}

    kind = page.locator("select[name=kind]")
    go_to(page, kind)
    page.keyboard.press("ArrowDown")
    value = kind.input_value()
    assert value
    go_to(page, page.locator(".filters button"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("kind="))
    expect(page.locator("select[name=kind]")).to_have_value(value)
    number = page.locator("ol.results").first.locator("> li").count()
    assert number == 20

    go_to(page, page.locator(".pagination a[rel=next]"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("page=2"))
    assert parameters(page).items() >= {"q": word, "kind": value, "page": "2"}.items()
    expect(page.locator("ol.results").first.locator("> li").first).to_be_visible()


def test_the_keys_of_a_combobox(open_page):
    page = open_page("/en/")
    field, options = open_search(page), page.get_by_role("option")
    page.keyboard.type("wego")
    expect(options.first).to_be_visible()
    last = options.count() - 1

    page.keyboard.press("ArrowUp")
    expect(options.nth(last)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # beyond the end is the field itself
    expect(page.locator("[aria-selected=true][role=option]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    assert field.evaluate("field => field.selectionStart") == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert field.evaluate("field => field.selectionStart") == 4

    page.keyboard.press("Escape")  # first the list, then what is around the form
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("wego")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")  # chooses nothing
    expect(field).to_have_attribute("aria-expanded", "false")
    assert urlsplit(page.url).path == "/en/"


def test_the_keys_of_an_input_method_are_left_to_it(open_page):
    page = open_page("/ko/")
    field, options = open_search(page), page.get_by_role("option")
    method = page.context.new_cdp_session(page)

    def compose(text):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        method.send("Input.imeSetComposition", {"text": text, **place})

    requests = []
    page.on("request", lambda request: requests.append(request.url))
    compose("shou")  # Pinyin: not yet what is meant
    page.wait_for_timeout(400)
    assert not requests
    compose("회원")  # Hangul is, while its last syllable is still open
    expect(options.first).to_be_visible()
    assert len(requests) == 1
    field.dispatch_event("keydown", {"key": "ArrowDown", "isComposing": True})
    expect(page.locator("[aria-selected=true][role=option]")).to_have_count(0)
    method.send("Input.insertText", {"text": "회원"})
    expect(field).to_have_value("회원")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_the_older_request_does_not_answer_for_the_newer(open_page):
    page = open_page("/en/")
    held = []
    page.route(re.compile(r"suggest/\?q=memb$"), lambda route: held.append(route))
    open_search(page)
    page.keyboard.type("memb")
    with page.expect_event("requestfailed") as failed:
        page.wait_for_timeout(400)
        page.keyboard.type("ership")
    assert failed.value.url.endswith("?q=memb")
    assert len(held) == 1
    expect(page.get_by_role("option").first).to_contain_text("ember")


def test_a_reader_who_does_not_search_does_not_fetch_suggestions(open_page):
    page = open_page("/en/about/")
    requests = []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    page.reload(wait_until="networkidle")
    assert requests and not any("suggest" in path for path in requests)
    go_to(page, page.locator("header .search-pop summary"))
    expect(page.locator("[role=combobox]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("[role=combobox]")).to_have_count(1)


def test_a_field_without_suggestions_still_searches(open_page):
    page = open_page("/en/search/", strict=False)
    page.route("**/suggest/**", lambda route: route.abort())
    field = page.locator("main").get_by_role("combobox")
    field.click()
    page.keyboard.type("benchmark")
    page.wait_for_timeout(400)
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=benchmark"))
