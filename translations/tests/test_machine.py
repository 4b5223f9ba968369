import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from django.core.exceptions import ImproperlyConfigured

from wagtail.models import Page, PageLogEntry

from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.tests.factories import HomePageFactory, StandardPageFactory, UserFactory, locale
from translations import machine
from translations.models import MachineSuggestion, State
from translations.tests.sheets import Sheet, cell, refused, said, state, translator
from wegosite.settings.base import machine_translator


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


class Service(ThreadingHTTPServer):
    """A LibreTranslate that answers as it is told. `asked` holds what came in."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.mode, self.asked = "ok", []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        mode = self.server.mode
        if mode == "slow":
            time.sleep(3)
        if mode == "first batch only" and len(self.server.asked) > 1:
            mode = "error"
        answers = {
            "error": (500, b"{}"),
            "quota": (429, b'{"error": "Slowdown"}'),
            "garbage": (200, b"<html>not JSON"),
            "another shape": (200, b'{"translatedText": 7}'),
            "too few": (200, b'{"translatedText": []}'),
            "nothing": (200, json.dumps({"translatedText": [None for _ in body["q"]]}).encode()),
        }
        good = json.dumps({"translatedText": [f"기계 {text}" for text in body["q"]]}).encode()
        status, content = answers.get(mode, (200, good))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Keeps the tests silent."""


@pytest.fixture
def service(settings):
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(
        {
            "MACHINE_TRANSLATOR": "libretranslate",
            "MACHINE_TRANSLATOR_URL": f"{server.url}/",
            "MACHINE_TRANSLATOR_KEY": "secret",
            "MACHINE_TRANSLATOR_TIMEOUT": "1",
        }
    )
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(homes, commit):
    with commit():
        page = StandardPageFactory(
            parent=homes["en"],
            title="Title",
            summary="Summary",
            body=[("paragraph", "<p>One <b>two</b>.</p>")],
        )
    return page


@pytest.fixture
def user(homes, client):
    user = translator(homes["ko"], "add_page", "change_page", "publish_page")
    client.force_login(user)
    return user


@pytest.fixture
def sheet(client, page, user, commit):
    sheet = Sheet(client, page, "ko", commit)
    sheet.post("begin", fields={})
    return sheet


def version(page):
    return Page.objects.get(translation_key=page.translation_key, locale=locale("ko")).specific


def suggestions():
    return dict(MachineSuggestion.objects.values_list("source", "text"))


class TestSuggestions:
    def test_off_by_default(self, sheet, settings):
        assert settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is None
        assert "suggest" not in sheet.get().context["may"]
        assert "not available here" in said(sheet.post("suggest"))

    def test_they_stand_beside_the_page_and_in_none(self, sheet, service, page, client):
        response = sheet.post("suggest")
        assert "3 texts are proposed." in said(client.get(response["Location"]))
        assert suggestions() == {
            "Title": "기계 Title",
            "Summary": "기계 Summary",
            "One <b>two</b>.": "기계 One <b>two</b>.",
        }
        assert service.asked == [
            {
                "q": ["Title", "Summary", "One <b>two</b>."],
                "source": "en",
                "target": "ko",
                "api_key": "secret",
                "format": "html",
            }
        ]
        assert state(page, "ko") == State.MACHINE
        assert not StringTranslation.objects.exists()
        assert "기계" not in str(version(page).get_latest_revision().content)
        html = sheet.get().content.decode()
        assert "Machine (LibreTranslate), not reviewed" in html

    def test_what_has_a_translation_is_not_asked_for(self, sheet, service, page):
        sheet.post("suggest", texts={"Title": "제목"})  # typed, and saved before asking
        assert [body["q"] for body in service.asked] == [["Summary", "One <b>two</b>."]]
        sheet.post("suggest")
        assert len(service.asked) == 1

    def test_saving_does_not_accept_what_nobody_has_looked_at(self, sheet, service, page):
        sheet.post("suggest")
        sheet.post(texts={"Title": "제목"})
        assert set(suggestions()) == {"Summary", "One <b>two</b>."}
        assert list(StringTranslation.objects.values_list("data", flat=True)) == ["제목"]

    def test_unreviewed_nothing_goes_live(self, sheet, service, page, client):
        sheet.post("suggest")
        decisions = {"Title": "accept", "Summary": "accept"}
        response = sheet.post("publish", decisions=decisions)
        assert "not reviewed: Text › 1. Text." in said(client.get(response["Location"]))
        assert not version(page).live

    def test_accepted_as_it_is_it_goes_live_and_says_where_it_came_from(
        self, sheet, service, page, user, client
    ):
        sheet.post("suggest")
        sheet.post("publish", decisions=dict.fromkeys(suggestions(), "accept"))
        assert (version(page).live, version(page).summary) == (True, "기계 Summary")
        assert suggestions() == {}
        assert state(page, "ko") == State.UP_TO_DATE
        assert cell(page, "ko").reviewed_from_machine
        html = sheet.get().content.decode()
        assert "Begun by a machine, reviewed by a person" in html
        assert "Reviewed from machine (LibreTranslate)" in html
        entry = PageLogEntry.objects.get(action="translations.machine_accepted")
        assert (entry.user, entry.message) == (
            user,
            "Reviewed and accepted texts of LibreTranslate: 3",
        )

    def test_edited_it_is_reviewed_too(self, sheet, service, page):
        sheet.post("suggest")
        sheet.post(texts={"Summary": "나은 요약"})
        row = StringTranslation.objects.get()
        assert (row.data, row.tool_name) == ("나은 요약", "LibreTranslate, reviewed")
        assert "Summary" not in suggestions()

    def test_discarded_one_by_one_and_all_at_once(self, sheet, service, page):
        sheet.post("suggest")
        sheet.post(decisions={"Title": "discard"})
        assert set(suggestions()) == {"Summary", "One <b>two</b>."}
        assert not StringTranslation.objects.exists()
        sheet.post("discard")
        assert suggestions() == {}
        assert state(page, "ko") == State.DRAFT

    def test_beside_an_earlier_translation_both_are_offered(self, sheet, service, page, commit):
        sheet.post("publish", texts={one.source: "번역" for one in sheet.segments()})
        with commit():
            page.refresh_from_db()
            page.summary = "Summary of all"
            page.save_revision().publish()
        sheet.post("suggest")
        assert suggestions() == {"Summary of all": "기계 Summary of all"}
        segment = sheet.segment("Summary of all")
        assert (segment.prefilled, segment.is_earlier) == ("번역", True)
        sheet.post("publish", decisions={"Summary of all": "accept"})
        assert version(page).summary == "기계 Summary of all"
        assert state(page, "ko") == State.UP_TO_DATE

    def test_broken_markup_is_accepted_by_nobody(self, sheet, service, page):
        sheet.post("suggest")
        MachineSuggestion.objects.filter(source="Title").update(text="<p>나쁨</p>")
        response = sheet.post(decisions={"Title": "accept", "Summary": "accept"})
        assert "tag is not allowed" in response.content.decode()
        assert not StringTranslation.objects.exists()
        assert len(suggestions()) == 3

    def test_a_source_that_changes_takes_its_suggestion_along(self, sheet, service, page, commit):
        sheet.post("suggest")
        with commit():
            page.refresh_from_db()
            page.summary = "Another"
            page.save_revision().publish()
        assert set(suggestions()) == {"Title", "One <b>two</b>."}

    def test_a_translator_of_another_language_can_not_ask(
        self, sheet, service, page, client, homes
    ):
        russian = HomePageFactory(
            title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
        )
        client.force_login(translator(russian, "add_page", "change_page", "publish_page"))
        assert refused(client.post(sheet.url, {"action": "suggest"}))
        assert service.asked == []


class TestFailure:
    @pytest.mark.parametrize("mode", ["error", "quota", "garbage", "another shape", "too few"])
    def test_a_failing_service_is_a_message(self, sheet, service, page, client, mode):
        service.mode = mode
        response = sheet.post("suggest", texts={"Title": "제목"})
        assert response.status_code == 302
        assert "answers with an error" in said(client.get(response["Location"]))
        assert suggestions() == {}
        # What was typed is saved all the same.
        assert StringTranslation.objects.get().data == "제목"

    def test_a_slow_one_too(self, sheet, service, client):
        service.mode = "slow"
        begun = time.monotonic()
        response = sheet.post("suggest")
        assert time.monotonic() - begun < 3
        assert "takes too long" in said(client.get(response["Location"]))

    def test_one_that_meets_no_limit_of_its_own_too(self, sheet, service, client, monkeypatch):
        monkeypatch.setattr(machine, "PATIENCE", 0.2)
        service.mode = "slow"
        begun = time.monotonic()
        response = sheet.post("suggest")
        assert time.monotonic() - begun < 1
        assert "takes too long" in said(client.get(response["Location"]))

    def test_one_that_is_not_there_too(self, sheet, service, settings, client):
        options = settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]
        options["LIBRETRANSLATE_URL"] = "http://127.0.0.1:9"
        response = sheet.post("suggest")
        assert "can't be reached" in said(client.get(response["Location"])).replace("&#x27;", "'")

    def test_a_library_that_is_missing_too(self, sheet, settings, client):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": "wagtail_localize.machine_translators.google.GoogleCloudTranslator"
        }
        response = sheet.post("suggest")
        assert "answers with an error" in said(client.get(response["Location"]))

    def test_an_empty_answer_is_no_suggestion(self, sheet, service, client):
        service.mode = "nothing"
        response = sheet.post("suggest")
        assert "nothing left to translate" in said(client.get(response["Location"]))
        assert suggestions() == {}

    def test_what_came_before_the_failure_is_kept(self, sheet, service, client, monkeypatch):
        monkeypatch.setattr(machine, "BATCH", 2)
        service.mode = "first batch only"
        response = sheet.post("suggest")
        assert "answers with an error" in said(client.get(response["Location"]))
        assert set(suggestions()) == {"Title", "Summary"}


class TestWagtailLocalize:
    """Its own ways to a machine write what comes back as translations."""

    def test_its_view_makes_suggestions(self, sheet, service, page, client, commit):
        translation = Translation.objects.get()
        url = f"/admin/localize/translate/{translation.pk}/machine_translate/"
        with commit():
            response = client.post(url)
        assert response["Location"] == sheet.url
        assert len(suggestions()) == 3
        assert not StringTranslation.objects.exists()
        assert client.get(url).status_code == 405

    def test_its_view_asks_for_rights_on_the_language(self, sheet, service, page, client, homes):
        russian = HomePageFactory(
            title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
        )
        client.force_login(translator(russian, "add_page", "change_page", "publish_page"))
        translation = Translation.objects.get()
        url = f"/admin/localize/translate/{translation.pk}/machine_translate/"
        assert refused(client.post(url))
        assert client.post(url.replace(str(translation.pk), "99999")).status_code == 404
        assert service.asked == []

    def test_its_update_offers_no_machine_and_uses_none(self, sheet, service, page, client, commit):
        client.force_login(UserFactory(is_superuser=True))
        url = f"/admin/localize/update/{TranslationSource.objects.get().pk}/"
        assert "use_machine_translation" not in client.get(url).content.decode()
        with commit():
            client.post(url, {"use_machine_translation": "on", "publish_translations": "on"})
        assert service.asked == []
        assert not StringTranslation.objects.exists()
        assert not version(page).live


class TestSettings:
    KEY = {"MACHINE_TRANSLATOR_KEY": "k"}

    def test_off(self):
        assert machine_translator({}) is None
        assert machine_translator({"MACHINE_TRANSLATOR": " "}) is None

    def test_libretranslate(self):
        assert machine_translator(
            {"MACHINE_TRANSLATOR": "LibreTranslate", "MACHINE_TRANSLATOR_URL": "http://l/"}
        ) == {
            "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
            "OPTIONS": {"LIBRETRANSLATE_URL": "http://l", "API_KEY": "", "TIMEOUT": 10},
        }

    def test_deepl(self):
        values = {"MACHINE_TRANSLATOR": "deepl", **self.KEY, "MACHINE_TRANSLATOR_TIMEOUT": "5"}
        assert machine_translator(values) == {
            "CLASS": "wagtail_localize.machine_translators.deepl.DeepLTranslator",
            "OPTIONS": {"AUTH_KEY": "k", "TIMEOUT": 5},
        }

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"MACHINE_TRANSLATOR": "babelfish"}, "use one of libretranslate, deepl, google"),
            ({"MACHINE_TRANSLATOR": "libretranslate"}, "needs MACHINE_TRANSLATOR_URL"),
            ({"MACHINE_TRANSLATOR": "deepl"}, "needs MACHINE_TRANSLATOR_KEY"),
            ({"MACHINE_TRANSLATOR": "google", **KEY}, "needs MACHINE_TRANSLATOR_PROJECT"),
            (
                {"MACHINE_TRANSLATOR": "google", "MACHINE_TRANSLATOR_PROJECT": "p", **KEY},
                r"needs wagtail-localize\[google\]",
            ),
            (
                {"MACHINE_TRANSLATOR": "deepl", "MACHINE_TRANSLATOR_TIMEOUT": "soon", **KEY},
                "a number of seconds",
            ),
        ],
    )
    def test_what_is_wrong_is_named_at_start(self, values, message):
        with pytest.raises(ImproperlyConfigured, match=message):
            machine_translator(values)
