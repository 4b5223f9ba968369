"""A news item's life in two languages: translated, approved, read, outdated by its source."""

import re

from playwright.sync_api import expect

from wegosite.tests.browser.editing import publish

TITLE = "Lanterns for Example City"
SUMMARY = "Forty lanterns report when they need a new bulb."
KOREAN = {TITLE: "예시 도시의 가로등", SUMMARY: "가로등 마흔 개가 전구 교체 시기를 알립니다."}


def cell(page, state):
    page.goto(f"/admin/translations/?language=ko&q={TITLE.split()[0]}")
    link = page.locator(".desk-matrix tbody").get_by_role("link", name=state)
    expect(link).to_be_visible()
    return link


def test_from_english_to_korean_and_out_of_date_again(log_in, open_page, site):
    editor = log_in("secretariat-editor")
    editor.goto(f"/admin/pages/add/news/newspage/{site.page_id('news')}/")
    editor.locator("#id_title").fill(TITLE)
    editor.locator("#id_summary").fill(SUMMARY)
    publish(editor)

    # Readers of Korean get it in English, and are told.
    reader = open_page("/ko/news/")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.locator(".notice--language")).to_be_visible()
    expect(reader.locator("main")).to_have_attribute("lang", "en")

    # The translator begins from the desk, translates, and submits.
    translator = log_in("korean-translator")
    cell(translator, "Missing").click()
    translator.get_by_role("button", name=re.compile("Translate|Submit|Begin")).last.click()
    cell(translator, "Draft").click()
    for source, text in KOREAN.items():
        segment = translator.locator(".sheet-segment", has_text=source)
        field = segment.locator("textarea")
        expect(field).to_have_attribute("lang", "ko")
        field.fill(text)
    translator.get_by_role("button", name="Submit for approval").click()
    translator.locator("#id_note").fill("Ready.")
    translator.get_by_role("button", name="Submit for approval").click()
    expect(translator.locator(".messages .success").first).to_be_visible()
    expect(translator.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    # The Secretariat finds it waiting, and approves.
    editor.goto("/admin/")
    waiting = editor.locator("section", has=editor.get_by_role("heading", name="Waiting for me"))
    expect(waiting).to_contain_text(KOREAN[TITLE])
    cell(editor, "In progress").click()
    editor.get_by_role("button", name=re.compile("^Approve")).first.click()
    expect(editor.locator(".messages .success").first).to_be_visible()

    reader.goto("/ko/news/")
    reader.get_by_role("link", name=KOREAN[TITLE]).click()
    expect(reader.locator("h1")).to_have_text(KOREAN[TITLE])
    expect(reader.locator(".notice--language")).to_have_count(0)

    # The source changes: the desk says so, and the sheet shows what changed.
    editor.goto("/en/news/")
    editor.get_by_role("link", name=TITLE).click()
    slug = editor.url.rstrip("/").rsplit("/", 1)[1]
    editor.goto(f"/admin/pages/{site.page_id(slug)}/edit/")
    editor.locator("#id_summary").fill(SUMMARY.replace("Forty", "Fifty"))
    publish(editor)
    cell(translator, "Outdated").click()
    expect(translator.locator("del")).to_contain_text("Forty")
    expect(translator.locator("ins")).to_contain_text("Fifty")
    changed = translator.locator(".sheet-segment textarea")
    expect(changed).to_have_value(KOREAN[SUMMARY])
    reader.reload()
    expect(reader.get_by_text(KOREAN[SUMMARY])).to_be_visible()
