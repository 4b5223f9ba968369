"""Two people edit one page: the second is told, and keeps what they typed."""

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD


@pytest.fixture
def editing(open_page, site):
    def opened(username):
        # Wagtail's own admin writes to the console; only readers' pages must be silent.
        page = open_page("/admin/login/", strict=False)
        page.locator("#id_username").fill(username)
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        page.goto(f"/admin/pages/{site.page_id('contact')}/edit/")
        # Nothing warns or saves by itself: what counts is the form that a person sends.
        page.evaluate(
            """() => {
                document.querySelector("#page-edit-form").dataset.controller = "w-unsaved";
                document.querySelector("[data-controller~=w-session]")?.remove();
            }"""
        )
        return page

    return opened


def write_and_save(page, text):
    page.locator("#id_summary").fill(text)
    page.locator("footer button.action-save").click()


def test_the_second_of_two_editors_is_told_and_can_overwrite(editing):
    second = editing("secretariat-editor")
    first = editing("secretariat-admin")
    write_and_save(first, "What the first wrote.")
    expect(first.locator(".messages")).to_contain_text("has been updated")

    write_and_save(second, "What the second wrote.")
    told = second.locator(".messages")
    expect(told).to_contain_text("Sample Administrator")
    expect(second.locator("#id_summary")).to_have_value("What the second wrote.")
    with second.context.expect_page() as opened:
        told.get_by_role("link", name="See what has changed").click()
    expect(opened.value.get_by_text("What the first wrote.").first).to_be_visible()
    told.get_by_role("button", name="Overwrite all the same").click()
    expect(second.locator(".messages")).to_contain_text("has been updated")
    expect(second.locator("#id_summary")).to_have_value("What the second wrote.")
