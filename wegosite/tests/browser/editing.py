"""What an editor does in more than one test."""

import re
from contextlib import suppress

from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect


def publish(page):
    # What is typed is saved by itself, which must be done before the page is published: a new page
    # then has an address of its own.
    page.wait_for_timeout(1000)
    if "/add/" in page.url:
        with suppress(NotInTime):
            page.wait_for_url(re.compile("/edit/"), timeout=5_000)
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("button[value=action-publish]").click()
    expect(page.locator(".messages .success")).to_contain_text("published")
