import re

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD

DESK = "/admin/translations/"


@pytest.fixture
def desk(open_page):
    """The translation desk as the Secretariat's editor sees it."""

    def opened(**options):
        # Wagtail's own admin writes to the console; only readers' pages must be silent.
        page = open_page(f"/admin/login/?next={DESK}", strict=False, **options)
        page.locator("#id_username").fill("secretariat-editor")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        expect(matrix(page)).to_be_visible()
        return page

    return opened


def matrix(page):
    return page.locator(".desk-matrix")


def headings(page):
    return matrix(page).locator("thead th")


def test_the_matrix_is_filtered_without_leaving_it(desk):
    page = desk()
    expect(headings(page)).to_have_count(10)  # seven languages
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Language", exact=True).click()
    page.get_by_role("radio", name="Korean").check()
    expect(headings(page)).to_contain_text(
        ["Title", "Section", "Source changed", "Korean", "Since"]
    )
    expect(page).to_have_url(re.compile("language=ko"))
    page.keyboard.press("Escape")
    page.locator(".desk-counts").get_by_role("row", name="Up to date").get_by_role(
        "link"
    ).first.click()
    expect(page).to_have_url(re.compile("state=up_to_date"))
    expect(matrix(page).locator("tbody tr").first).to_contain_text("Up to date")
    for _filter in range(2):
        page.locator(".w-active-filters").get_by_role("button", name="Clear").first.click()
        page.wait_for_load_state("networkidle")
    expect(headings(page)).to_have_count(10)


def test_a_changed_source_shows_and_its_cell_leads_to_the_work(desk, site):
    page = desk()
    page.goto(f"/admin/pages/{site.page_id('about')}/edit/")
    page.locator("#id_summary").fill("A summary that its translators have not seen.")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("button[value=action-publish]").click()
    expect(page.locator(".messages .success")).to_contain_text("published")
    title = page.locator(".messages .success").inner_text()
    page.goto(f"{DESK}?language=ko&state=outdated&ordering=-since")
    row = matrix(page).locator("tbody tr").first
    expect(row).to_contain_text("Outdated")
    expect(row).to_contain_text("since today")
    assert row.locator("th bdi").inner_text() in title
    row.get_by_role("link", name="Outdated").click()
    expect(page).to_have_url(re.compile(r"/admin/translations/sheet/\d+/ko/"))
    page.goto("/admin/")
    korean = page.locator(".desk-counts").get_by_role("row", name="Korean")
    expect(korean.get_by_role("link").first).to_have_attribute(
        "href", f"{DESK}?language=ko&state=outdated"
    )


@pytest.mark.parametrize("width", [360, 1440])
def test_wide_tables_scroll_in_a_box_of_their_own(desk, width):
    page = desk(width=width)
    document = page.locator("html")
    assert document.evaluate("html => html.scrollWidth <= html.clientWidth")
    box = page.get_by_role("region", name="Pages and records")
    if width == 360:
        box.focus()
        first = matrix(page).locator("tbody th").first
        before = first.bounding_box()["x"]
        for _key in range(8):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 50", arg=box.element_handle())
        assert first.bounding_box()["x"] == before  # the titles stay
