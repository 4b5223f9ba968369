import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from wegosite.tests.browser.editing import publish

NEWS = "A bridge opens in Example City"


@pytest.fixture
def picture():
    file = BytesIO()
    Image.new("RGB", (1200, 800), "#0a7573").save(file, "PNG")
    return {"name": "bridge.png", "mimeType": "image/png", "buffer": file.getvalue()}


def write(page, number, field, text):
    """Type at the end of a rich text, and wait until the form has it."""
    page.locator(".public-DraftEditor-content").nth(number).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    expect(page.locator(f"[name={field}]")).to_have_value(re.compile(re.escape(text.strip())))


def test_an_editors_day(log_in, open_page, site, picture):
    page = log_in("secretariat-editor")

    # A news item with a picture and its text.
    page.goto(f"/admin/pages/add/news/newspage/{site.page_id('news')}/")
    page.locator("#id_title").fill(NEWS)
    page.locator("#id_summary").fill("The first bridge that reports its own state.")
    page.get_by_role("button", name="Choose an image").first.click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_image-chooser-upload-file").set_input_files(picture)
    page.locator("#id_image-chooser-upload-title").fill("Bridge")
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("#id_lead_image_alt").fill("A green bridge over a river")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    write(page, 0, "body-0-value", "The bridge was opened on Monday.")
    publish(page)

    # An answer of the FAQ.
    page.goto(f"/admin/pages/{site.page_id('faq')}/edit/")
    write(page, 1, "items-1-answer", " It was founded in 2010.")
    publish(page)

    # What readers see.
    reader = open_page("/en/news/")
    reader.get_by_role("link", name=NEWS).click()
    expect(reader.get_by_role("img", name="A green bridge over a river")).to_be_visible()
    expect(reader.get_by_text("The bridge was opened on Monday.")).to_be_visible()
    reader.goto("/en/faq/")
    reader.locator("summary", has_text="Is WeGO an NGO?").click()
    expect(reader.get_by_text("It was founded in 2010.")).to_be_visible()
    reader.goto("/en/search/?q=bridge")
    expect(reader.get_by_role("link", name=NEWS)).to_be_visible()


def test_a_form_that_has_saved_itself_is_saved_by_hand(log_in, site):
    page = log_in("secretariat-editor")
    address = f"/admin/pages/{site.page_id('faq')}/edit/"
    page.goto(address)

    def is_saved(response):
        return response.request.method == "POST" and response.url.endswith(address)

    page.wait_for_timeout(3_000)  # Wagtail looks for changes after the first two seconds
    for summary in ("What is asked most.", "What is asked most often."):
        with page.expect_response(is_saved):
            page.locator("#id_summary").fill(summary)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value("What is asked most often.")


def test_an_office_submits_and_the_secretariat_finds_it_waiting(log_in, site):
    page = log_in("chengdu-editor")
    page.goto(f"/admin/pages/{site.page_id('chengdu')}/edit/")
    page.locator("#id_summary").fill("A summary that waits for approval.")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    expect(page.locator("button[name=action-publish]")).to_have_count(0)
    page.locator("button[name=action-submit]").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".messages .success")).to_be_visible()

    page = log_in("secretariat-editor")
    waiting = page.locator("#waiting_for_me-section, [aria-labelledby*=waiting_for_me]").first
    expect(waiting.get_by_role("link", name="Chengdu Regional Office").first).to_be_visible()
