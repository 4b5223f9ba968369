import pytest

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry

from wagtail_localize.models import StringTranslation, Translation

from core.models import Menu
from core.tests.factories import (
    HomePageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
    make_private,
    translate,
)
from news.tests.factories import NewsPageFactory
from partners.models import Partner
from translations.diff import changes, side_by_side, words
from translations.models import GlossaryTerm, State
from translations.places import Labels
from translations.segments import contents
from translations.states import EARLIER
from translations.tests.sheets import Sheet, cell, refused, said, state, translator

pytestmark = pytest.mark.slow


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def page(homes, commit):
    with commit():
        page = StandardPageFactory(
            parent=homes["en"],
            title="Title",
            slug="page",
            summary="Summary",
            body=[("heading", "Heading"), ("paragraph", "<p>One.</p><p>Two <b>bold</b>.</p>")],
        )
    return page


@pytest.fixture
def korean(page, homes, commit):
    """Translated by hand, with the blocks of its source, and published."""
    with commit():
        version = translate(page, homes["ko"], title="제목", summary="요약")
        version.body = [
            {"type": "heading", "value": "머리", "id": page.body[0].id},
            {"type": "paragraph", "value": "<p>하나.</p><p><b>둘</b>.</p>", "id": page.body[1].id},
        ]
        version.save_revision().publish()
    version.refresh_from_db()
    return version


@pytest.fixture
def user(homes, client):
    """May change and publish Korean pages, and nothing else."""
    user = translator(homes["ko"], "add_page", "change_page", "publish_page")
    client.force_login(user)
    return user


@pytest.fixture
def sheet(client, page, user, commit):
    return Sheet(client, page, "ko", commit)


def publish(page, commit, **fields):
    page = page.specific_class.objects.get(pk=page.pk)
    with commit():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


def latest(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


class TestWhatItShows:
    def test_each_text_beside_its_translation_in_the_words_of_the_form(self, sheet, korean):
        shown = sheet.get().context["shown"]
        assert [
            (place.label, segment.source, segment.text)
            for place in shown
            if place.path in {"title", "summary"} or place.path.startswith("body")
            for segment in place.segments
        ] == [
            ("Title", "Title", "제목"),
            ("Summary", "Summary", "요약"),
            ("Text › 1. Heading", "Heading", "머리"),
            ("Text › 2. Text", "One.", "하나."),
            ("Text › 2. Text", "Two <b>bold</b>.", "<b>둘</b>."),
        ]

    def test_content_carries_its_language_and_direction(self, client, page, homes, commit):
        client.force_login(UserFactory(is_superuser=True))
        with commit():
            translate(page, homes["ar"], title="عنوان")
        html = Sheet(client, page, "ar", commit).get().content.decode()
        assert 'lang="ar" dir="rtl"' in html
        assert 'lang="en" dir="ltr"' in html

    def test_a_change_of_the_source_side_by_side(self, sheet, page, korean, commit):
        publish(page, commit, summary="Summary of all")
        response = sheet.get("work")
        assert [place.path for place in response.context["shown"]] == ["summary"]
        html = " ".join(response.content.decode().split())
        assert "What the translator saw" in html
        assert '<ins><span class="w-sr-only">[added: </span> of all' in html
        assert "Earlier translation" in html
        assert sheet.segment("Summary of all").text == "요약"

    def test_a_new_paragraph_stands_alone_and_the_others_keep_theirs(
        self, sheet, page, korean, commit
    ):
        heading, paragraph = ({"type": b.block_type, "id": b.id} for b in page.body)
        body = [
            {**heading, "value": "Heading"},
            {**paragraph, "value": "<p>Quite new</p><p>One!</p><p>Two <b>bold</b>.</p>"},
        ]
        publish(page, commit, body=body)
        found = {one.source: (one.text, one.is_earlier, one.before) for one in sheet.segments()}
        assert found["Quite new"] == ("", False, None)
        assert found["One!"] == ("하나.", True, "One.")
        assert found["Two <b>bold</b>."] == ("<b>둘</b>.", False, None)

    def test_a_paragraph_that_the_source_gave_up(self, sheet, page, korean, commit):
        heading, paragraph = ({"type": b.block_type, "id": b.id} for b in page.body)
        publish(page, commit, body=[{**paragraph, "value": "<p>One.</p>"}])
        places = {place.path: place for place in sheet.get().context["shown"]}
        assert places[f"body.{paragraph['id']}"].removed == ["Two <b>bold</b>."]
        assert places[f"body.{heading['id']}"].removed == ["Heading"]
        assert places[f"body.{heading['id']}"].present == ["머리"]

    def test_a_page_published_in_the_language_of_its_source_is_all_to_be_translated(
        self, client, page, homes, user, commit
    ):
        with commit():
            copy = page.copy_for_translation(locale("ko"))
        publish(copy, commit)
        sheet = Sheet(client, page, "ko", commit)
        assert {one.text for one in sheet.segments("work")} == {""}
        sheet.post("publish", texts={one.source: "번역" for one in sheet.segments()})
        assert state(page, "ko") == State.UP_TO_DATE

    def test_values_that_are_copied_in_words(self, client, homes, user, commit):
        with commit():
            news = NewsPageFactory(parent=homes["en"], title="News")
            translate(news, homes["ko"], title="소식", summary="일", date=news.date)
        news.date = news.date.replace(day=2)
        publish(news, commit, date=news.date)
        sheet = Sheet(client, news, "ko", commit)
        value = sheet.get("work").context["shown"][0]
        assert (value.label, value.seen, value.source, value.target) == (
            "Date",
            "June 1, 2017",
            "June 2, 2017",
            "June 1, 2017",
        )
        sheet.post(fits=["=date"])
        assert state(news, "ko") == State.UP_TO_DATE

    def test_an_official_name_that_the_translation_lacks(self, sheet, page, korean, commit):
        term = GlossaryTerm.objects.create(term="General Assembly", locale=locale("en"))
        GlossaryTerm.objects.create(
            term="총회", locale=locale("ko"), translation_key=term.translation_key
        )
        publish(page, commit, summary="The General Assembly")
        html = sheet.get().content.decode()
        assert "Official names it lacks:" in html
        assert "General Assembly = 총회" in html
        sheet.post(texts={"The General Assembly": "총회"})
        assert "Official names it lacks:" not in sheet.get().content.decode()

    def test_all_when_nothing_waits(self, sheet, korean):
        assert len(sheet.segments("work")) == 5

    def test_an_unknown_item_or_language_is_not_found(self, sheet, korean, client):
        assert client.get(sheet.url.replace("/ko/", "/xx/")).status_code == 404
        assert client.get(reverse("translation_sheet", args=[999999, "ko"])).status_code == 404

    def test_a_long_page_takes_no_more_queries(self, sheet, page, korean, commit):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                sheet.get()
            return len(captured)

        sheet.get()
        few = queries()
        ids = [block.id for block in page.body]
        body = [{"type": "heading", "value": f"Heading {n}", "id": f"{n}"} for n in range(40)]
        body += [{"type": "paragraph", "value": "<p>One!</p>", "id": ids[1]}]
        publish(page, commit, body=body)
        assert len(sheet.segments()) == 43
        assert queries() == few <= 45


class TestSaving:
    def test_a_text_becomes_a_draft_and_what_is_live_stays(self, sheet, page, korean, commit):
        publish(page, commit, summary="Summary of all")
        response = sheet.post(texts={"Summary of all": "모두의 요약"})
        assert response.status_code == 302
        korean.refresh_from_db()
        assert (korean.summary, korean.title) == ("요약", "제목")
        draft = latest(korean)
        assert (draft.summary, draft.title) == ("모두의 요약", "제목")
        assert state(page, "ko") == State.IN_PROGRESS
        assert sheet.segments("work") == sheet.segments()  # nothing waits any more

    def test_publishing_brings_it_up_to_date(self, sheet, page, korean, commit):
        publish(page, commit, summary="Summary of all")
        response = sheet.post("publish", texts={"Summary of all": "모두의 요약"})
        assert response.status_code == 302
        korean.refresh_from_db()
        assert (korean.summary, korean.slug) == ("모두의 요약", "page")
        assert state(page, "ko") == State.UP_TO_DATE

    def test_a_page_by_hand_keeps_all_its_texts(self, sheet, page, korean, commit):
        before = contents(korean)
        sheet.post("publish", texts={"Title": "새 제목"})
        korean.refresh_from_db()
        assert contents(korean) == {**before, "title": ["새 제목"]}
        assert state(page, "ko") == State.UP_TO_DATE

    def test_a_page_by_hand_keeps_the_changes_of_its_draft(self, sheet, page, korean, commit):
        with commit():
            korean.summary = "초안"
            korean.save_revision()
        sheet.post(texts={"Title": "새 제목"})
        draft = latest(korean)
        assert (draft.title, draft.summary) == ("새 제목", "초안")

    def test_a_text_that_nobody_has_touched_is_not_taken_for_a_translation(
        self, sheet, page, korean, commit
    ):
        publish(page, commit, summary="Summary of all")
        sheet.post(texts={"Title": "새 제목"})
        row = StringTranslation.objects.get(translation_of__data="Summary of all")
        assert (row.tool_name, row.data) == (EARLIER, "요약")
        assert cell(page, "ko").outdated == ["summary"]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("<i class='x'>나쁨</i>", "Strings cannot have any HTML tags with attributes"),
            ("<p>나쁨</p>", "tag is not allowed"),
            ("   ", "A translation can&#x27;t be empty."),
            ("나\x00쁨", "Null characters are not allowed."),
        ],
    )
    def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
        self, sheet, page, korean, text, message
    ):
        response = sheet.post(texts={"Title": "새 제목", "Two <b>bold</b>.": text})
        html = response.content.decode()
        assert response.status_code == 200
        assert message in html
        assert "새 제목" in html
        assert not Translation.objects.exists()

    def test_a_title_that_is_too_long_is_said_beside_it(self, sheet, page, korean):
        response = sheet.post(texts={"Title": "제" * 300, "Summary": "새 요약"})
        errors = sheet_errors(response)
        assert list(errors) == ["Title"]
        assert "새 요약" in response.content.decode()
        assert not Translation.objects.exists()

    def test_two_people_at_once(self, sheet, page, korean):
        opened = sheet.fields()
        sheet.post(texts={"Title": "첫 번째"})
        # Somebody who opened the sheet before changes another text: both stay.
        sheet.post(texts={"Summary": "두 번째"}, fields=opened)
        assert (latest(korean).title, latest(korean).summary) == ("첫 번째", "두 번째")
        # … and the same text: they are told, and can save it the next time.
        response = sheet.post(texts={"Title": "세 번째"}, fields=opened)
        assert "첫 번째" in sheet_errors(response)["Title"]
        assert latest(korean).title == "첫 번째"
        sheet.post(texts={"Title": "세 번째"})
        assert latest(korean).title == "세 번째"

    def test_a_source_that_changes_meanwhile_loses_nothing_typed(self, sheet, page, korean, commit):
        opened, key = sheet.fields(), sheet.segment("Summary").key
        publish(page, commit, summary="Another")
        response = sheet.post(fields={**opened, f"text-{key}": "방금 쓴 글"})
        assert response.status_code == 200
        assert response.context["form"].homeless == ["방금 쓴 글"]
        assert "방금 쓴 글" in response.content.decode()
        assert latest(korean).summary == "요약"

    def test_a_page_with_other_parts_can_only_be_acknowledged(
        self, client, page, homes, user, commit
    ):
        with commit():
            version = translate(page, homes["ko"], title="제목", body=[("heading", "다른")])
        publish(page, commit, title="Title!")
        sheet = Sheet(client, page, "ko", commit)
        html = sheet.get().content.decode()
        assert "its parts are not those of the source" in html
        assert "<textarea" not in html
        waiting = {place.path for place in sheet.get("work").context["shown"]}
        assert waiting == set(cell(page, "ko").outdated) == {"title"}
        sheet.post(fits=["title"])
        assert "title" not in cell(page, "ko").outdated
        response = sheet.post("publish", follow=True)
        assert "parts differ" in said(response)
        version.refresh_from_db()
        assert version.title == "제목"


def sheet_errors(response):
    """The errors of the texts, by their source."""
    return {
        segment.source: " ".join(segment.field.errors)
        for place in response.context["shown"]
        for segment in getattr(place, "segments", [])
        if segment.field.errors
    }


class TestBySegments:
    @pytest.fixture
    def begun(self, sheet, page, homes):
        sheet.post("begin", fields={})
        return Translation.objects.get()

    def test_a_missing_translation_is_begun_as_a_draft(self, sheet, page, begun):
        version = Page.objects.get(translation_key=page.translation_key, locale=locale("ko"))
        assert not version.live
        assert state(page, "ko") == State.DRAFT
        assert {one.text for one in sheet.segments()} == {""}

    def test_it_is_not_begun_twice(self, sheet, begun):
        response = sheet.post("begin", fields={})
        assert "There is a translation already." in said(response)
        assert Translation.objects.count() == 1

    def test_what_is_missing_keeps_it_from_going_live(self, sheet, page, begun, client):
        response = sheet.post("publish", texts={"Title": "제목"})
        response = client.get(response["Location"])
        message = said(response)
        assert "Not translated: Summary, Text › 1. Heading, Text › 2. Text." in message
        version = Page.objects.get(pk=begun.get_target_instance().pk)
        assert not version.live
        assert latest(version).title == "제목"  # what was typed is saved

    def test_complete_it_goes_live(self, sheet, page, begun):
        texts = {one.source: f"번역 {n}" for n, one in enumerate(sheet.segments())}
        sheet.post("publish", texts=texts)
        version = begun.get_target_instance()
        assert (version.live, version.title) == (True, "번역 0")
        assert state(page, "ko") == State.UP_TO_DATE

    @pytest.fixture
    def live(self, sheet, begun):
        sheet.post("publish", texts={one.source: f"번역 {one.source}" for one in sheet.segments()})
        return begun.get_target_instance()

    def test_the_earlier_translation_may_be_published_and_stays_outdated(
        self, sheet, page, live, commit
    ):
        publish(page, commit, summary="Summary of all")
        assert sheet.segment("Summary of all").is_earlier
        sheet.post("publish")
        live.refresh_from_db()
        assert live.summary == "번역 Summary"
        assert cell(page, "ko").outdated == ["summary"]

    def test_still_fits(self, sheet, page, live, commit, user):
        publish(page, commit, summary="Summary!")
        sheet.post(fits=["summary"])
        assert state(page, "ko") == State.UP_TO_DATE
        row = StringTranslation.objects.get(translation_of__data="Summary!")
        assert row.tool_name == ""
        entry = PageLogEntry.objects.get(action="translations.acknowledged")
        assert (entry.user, entry.message) == (
            user,
            "Said that the translation still fits: Summary",
        )
        # Later changes are told again, as outdated and not as begun.
        publish(page, commit, summary="Summary of all")
        assert state(page, "ko") == State.OUTDATED

    def test_a_text_without_any_translation_can_not_still_fit(self, sheet, page, live, commit):
        block = page.body[1].id
        body = [
            {"type": "heading", "value": "Heading", "id": page.body[0].id},
            {"type": "paragraph", "value": "<p>One.</p><p>Utterly new words</p>", "id": block},
        ]
        publish(page, commit, body=body)
        places = {place.path: place for place in sheet.get().context["shown"]}
        assert not places[f"body.{block}"].can_fit
        sheet.post(fits=[f"body.{block}"])
        assert cell(page, "ko").outdated == [f"body.{block}"]

    def test_a_paragraph_given_up_is_outdated_until_it_is_published(
        self, sheet, page, live, commit
    ):
        body = [
            {"type": "heading", "value": "Heading", "id": page.body[0].id},
            {"type": "paragraph", "value": "<p>One.</p>", "id": page.body[1].id},
        ]
        publish(page, commit, body=body)
        assert state(page, "ko") == State.OUTDATED
        sheet.post("publish")
        assert state(page, "ko") == State.UP_TO_DATE
        live.refresh_from_db()
        assert "번역 One." in str(live.body) and "Two" not in str(live.body)

    def test_publishing_without_the_right_is_refused(self, client, page, live, homes, commit):
        client.force_login(translator(homes["ko"], "add_page", "change_page"))
        sheet = Sheet(client, page, "ko", commit)
        assert "publish" not in sheet.get().context["may"]
        assert refused(sheet.post("publish", texts={"Title": "새 제목"}))
        live.refresh_from_db()
        assert live.title == "번역 Title"


class TestRecords:
    @pytest.fixture
    def editor(self, client, homes):
        user = UserFactory(is_superuser=True)
        client.force_login(user)
        return user

    def test_a_record_with_drafts(self, client, editor, commit):
        with commit():
            partner = Partner.objects.create(
                name="Partner", text="Text", kind=Partner.Kind.COMPANY, locale=locale("en")
            )
        sheet = Sheet(client, partner, "ko", commit)
        sheet.post("begin", fields={})
        sheet.post("publish", texts={"Partner": "파트너", "Text": "글"})
        version = Partner.objects.get(locale=locale("ko"))
        assert (version.live, version.name, version.text) == (True, "파트너", "글")
        assert state(partner, "ko") == State.UP_TO_DATE
        # The record changes: what stood there is offered.
        with commit():
            partner.text = "Text of today"
            partner.save_revision().publish()
        assert state(partner, "ko") == State.OUTDATED
        assert sheet.segment("Text of today").text == "글"
        sheet.post("publish", texts={"Text of today": "오늘의 글"})
        version.refresh_from_db()
        assert version.text == "오늘의 글"
        assert state(partner, "ko") == State.UP_TO_DATE

    def test_a_record_without_drafts_is_live_when_all_is_translated(
        self, client, editor, homes, commit
    ):
        with commit():
            menu = Menu.objects.create(title="Menu", place="main", locale=locale("en"))
            menu.items.create(page=homes["en"], label="Home", locale=locale("en"))
            menu.save()
        sheet = Sheet(client, menu, "ko", commit)
        assert "live at once" in sheet.get().content.decode()
        sheet.post("begin", fields={})
        response = sheet.post(texts={"Menu": "메뉴"})
        assert "Not live yet: Not translated: Link 1 › Label." in said(
            client.get(response["Location"])
        )
        assert "publish" not in sheet.get().context["may"]
        assert Menu.objects.get(locale=locale("ko")).title == "Menu"
        sheet.post(texts={"Home": "홈"})
        version = Menu.objects.get(locale=locale("ko"))
        assert (version.title, version.items.get().label) == ("메뉴", "홈")
        assert state(menu, "ko") == State.UP_TO_DATE

    def test_a_record_is_for_those_who_may_change_it(self, client, homes, commit):
        with commit():
            partner = Partner.objects.create(
                name="P", kind=Partner.Kind.COMPANY, locale=locale("en")
            )
        client.force_login(translator(homes["ko"]))
        assert refused(Sheet(client, partner, "ko", commit).get())


class TestRights:
    ACTIONS = ("save", "discard", "suggest", "submit", "publish", "approve", "reject", "begin")

    @pytest.fixture
    def russian(self, homes):
        return HomePageFactory(
            title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
        )

    def test_a_translator_of_one_language_has_that_one_only(
        self, client, page, korean, russian, commit
    ):
        client.force_login(translator(russian, "add_page", "change_page", "publish_page"))
        allowed = {
            code
            for code in ("en", "ko", "ar", "ru")
            if not refused(Sheet(client, page, code, commit).get())
        }
        assert allowed == {"ru"}
        before = contents(korean)
        sheet = Sheet(client, page, "ko", commit)
        for action in (*self.ACTIONS, "minor"):
            assert refused(client.post(sheet.url, {"action": action})), action
        korean.refresh_from_db()
        assert contents(korean) == before
        assert not Translation.objects.exists()

    @pytest.mark.parametrize("code", ["ko", "ar"])
    def test_nobody_else_gets_in(self, client, page, korean, commit, code):
        user = UserFactory()
        client.force_login(user)
        response = Sheet(client, page, code, commit).get()
        assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True)

    def test_a_draft_or_private_source_is_not_shown(self, client, homes, user, commit):
        with commit():
            draft = StandardPageFactory(parent=homes["en"], title="Secret draft", live=False)
            private = make_private(StandardPageFactory(parent=homes["en"], title="Secret page"))
            for one in (draft, private):
                translate(one, homes["ko"])
        for one in (draft, private):
            assert refused(Sheet(client, one, "ko", commit).get())

    def test_the_title_of_a_draft_is_not_shown(self, client, page, korean, user, commit):
        with commit():
            page.title = "Secret title"
            page.save_revision()
        html = Sheet(client, page, "ko", commit).get().content.decode()
        assert "Secret title" not in html

    def test_beginning_asks_for_the_right_to_start_translations(self, client, page, user, commit):
        user.groups.get().permissions.remove(
            user.groups.get().permissions.get(codename="submit_translation")
        )
        sheet = Sheet(client, page, "ko", commit)
        assert "begin" not in sheet.get().context["may"]
        assert refused(sheet.post("begin", fields={}))
        assert not Translation.objects.exists()

    def test_a_page_whose_parent_is_not_translated_waits(self, client, page, user, commit):
        with commit():
            beneath = StandardPageFactory(parent=page)
        sheet = Sheet(client, beneath, "ko", commit)
        assert refused(sheet.get())
        assert refused(client.post(sheet.url, {"action": "begin"}))

    def test_a_locked_page_is_not_changed_and_nothing_typed_is_lost(
        self, sheet, page, korean, commit
    ):
        opened, key = sheet.fields(), sheet.segment("Title").key
        Page.objects.filter(pk=korean.pk).update(locked=True, locked_by=UserFactory())
        html = sheet.get().content.decode()
        assert "readonly" in html and 'value="save"' not in html
        response = sheet.post(fields={**opened, f"text-{key}": "방금 쓴 글"})
        assert response.status_code == 200
        assert "방금 쓴 글" in response.content.decode()
        assert "is locked" in said(response)
        assert latest(korean).title == "제목"

    def test_an_action_that_there_is_not(self, sheet, korean):
        assert sheet.post("destroy").status_code == 400
        assert sheet.post("").status_code == 400


class TestMinorChanges:
    @pytest.fixture
    def editor(self, client, homes):
        user = UserFactory(is_superuser=True)
        client.force_login(user)
        return user

    def edit(self, client, page, commit, **values):
        """Publish through Wagtail's own form."""
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = client.get(url).context["form"]
        data = {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            **{
                f"{field.name}-count": "0"
                for field in page._meta.get_fields()
                if isinstance(field, StreamField)
            },
            **{
                f"{name}-{key}": value
                for name, formset in form.formsets.items()
                for key, value in (
                    ("TOTAL_FORMS", 0),
                    ("INITIAL_FORMS", 0),
                    ("MIN_NUM_FORMS", 0),
                    ("MAX_NUM_FORMS", 1000),
                )
            },
            **values,
        }
        with commit():
            response = client.post(url, data)
        assert response.status_code == 302, response.context["form"].errors
        page.refresh_from_db()

    @pytest.fixture
    def plain(self, homes, commit):
        with commit():
            page = StandardPageFactory(parent=homes["en"], title="Title", summary="Summary")
            translate(page, homes["ko"], title="제목", summary="요약")
            translate(page, homes["ar"], title="عنوان", summary="ملخص")
        return page

    def test_the_editor_offers_it_where_there_are_translations(
        self, client, editor, plain, homes, commit
    ):
        url = reverse("wagtailadmin_pages:edit", args=[plain.pk])
        assert 'name="action-publish" value="minor"' in client.get(url).content.decode()
        with commit():
            alone = StandardPageFactory(parent=homes["en"])
        url = reverse("wagtailadmin_pages:edit", args=[alone.pk])
        assert 'value="minor"' not in client.get(url).content.decode()

    def test_published_as_minor_nothing_becomes_outdated(self, client, editor, plain, commit):
        value = {"action-publish": "minor"}
        self.edit(client, plain, commit, summary="Summary!", **value)
        assert plain.summary == "Summary!"
        assert (state(plain, "ko"), state(plain, "ar")) == (State.UP_TO_DATE,) * 2
        entry = PageLogEntry.objects.get(action="translations.minor_change")
        assert (entry.page_id, entry.user) == (plain.pk, editor)

    def test_published_as_always_they_do(self, client, editor, plain, commit):
        self.edit(client, plain, commit, summary="Summary!", **{"action-publish": "action-publish"})
        assert (state(plain, "ko"), state(plain, "ar")) == (State.OUTDATED,) * 2

    def test_what_was_outdated_before_stays_so(self, client, editor, plain, commit):
        publish(plain, commit, summary="Something else")
        plain.refresh_from_db()
        self.edit(client, plain, commit, title="Title!", **{"action-publish": "minor"})
        assert cell(plain, "ko").outdated == ["summary"]
        self.edit(client, plain, commit, summary="Something else!", **{"action-publish": "minor"})
        assert cell(plain, "ko").outdated == ["summary"]

    def test_by_segments_the_earlier_translation_is_final(self, client, editor, plain, commit):
        sheet = Sheet(client, plain, "ko", commit)
        sheet.post("publish", texts={"Title": "새 제목"})
        assert Translation.objects.count() == 1
        self.edit(client, plain, commit, summary="Summary!", **{"action-publish": "minor"})
        assert state(plain, "ko") == State.UP_TO_DATE
        row = StringTranslation.objects.get(translation_of__data="Summary!")
        assert (row.data, row.tool_name) == ("요약", "")

    def test_without_the_right_to_publish_nothing_is_marked(self, client, homes, plain, commit):
        client.force_login(translator(homes["en"], "add_page", "change_page"))
        self.edit(client, plain, commit, summary="Summary!", **{"action-publish": "minor"})
        assert plain.summary == "Summary"  # a draft
        publish(plain, commit, summary="Summary!")
        assert state(plain, "ko") == State.OUTDATED

    def test_afterwards_on_the_sheet_of_the_source(self, client, editor, plain, commit):
        publish(plain, commit, summary="Summary!")
        sheet = Sheet(client, plain, "en", commit)
        response = sheet.get()
        (change,) = response.context["changes"]
        assert (change["label"], change["languages"]) == ("Summary", ["Arabic", "Korean"])
        sheet.post("minor", fields={})
        assert (state(plain, "ko"), state(plain, "ar")) == (State.UP_TO_DATE,) * 2
        assert sheet.get().context["changes"] == []

    def test_afterwards_for_one_language(self, client, editor, plain, commit):
        publish(plain, commit, summary="Summary!")
        Sheet(client, plain, "ko", commit).post("minor")
        assert (state(plain, "ko"), state(plain, "ar")) == (State.UP_TO_DATE, State.OUTDATED)

    def test_it_is_the_source_publishers_to_say(self, client, homes, plain, user, commit):
        publish(plain, commit, summary="Summary!")
        sheet = Sheet(client, plain, "ko", commit)
        assert "minor" not in sheet.get().context["may"]
        assert refused(sheet.post("minor"))
        assert state(plain, "ko") == State.OUTDATED


class TestEditorOfWagtailLocalize:
    def test_the_sheet_is_linked_from_the_editors(self, client, page, korean, user, commit):
        sheet = Sheet(client, page, "ko", commit)
        url = reverse("wagtailadmin_pages:edit", args=[korean.pk])
        assert sheet.url in client.get(url).content.decode()
        sheet.post(texts={"Title": "새 제목"})  # from now on wagtail-localize's editor
        response = client.get(url)
        assert "js-translation-editor" in response.content.decode()
        assert sheet.url in response.content.decode()

    def test_it_publishes_nothing_that_is_not_translated(self, client, page, user, sheet, commit):
        sheet.post("begin", fields={})
        version = Translation.objects.get().get_target_instance()
        url = reverse("wagtailadmin_pages:edit", args=[version.pk])
        with commit():
            response = client.post(url, {"action": "publish"})
        assert response.status_code == 302
        assert "Not translated: Title, Summary" in said(client.get(url))
        version.refresh_from_db()
        assert not version.live
        sheet.post(texts={one.source: "번역" for one in sheet.segments()})
        with commit():
            client.post(url, {"action": "publish"})
        version.refresh_from_db()
        assert (version.live, version.title) == (True, "번역")

    @pytest.mark.parametrize("chosen", ["page", "the page above, with what is beneath"])
    def test_nor_do_many_pages_published_at_once(
        self, client, page, homes, user, sheet, commit, chosen
    ):
        sheet.post("begin", fields={})
        version = Translation.objects.get().get_target_instance()
        one = version if chosen == "page" else homes["ko"]
        url = f"/admin/bulk/wagtailcore/page/publish/?next=/admin/pages/&id={one.pk}"
        with commit():
            response = client.post(url, {"include_descendants": "on"}, follow=True)
        assert "Nothing is published." in said(response)
        version.refresh_from_db()
        assert not version.live
        sheet.post(texts={one.source: "번역" for one in sheet.segments()})
        with commit():
            client.post(url, {"include_descendants": "on"})
        version.refresh_from_db()
        assert version.live

    def test_a_live_record_stays_as_it_is(self, client, homes, commit):
        client.force_login(UserFactory(is_superuser=True))
        with commit():
            partner = Partner.objects.create(
                name="Partner", kind=Partner.Kind.COMPANY, locale=locale("en")
            )
        sheet = Sheet(client, partner, "ko", commit)
        sheet.post("begin", fields={})
        version = Partner.objects.get(locale=locale("ko"))
        url = reverse("wagtailsnippets_partners_partner:edit", args=[version.pk])
        assert sheet.url in client.get(url).content.decode()
        with commit():
            client.post(url, {"action": "publish"})
        version.refresh_from_db()
        assert not version.live


class TestLabels:
    def test_a_place_that_is_gone_is_named_as_far_as_it_goes(self, page):
        assert Labels(page).label("body.gone") == "Text"

    def test_a_cell_of_a_table(self, homes):
        rows = {"data": [["Body", "Task"]], "table_caption": "Bodies"}
        page = StandardPageFactory(parent=homes["en"], body=[("table", rows)])
        path = f"body.{page.body[0].id}"
        assert Labels(page).label(f"{path}.r0c1") == "Text › 1. Table › row 1, column 2"
        assert Labels(page).label(f"{path}.caption") == "Text › 1. Table › caption"

    def test_copied_values(self, page):
        assert Labels(page).label("=social_image") == "Sharing image"


class TestDifferences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One two.", ["One", " ", "two", "."]),
            ("智慧城市", ["智", "慧", "城", "市"]),
            ("WeGO是组织", ["WeGO", "是", "组", "织"]),
            ("스마트 도시를", ["스마트", " ", "도시를"]),
            ("مَدينة ذكية", ["مَدينة", " ", "ذكية"]),
            (
                'A <a id="a1">link</a> &amp; co',
                ["A", " ", '<a id="a1">', "link", "</a>", " ", "&amp;", " ", "co"],
            ),
            ("a < b", ["a", " ", "<", " ", "b"]),
        ],
    )
    def test_words_of_each_script(self, text, expected):
        assert words(text) == expected

    def test_a_rewritten_phrase_is_read_as_one(self):
        found = changes(words("We meet in May."), words("We came together in June."))
        assert [("".join(old), "".join(new)) for equal, old, new in found if not equal] == [
            ("meet", "came together"),
            ("May", "June"),
        ]

    def test_both_sides_are_marked_and_nothing_is_markup(self):
        old, new = side_by_side("<b>Old</b> <script>", "<b>New</b> <script>")
        assert old == (
            "<code>&lt;b&gt;</code>"
            '<del><span class="w-sr-only">[removed: </span>Old'
            '<span class="w-sr-only">]</span></del>'
            "<code>&lt;/b&gt;</code> <code>&lt;script&gt;</code>"
        )
        assert "<ins>" in new and "<del>" not in new

    def test_unchanged_texts_have_no_marks(self):
        assert side_by_side("Same", "Same") == ("Same", "Same")
