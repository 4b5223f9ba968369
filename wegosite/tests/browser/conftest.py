"""The demo site in a process of its own, and a real browser in front of it."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from email import message_from_bytes
from email.policy import default as default_policy
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from django.conf import settings

from demo.accounts import PASSWORD

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
LANGUAGES = ("en", "ko", "ar")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                reason = "No Chromium was found. Install it: sudo apt install chromium"
                item.add_marker(pytest.mark.skip(reason=reason))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo site, loaded and served by a process of its own.

    Gives its `url`, `page_id(slug, language)`, the number of a page in the admin, and
    `last_mail()`, the text of the mail that it has sent last.
    """
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wegosite.settings.dev",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'wego.sqlite3'}",
    }

    def manage(*arguments):
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]

    def run(*arguments):
        subprocess.run(manage(*arguments), env=environment, check=True, capture_output=True)

    run("migrate", "--verbosity=0")
    run("load_demo", *(f"--language={code}" for code in LANGUAGES))
    port = free_port()
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        manage("runserver", "--noreload", f"127.0.0.1:{port}"),
        env=environment,
        stdout=log,
        stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    for _attempt in range(60):
        try:
            urlopen(f"{url}/robots.txt")
            break
        except URLError:
            time.sleep(0.5)

    def page_id(slug, language="en"):
        with sqlite3.connect(folder / "wego.sqlite3") as database:
            query = (
                "SELECT page.id FROM wagtailcore_page page JOIN wagtailcore_locale locale"
                " ON locale.id = page.locale_id WHERE slug = ? AND language_code = ?"
            )
            return database.execute(query, [slug, language]).fetchone()[0]

    def last_mail():
        newest = max((folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
        message = message_from_bytes(newest.read_bytes(), policy=default_policy)
        return message.get_content()

    yield SimpleNamespace(url=url, page_id=page_id, last_mail=last_mail)
    server.terminate()
    server.wait()
    log.close()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import (  # not there where only the site is installed
        expect,
        sync_playwright,
    )

    expect.set_options(timeout=15_000)  # a busy machine is no fault of the site

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Opens pages in contexts of their own; fails on console messages and on other hosts."""
    contexts, faults = [], []

    def watch(request):
        if not request.url.startswith((site.url, "data:", "blob:")):
            faults.append(f"another host: {request.url}")

    def opened(path, width=1280, strict=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", watch)
        if strict:
            page.on("console", lambda message: faults.append(message.text))
            page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def log_in(open_page):
    """Opens the admin as one of the demo's people, by username."""
    from playwright.sync_api import expect  # not there where only the site is installed

    def logged_in(username):
        # Wagtail's own admin writes to the console; only readers' pages must be silent.
        page = open_page("/admin/login/", strict=False)
        page.locator("#id_username").fill(username)
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Published lately")).to_be_visible()
        return page

    return logged_in
