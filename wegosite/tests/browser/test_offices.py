"""An office from its first day: made by the Secretariat, written for by its people, read by all."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from wegosite.tests.browser.editing import publish

OFFICE = "예시 사무소"
NEWS = "예시 사무소에서 전하는 첫 소식"


def picture():
    file = BytesIO()
    Image.new("RGB", (1200, 800), "#2b4ea2").save(file, "PNG")
    return {"name": "office.png", "mimeType": "image/png", "buffer": file.getvalue()}


def test_a_third_office_from_its_making_to_its_first_news(log_in, open_page, site):
    # The Secretariat makes an office, in Korean alone, with its list of news.
    page = log_in("secretariat-admin")
    index = site.page_id("regional-offices", "ko")
    page.goto(f"/admin/pages/add/regional_offices/regionalofficepage/{index}/")
    page.locator("#id_title").fill(OFFICE)
    page.locator("#id_city").fill("예시")
    publish(page)
    made = page.locator(".messages a[href*='/edit/']").first.get_attribute("href")
    office = re.search(r"/pages/(\d+)/edit/", made)[1]
    page.goto(f"/admin/pages/add/news/newsindexpage/{office}/")
    page.locator("#id_title").fill("예시 사무소 소식")
    publish(page)

    # It invites a person.
    page.goto("/admin/people/")
    page.get_by_role("link", name="Invite a person").click()
    page.locator("#id_email").fill("writer@example.org")
    page.locator("#id_place").select_option(label=f"{OFFICE}: editor")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator(".messages .success")).to_contain_text("writer@example.org")
    link = re.search(r"/admin/invitation/\S+", site.last_mail())[0]

    # The person accepts, and stands before the office's desk.
    writer = open_page(link, strict=False)
    writer.locator("#id_first_name").fill("Sample")
    writer.locator("#id_last_name").fill("Writer")
    writer.locator("#id_password1").fill("a-bridge-of-blue-glass-17")
    writer.locator("#id_password2").fill("a-bridge-of-blue-glass-17")
    writer.get_by_role("button", name="Accept").click()
    expect(writer.get_by_role("heading", name=OFFICE)).to_be_visible()
    expect(writer.get_by_text("You are an editor of this office")).to_be_visible()

    # News in the office's own language, with a picture.
    writer.get_by_role("link", name="Write news in Korean").click()
    writer.locator("#id_title").fill(NEWS)
    writer.locator("#id_summary").fill("사무소가 문을 열었습니다.")
    writer.get_by_role("button", name="Choose an image").first.click()
    writer.get_by_role("tab", name="Upload").click()
    writer.locator("#id_image-chooser-upload-file").set_input_files(picture())
    writer.locator("#id_image-chooser-upload-title").fill("사무소")
    writer.get_by_role("button", name="Upload", exact=True).click()
    expect(writer.get_by_role("dialog")).to_have_count(0)
    writer.locator("#id_lead_image_alt").fill("푸른 건물")
    writer.wait_for_timeout(1000)  # what is typed is saved by itself
    writer.wait_for_load_state("networkidle")
    writer.locator("footer [data-w-dropdown-target='toggle']").click()
    expect(writer.locator("button[value=action-publish]")).to_have_count(0)
    writer.locator("button[name=action-submit]").click()
    writer.locator("#id_note").fill("Please look at the picture.")
    writer.get_by_role("button", name="Submit for approval").click()
    expect(writer.locator(".messages .success")).to_be_visible()
    writer.goto("/admin/")
    waiting = writer.locator("#office-submissions-section, #office-submissions").first
    expect(waiting).to_contain_text(NEWS)
    reader = open_page("/ko/news/")
    expect(reader.get_by_text(NEWS)).to_have_count(0)

    # The Secretariat approves on its dashboard.
    editor = log_in("secretariat-editor")
    editor.get_by_role("link", name=re.compile(f"Approve….*{NEWS}")).click()
    expect(editor.get_by_text("Please look at the picture.")).to_be_visible()
    editor.get_by_role("button", name="Approve and publish").click()
    expect(editor.locator(".messages .success")).to_be_visible()

    # A visitor reads it on the global list and on the office's page.
    reader.reload()
    reader.get_by_role("link", name=NEWS).first.click()
    expect(reader.get_by_role("heading", name=NEWS, level=1)).to_be_visible()
    expect(reader.get_by_role("img", name="푸른 건물")).to_be_visible()
    reader.goto("/ko/regional-offices/")
    reader.locator("main").get_by_role("link", name=re.compile("예시")).first.click()
    expect(reader.get_by_role("link", name=NEWS).first).to_be_visible()
