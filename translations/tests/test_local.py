"""What a page says in one language alone stays there, whatever becomes of its source."""

import re

import polib
import pytest

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, get_page_models

from wagtail_localize.models import Translation, TranslationSource

from core.models import BasePage
from core.permissions import ensure_secretariat
from core.tests.factories import HomePageFactory, StandardPageFactory, UserFactory, locale
from core.tests.factories import translate as by_hand
from documents.models import CustomDocument
from languages.models import Action, FallbackPolicy
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)
from search.models import Entry
from translations import drafts
from translations.exchange import po, units
from translations.glossary import Pairs
from translations.models import MachineSuggestion, State
from translations.segments import contents
from translations.sources import translate
from translations.states import refresh
from translations.tests.sheets import Sheet, cell, refused, said, state, translator

pytestmark = pytest.mark.slow

LIVE, DRAFT = "Местное", "Местный черновик"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def russian_home(homes):
    return HomePageFactory(
        title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
    )


@pytest.fixture
def office(homes, russian_home, commit):
    """An office in English, with the page above it in Russian too."""
    with commit():
        index = RegionalOfficesIndexPageFactory(parent=homes["en"])
        by_hand(index, russian_home, title="Офисы")
        return RegionalOfficePageFactory(
            parent=index,
            title="Office",
            city="City",
            summary="Summary",
            body=[("paragraph", "<p>Text.</p>")],
            local_blocks=[("paragraph", "<p>English only.</p>")],
        )


@pytest.fixture
def user(russian_home, client):
    """May change and publish Russian pages, and nothing else."""
    user = translator(russian_home, "add_page", "change_page", "publish_page")
    client.force_login(user)
    return user


@pytest.fixture
def sheet(client, office, user, commit):
    return Sheet(client, office, "ru", commit)


TEXTS = {"Office": "Офис", "City": "Город", "Summary": "Описание", "Text.": "Текст."}


def version(page, code="ru"):
    return type(page).objects.get(translation_key=page.translation_key, locale=locale(code))


def latest(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def local(page):
    return "".join(re.sub("<[^>]+>", "", block.render()).strip() for block in page.local_blocks)


def write_local(page, text, publish=False):
    draft = latest(page)
    draft.local_blocks = [("paragraph", f"<p>{text}</p>")]
    revision = draft.save_revision()
    if publish:
        revision.publish()


@pytest.fixture
def russian(office, sheet, commit):
    """Translated by segments and live, with local blocks that are live and others in a draft."""
    sheet.post("begin")
    sheet.post("publish", texts=TEXTS)
    page = version(office)
    with commit():
        write_local(page, LIVE, publish=True)
        write_local(page, DRAFT)
    return version(office)


def change(office, commit, **fields):
    page = type(office).objects.get(pk=office.pk)
    with commit():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


class TestBeginning:
    def test_a_new_translation_has_none(self, sheet, office):
        sheet.post("begin")
        assert (local(version(office)), local(latest(version(office)))) == ("", "")
        assert version(office).title == "Office"

    def test_of_a_source_that_is_a_draft_too(self, homes, office, russian_home, commit):
        with commit():
            page = StandardPageFactory(parent=homes["en"], live=False)
            write_local(page, "English only.")
            translate(page, [locale("ru")])
        assert (local(version(page)), local(latest(version(page)))) == ("", "")

    def test_nor_has_an_alias_that_becomes_one(self, office, russian_home, commit):
        with commit():
            above = office.get_parent().get_translation(locale("ru"))
            office.create_alias(
                parent=above, update_locale=locale("ru"), reset_translation_key=False
            )
            assert local(version(office)) == "English only."  # an alias is its page
            translate(office, [locale("ru")])
        page = version(office)
        assert page.alias_of_id is None
        assert (local(page), local(latest(page))) == ("", "")

    def test_a_copy_in_the_same_language_has_them(self, office):
        copy = office.copy(update_attrs={"title": "Copy", "slug": "copy"})
        assert (local(copy), local(latest(copy))) == ("English only.", "English only.")


class Changes:
    """What may happen to a translation. Each leaves the draft of its local blocks a draft."""

    def __init__(self, client, sheet, office, commit):
        self.client, self.sheet, self.office, self.commit = client, sheet, office, commit

    def source_is_published(self):
        change(
            self.office,
            self.commit,
            title="New office",
            local_blocks=[("paragraph", "<p>English again.</p>")],
        )

    def source_is_synchronised(self):
        self.source_is_published()
        source = TranslationSource.objects.get_for_instance(self.office)
        self.client.force_login(UserFactory(is_superuser=True))
        with self.commit():
            response = self.client.post(
                reverse("wagtail_localize:update_translations", args=[source.pk])
            )
        assert response.status_code == 302

    def sheet_is_saved(self):
        self.sheet.post("save", texts={"Summary": "Иное"})
        assert latest(version(self.office)).summary == "Иное"

    def changes_still_fit(self):
        self.source_is_published()
        self.sheet.post("save", fits=["title"])
        assert state(self.office, "ru") == State.UP_TO_DATE

    def machine_is_accepted(self):
        change(self.office, self.commit, summary="Something wholly different, and long")
        MachineSuggestion.objects.create(
            cell=cell(self.office, "ru"),
            path="summary",
            source="Something wholly different, and long",
            text="Машина",
            service="DeepL",
        )
        decisions = {"Something wholly different, and long": "accept"}
        self.sheet.post("save", decisions=decisions)
        assert latest(version(self.office)).summary == "Машина"

    def file_is_imported(self):
        self.client.force_login(user := UserFactory(is_superuser=True))
        items = units.readable(user).filter(translation_key=self.office.translation_key)
        found = units.read(user, items.order_by("pk"), locale("ru"))
        file = polib.pofile("".join(po.write(found, locale("ru"), lambda source: Pairs(()))))
        assert not [one for one in file if "only" in one.msgid or LIVE in one.msgstr]
        next(one for one in file if one.msgid == "Summary").msgstr = "Из файла"
        data = SimpleUploadedFile("file.po", str(file).encode())
        with self.commit():
            self.client.post(
                reverse("translation_exchange"), {"import-language": "ru", "import-file": data}
            )
        assert latest(version(self.office)).summary == "Из файла"

    def text_is_written_in_the_other_editor(self):
        translation = Translation.objects.get()
        segment = next(
            one for one in drafts.segments_of(translation) if one.string.data == "Summary"
        )
        url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        with self.commit():
            self.client.put(
                url, data="value=Иное", content_type="application/x-www-form-urlencoded"
            )

    def translation_is_stopped_and_taken_over_again(self):
        with self.commit():
            Translation.objects.update(enabled=False)
        self.sheet.post("save", texts={"Summary": "Иное"})
        assert Translation.objects.get().enabled

    def source_is_unpublished(self):
        with self.commit():
            self.office.unpublish()

    def source_is_moved(self):
        with self.commit():
            self.office.move(Page.objects.get(pk=self.office.get_parent().pk), "first-child")

    def source_is_deleted(self):
        with self.commit():
            type(self.office).objects.get(pk=self.office.pk).delete()

    def index_is_made_anew(self):
        refresh(type(self.office), self.office.translation_key)


PUBLISHING = ("sheet", "editor")


class TestTheyStay:
    @pytest.mark.parametrize("name", [name for name in vars(Changes) if not name.startswith("_")])
    def test_live_and_in_the_draft(self, name, client, sheet, office, russian, commit):
        getattr(Changes(client, sheet, office, commit), name)()
        page = version(russian)
        assert (local(page), local(latest(page))) == (LIVE, DRAFT)
        english = type(office).objects.filter(pk=office.pk).first()
        assert english is None or local(english) in ("English only.", "English again.")

    @pytest.mark.parametrize("place", PUBLISHING)
    def test_published_with_the_translation_the_draft_is_live(
        self, place, client, sheet, office, russian, commit
    ):
        change(office, commit, title="New office")
        if place == "sheet":
            sheet.post("publish", texts={"New office": "Новый офис"})
        else:
            sheet.post("save", texts={"New office": "Новый офис"})
            with commit():
                url = reverse("wagtailadmin_pages:edit", args=[russian.pk])
                response = client.post(url, {"action": "publish"})
            assert "Published." in said(client.get(response["Location"]))
        page = version(office)
        assert (page.title, local(page)) == ("Новый офис", DRAFT)
        assert not page.has_unpublished_changes
        assert local(version(office, "en")) == "English only."

    def test_what_else_belongs_to_one_language_stays_in_the_draft_too(
        self, sheet, office, russian, user
    ):
        draft = latest(russian)
        draft.content_owner = user
        draft.save_revision()
        sheet.post("save", texts={"Summary": "Иное"})
        assert latest(russian).content_owner == user

    def test_the_other_editor_publishes_nothing_for_those_who_may_not(
        self, client, russian, russian_home
    ):
        client.force_login(translator(russian_home))
        url = reverse("wagtailadmin_pages:edit", args=[russian.pk])
        assert refused(client.post(url, {"action": "publish"}))
        assert local(version(russian)) == LIVE

    def test_a_preview_of_the_other_editor_shows_the_draft(self, client, russian):
        url = reverse("wagtail_localize:preview_translation", args=[Translation.objects.get().pk])
        assert DRAFT in client.get(url).content.decode()
        assert client.get(f"{url}nothing/").status_code == 404


class TestTranslationsDontSeeThem:
    def test_they_are_no_content(self, office, russian):
        assert not [path for path in contents(office) if "local_blocks" in path]
        assert not [path for path in contents(latest(russian)) if "local_blocks" in path]

    def test_a_change_of_them_outdates_nothing(self, office, russian, commit):
        assert state(office, "ru") == State.UP_TO_DATE
        change(office, commit, local_blocks=[("paragraph", "<p>English again.</p>")])
        with commit():
            write_local(russian, "Ещё", publish=True)
        assert (state(office, "ru"), cell(office, "ru").outdated) == (State.UP_TO_DATE, [])


class Editor:
    """The editor of local content, as a browser fills and sends it."""

    def __init__(self, client, page, commit):
        self.client, self.commit = client, commit
        self.url = reverse("local_content", args=[page.pk])
        self.hidden = {}

    def open(self):
        response = self.client.get(self.url)
        found = re.findall(r'name="(loaded_revision_\w+)" value="([^"]*)"', said_in(response))
        self.hidden = dict(found)
        return response

    def send(self, text, action="action-save", headers=None, **fields):
        data = {
            **self.hidden,
            **fields,
            "local_blocks-count": "1",
            "local_blocks-0-deleted": "",
            "local_blocks-0-order": "0",
            "local_blocks-0-type": "heading",
            "local_blocks-0-id": "",
            "local_blocks-0-value": text,
            action: "1",
        }
        with self.commit():
            return self.client.post(self.url, data, headers=headers)


def said_in(response):
    return response.content.decode()


@pytest.fixture
def editor(client, russian, commit):
    return Editor(client, russian, commit)


class TestEditor:
    def test_it_holds_the_local_content_alone(self, editor, client, sheet):
        response = editor.open()
        assert response.status_code == 200
        assert list(response.context["form"].fields) == ["local_blocks"]
        assert local(response.context["page"]) == DRAFT
        assert 'data-content-language="ru"' in said_in(response)
        assert editor.url in said_in(sheet.get())

    def test_saved_it_is_a_draft(self, editor, client, office):
        editor.open()
        response = editor.send("Новое")
        assert response["Location"] == editor.url
        page = version(office)
        assert (local(page), local(latest(page))) == (LIVE, "Новое")
        assert (page.title, latest(page).title) == ("Офис", "Офис")
        assert local(version(office, "en")) == "English only."

    def test_published_it_goes_live_with_the_texts(self, editor, sheet, office):
        sheet.post("save", texts={"Summary": "Иное"})
        editor.open()
        editor.send("Новое", "action-publish")
        page = version(office)
        assert (local(page), page.summary) == ("Новое", "Иное")
        assert state(office, "ru") == State.UP_TO_DATE

    def test_texts_of_the_other_editor_are_in_what_it_publishes(
        self, editor, client, sheet, office, commit
    ):
        """Else they would count as published, and not be so."""
        Changes(client, sheet, office, commit).text_is_written_in_the_other_editor()
        editor.open()
        editor.send("Новое", "action-publish")
        assert (version(office).summary, state(office, "ru")) == ("Иное", State.UP_TO_DATE)

    def test_what_is_not_translated_keeps_it_a_draft(self, editor, client, office, commit):
        change(
            office,
            commit,
            city="Another city",
            summary="",
            body=[("paragraph", "<p>A new text.</p>"), ("heading", "And a heading")],
        )
        editor.open()
        response = editor.send("Новое", "action-publish")
        assert "What you typed is saved as a draft." in said(client.get(response["Location"]))
        page = version(office)
        assert (local(page), local(latest(page))) == (LIVE, "Новое")

    def test_nor_is_it_submitted_then(self, editor, client, russian_home, office, commit):
        ensure_secretariat()
        change(office, commit, body=[("paragraph", "<p>A new text.</p>")])
        client.force_login(translator(russian_home))
        editor.open()
        asked = editor.send("Новое", "action-submit")["Location"]
        assert "Not translated: " in said_in(client.post(asked))
        page = version(office)
        assert local(latest(page)) == "Новое"
        assert not page.workflow_in_progress

    def test_without_the_right_nothing_is_published(self, editor, client, russian_home, office):
        client.force_login(translator(russian_home))
        assert "action-publish" not in said_in(editor.open())
        editor.send("Новое", "action-publish")
        page = version(office)
        assert (local(page), local(latest(page))) == (LIVE, "Новое")

    def test_submitted_it_waits_and_is_approved(self, editor, client, russian_home, office):
        ensure_secretariat()
        client.force_login(translator(russian_home))
        editor.open()
        asked = editor.send("Новое", "action-submit")["Location"]
        assert asked.startswith(reverse("approvals_submit", args=[version(office).pk]))
        assert not version(office).workflow_in_progress
        client.post(asked, {"note": "Look at the hours."})
        page = version(office)
        assert page.workflow_in_progress and local(page) == LIVE
        assert page.permissions_for_user(page.current_workflow_state.requested_by).page_locked()
        editor.open()
        assert editor.send("Поздно").status_code == 200
        assert local(latest(page)) == "Новое"
        client.force_login(UserFactory(is_superuser=True))
        editor.open()
        editor.send("Новее", "action-workflow-action", **{"workflow-action-name": "approve"})
        assert local(version(office)) == "Новее"

    def test_a_form_that_is_too_old_is_shown_again(self, editor, russian, office):
        editor.open()
        write_local(russian, "Другой был быстрее")
        response = editor.send("Новое")
        assert response.status_code == 200
        assert "overwrite-" in said_in(response)
        assert local(response.context["page"]) == "Новое"
        assert local(latest(russian)) == "Другой был быстрее"

    def test_it_saves_by_itself(self, editor, russian):
        editor.open()
        response = editor.send("Новое", headers={"Accept": "application/json"})
        assert response.json()["success"]
        assert local(latest(russian)) == "Новое"

    def test_an_incomplete_form_is_a_bad_request(self, editor, client):
        assert client.post(editor.url, {}).status_code == 400

    def test_its_preview_shows_what_is_typed(self, editor, client, russian):
        url = reverse("local_content_preview", args=[russian.pk])
        editor.url = url
        assert editor.send("Новое").json() == {"is_valid": True, "is_available": True}
        assert "Новое" in said_in(client.get(url))
        assert local(latest(russian)) == DRAFT

    def test_nor_does_the_api_of_the_admin_publish_it(self, client, russian, office, user, commit):
        address = f"/admin/api/main/pages/{russian.pk}/action/publish/"
        change(office, commit, body=[("paragraph", "<p>A new text.</p>")])
        response = client.post(address)
        assert (response.status_code, local(version(office))) == (400, LIVE)
        assert response.json()["message"].startswith("Not translated: ")
        change(office, commit, body=[])
        assert (client.post(address).status_code, local(version(office))) == (200, DRAFT)

    def test_others_may_not(self, editor, client, homes, russian, office):
        for stranger in (UserFactory(), translator(homes["ko"])):
            client.force_login(stranger)
            for url in (editor.url, reverse("local_content_preview", args=[russian.pk])):
                assert client.get(url).status_code in (302, 403)
                assert client.post(url, {"local_blocks-count": "0"}).status_code in (302, 403)
        assert local(latest(russian)) == DRAFT
        assert client.get(reverse("local_content", args=[0])).status_code == 404

    def test_a_page_with_an_editor_of_its_own_is_edited_there(self, client, office):
        client.force_login(UserFactory(is_superuser=True))
        edit = reverse("wagtailadmin_pages:edit", args=[office.pk])
        assert client.get(reverse("local_content", args=[office.pk]))["Location"] == edit
        assert "local_blocks" in client.get(edit).context["form"].fields

    def test_it_offers_nothing_that_throws_the_translation_away(self, editor, client):
        client.force_login(UserFactory(is_superuser=True))
        assert "localize-convert-to-alias" not in said_in(editor.open())


class TestWhatReadersSee:
    @pytest.fixture
    def types(self):
        return [model for model in get_page_models() if issubclass(model, BasePage)]

    def test_every_type_of_page_has_the_panel_last_in_its_content(self, types):
        assert types
        for model in types:
            handler = model.get_edit_handler()
            names = [
                one.field_name
                for one in handler.children[0].children
                if isinstance(one, FieldPanel)
            ]
            assert names[-1] == "local_blocks", model

    def test_readers_of_the_language_see_it_after_the_text(self, client, russian, office):
        html = said_in(client.get(version(office).get_url()))
        assert LIVE in html and DRAFT not in html and "English only." not in html
        assert html.index("Текст.") < html.index(LIVE)
        html = said_in(client.get(office.get_url()))
        assert "English only." in html and LIVE not in html

    def test_shown_in_another_language_it_comes_with_the_text(self, client, office, homes):
        FallbackPolicy.objects.create(
            locale=locale("ar"), action=Action.SHOW, chain=[("language", "en")]
        )
        html = said_in(client.get(office.get_url().replace("/en/", "/ar/")))
        main = html[html.index("<main") :]
        assert main.startswith('<main id="main" tabindex="-1" lang="en" dir="ltr">')
        assert "English only." in main

    def test_headings_are_in_the_list_of_contents(self, homes):
        page = StandardPageFactory(
            parent=homes["en"],
            body=[("heading", "One"), ("heading", "Two")],
            local_blocks=[("heading", "Three")],
        )
        page.refresh_from_db()
        assert [one["title"] for one in page.contents] == ["One", "Two", "Three"]

    def test_it_is_found(self, client, russian, commit):
        entry = Entry.objects.get(object_id=russian.pk, source="page")
        assert LIVE in entry.text and DRAFT not in entry.text
        html = said_in(client.get("/ru/search/", {"q": LIVE}))
        assert f"<mark>{LIVE}</mark>" in html

    def test_a_document_in_it_is_public_once_it_is_live(self, client, russian, user, commit):
        document = CustomDocument.objects.create(
            title="Paper", file=SimpleUploadedFile("paper.txt", b"Paper")
        )
        client.logout()
        draft = latest(russian)
        draft.local_blocks = [("documents", {"documents": [document]})]
        with commit():
            revision = draft.save_revision()
        assert client.get(document.url).status_code == 404
        with commit():
            revision.publish()
        assert client.get(document.url).status_code == 200
