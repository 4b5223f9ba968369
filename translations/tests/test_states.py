import time

import pytest

from django.core.management import call_command

from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from core.models import Menu
from core.permissions import ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory, locale, translate
from images.tests.factories import ImageFactory
from partners.models import Partner
from translations.drafts import StructureDiffers, adopt, save_draft, write
from translations.memory import predecessors
from translations.models import MachineSuggestion, State, TranslatedItem
from translations.segments import contents
from translations.states import EARLIER, acknowledge


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Changes within are committed at its end, as a request's are."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish(page, commit, **fields):
    with commit():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()
    page.refresh_from_db()


def cell(page, code):
    item = TranslatedItem.objects.get(translation_key=page.translation_key)
    return item.cells.get(locale__language_code=code)


def state(page, code):
    return cell(page, code).state


@pytest.fixture
def page(homes, commit):
    with commit():
        page = StandardPageFactory(
            parent=homes["en"],
            title="Title",
            summary="Summary",
            body=[("paragraph", "<p>One.</p><p>Two.</p>")],
        )
    return page


@pytest.fixture
def korean(page, homes, commit):
    """Translated by hand and published."""
    with commit():
        version = translate(
            page,
            homes["ko"],
            title="제목",
            summary="요약",
            body=[("paragraph", "<p>하나.</p><p>둘.</p>")],
        )
    return version


def test_every_language_has_a_cell(page, korean):
    item = TranslatedItem.objects.get(translation_key=page.translation_key)
    assert {one.locale.language_code: one.state for one in item.cells.all()} == {
        "en": State.SOURCE,
        "ko": State.UP_TO_DATE,
        "ar": State.MISSING,
    }
    assert (item.title, item.source_locale.language_code) == ("Title", "en")


def test_a_copy_that_nobody_has_worked_on_is_a_draft(page, homes, commit):
    with commit():
        page.copy_for_translation(locale("ko"))
    assert state(page, "ko") == State.DRAFT


def test_a_draft_in_which_some_is_translated_is_in_progress(page, homes, commit):
    with commit():
        draft = page.copy_for_translation(locale("ko"))
        draft.title = "제목"
        draft.save_revision()
    assert state(page, "ko") == State.IN_PROGRESS


def test_an_alias_is_no_translation(page, homes, commit):
    with commit():
        page.create_alias(parent=homes["ko"], update_slug="alias", update_locale=locale("ko"))
    assert state(page, "ko") == State.MISSING


def test_a_changed_source_makes_its_translation_outdated(page, korean, commit):
    publish(page, commit, summary="Another summary")
    assert state(page, "ko") == State.OUTDATED
    assert cell(page, "ko").outdated == ["summary"]
    assert cell(page, "ko").seen["summary"] == ["Summary"]


def test_a_draft_of_the_source_makes_nothing_outdated(page, korean, commit):
    with commit():
        page.summary = "Not published"
        page.save_revision()
    assert state(page, "ko") == State.UP_TO_DATE


def test_a_source_changed_back_is_what_the_translator_saw(page, korean, commit):
    publish(page, commit, summary="Another summary")
    publish(page, commit, summary="Summary")
    assert state(page, "ko") == State.UP_TO_DATE


def test_working_on_another_field_is_not_seeing_the_change(page, korean, commit):
    publish(page, commit, summary="Another summary")
    publish(korean, commit, title="새 제목")
    assert state(page, "ko") == State.OUTDATED
    publish(korean, commit, summary="새 요약")
    assert state(page, "ko") == State.UP_TO_DATE


def test_a_draft_of_the_new_text_is_in_progress(page, korean, commit):
    publish(page, commit, summary="Another summary")
    with commit():
        korean.summary = "새 요약"
        korean.save_revision()
    assert state(page, "ko") == State.IN_PROGRESS


def test_a_person_can_say_that_it_still_fits(page, korean, commit):
    publish(page, commit, summary="Summary!")
    acknowledge(cell(page, "ko"), ["summary"])
    assert state(page, "ko") == State.UP_TO_DATE


def test_a_page_published_with_the_text_of_its_source_is_not_translated(page, homes, commit):
    with commit():
        draft = page.copy_for_translation(locale("ko"))
    publish(draft, commit)
    assert state(page, "ko") == State.OUTDATED


def test_a_translation_whose_source_is_gone_has_a_row_of_its_own(page, korean, commit):
    with commit():
        page.delete()
    assert state(korean, "ko") == State.SOURCE
    with commit():
        korean.delete()
    assert not TranslatedItem.objects.filter(translation_key=page.translation_key).exists()


def test_a_source_that_is_unpublished_shows(page, korean, commit):
    with commit():
        page.unpublish()
    item = TranslatedItem.objects.get(translation_key=page.translation_key)
    assert (item.is_live, cell(page, "ko").is_live) == (False, True)


def test_records_have_rows_too(homes, commit):
    with commit():
        partner = Partner.objects.create(name="P", kind=Partner.Kind.COMPANY, locale=locale("en"))
        Menu.objects.create(title="Menu", place="main", locale=locale("en"))
    assert state(partner, "ko") == State.MISSING
    with commit():
        Partner.objects.create(
            name="파트너",
            kind=Partner.Kind.COMPANY,
            locale=locale("ko"),
            translation_key=partner.translation_key,
        )
    assert state(partner, "ko") == State.UP_TO_DATE
    with commit():
        partner.kind = Partner.Kind.ACADEMIC
        partner.save()
    assert state(partner, "ko") == State.OUTDATED
    assert cell(partner, "ko").outdated == ["=kind"]


class TestSegments:
    @pytest.fixture
    def translation(self, page, homes, commit):
        with commit():
            translate_object(page, [locale("ko")])
        return Translation.objects.get(source__object_id=page.translation_key)

    def translate_all(self, translation, prefix="번역"):
        for segment in StringSegment.objects.filter(source=translation.source).order_by("order"):
            write(translation, segment, f"{prefix} {segment.order}", UserFactory())

    def test_a_submitted_page_is_a_draft_then_in_progress_then_up_to_date(
        self, page, translation, commit
    ):
        assert state(page, "ko") == State.DRAFT
        with commit():
            segment = StringSegment.objects.filter(source=translation.source).first()
            write(translation, segment, "제목", UserFactory())
            save_draft(translation, None)
        assert state(page, "ko") == State.IN_PROGRESS
        with commit():
            self.translate_all(translation)
            translation.save_target(publish=True)
        assert state(page, "ko") == State.UP_TO_DATE

    @pytest.fixture
    def live(self, translation, commit):
        with commit():
            self.translate_all(translation)
            translation.save_target(publish=True)
        return translation

    def test_the_earlier_translation_is_kept_when_the_source_changes(self, page, live, commit):
        publish(page, commit, summary="Summary of all")
        row = StringTranslation.objects.get(
            context__path="summary", translation_of__data="Summary of all"
        )
        assert (row.tool_name, row.data.startswith("번역")) == (EARLIER, True)
        assert state(page, "ko") == State.OUTDATED
        assert cell(page, "ko").outdated == ["summary"]

    def test_publishing_again_leaves_it_outdated_and_never_english(self, page, live, commit):
        publish(page, commit, summary="Summary of all")
        with commit():
            live.save_target(publish=True)
        target = live.get_target_instance()
        assert target.summary.startswith("번역")
        assert state(page, "ko") == State.OUTDATED

    def test_translating_the_change_and_publishing_brings_it_up_to_date(self, page, live, commit):
        publish(page, commit, summary="Summary of all")
        source = TranslationSource.objects.get()
        with commit():
            segment = StringSegment.objects.get(source=source, context__path="summary")
            write(live, segment, "모두의 요약", UserFactory())
        assert state(page, "ko") == State.IN_PROGRESS
        live.refresh_from_db()
        with commit():
            live.save_target(publish=True)
        assert state(page, "ko") == State.UP_TO_DATE

    def test_a_draft_does_not_touch_what_is_live(self, page, live, commit):
        publish(page, commit, summary="Summary of all")
        with commit():
            segment = StringSegment.objects.get(context__path="summary")
            write(live, segment, "모두의 요약", UserFactory())
            live.source.refresh_from_db()
            revision = save_draft(live, None)
        target = live.get_target_instance()
        assert target.summary.startswith("번역") and target.live
        assert revision.as_object().summary == "모두의 요약"

    def test_a_paragraph_keeps_the_translation_of_the_one_like_it(self, page, live, commit):
        block = page.body[0].id
        publish(
            page,
            commit,
            body=[{"type": "paragraph", "value": "<p>One!</p><p>Two.</p>", "id": block}],
        )
        rows = StringTranslation.objects.filter(translation_of__data="One!")
        assert [row.tool_name for row in rows] == [EARLIER]
        assert cell(page, "ko").outdated == [f"body.{block}"]

    def test_a_suggestion_of_a_machine_shows(self, page, live, commit):
        with commit():
            suggestion = MachineSuggestion.objects.create(
                cell=cell(page, "ko"), path="summary", source="Summary", text="x", service="S"
            )
        assert state(page, "ko") == State.MACHINE
        with commit():
            suggestion.delete()
        assert state(page, "ko") == State.UP_TO_DATE


class TestAdoption:
    @pytest.fixture
    def alike(self, page, korean, commit):
        """The Korean page, with the blocks of its source."""
        with commit():
            korean.body = [
                {"type": "paragraph", "value": "<p>하나.</p><p>둘.</p>", "id": page.body[0].id}
            ]
            korean.save_revision().publish()
        return korean

    def test_a_page_translated_by_hand_keeps_its_texts(self, page, alike, commit):
        with commit():
            translation = adopt(page, alike)
        assert translation.get_progress() == (4, 4)
        before = contents(alike)
        with commit():
            translation.save_target(publish=True)
        assert contents(translation.get_target_instance()) == before
        assert state(page, "ko") == State.UP_TO_DATE

    def test_what_was_outdated_stays_so_with_its_earlier_text(self, page, alike, commit):
        publish(page, commit, summary="Another summary")
        with commit():
            adopt(page, alike)
        row = StringTranslation.objects.get(translation_of__data="Another summary")
        assert (row.data, row.tool_name) == ("요약", EARLIER)
        assert cell(page, "ko").outdated == ["summary"]

    def test_a_paragraph_more_in_the_source_is_one_to_translate(self, page, alike, commit):
        block = page.body[0].id
        value = "<p>Zero, quite new</p><p>One.</p><p>Two.</p>"
        publish(page, commit, body=[{"type": "paragraph", "value": value, "id": block}])
        with commit():
            translation = adopt(page, alike)
        rows = StringTranslation.objects.filter(context__path=f"body.{block}")
        assert {row.translation_of.data: row.data for row in rows} == {
            "One.": "하나.",
            "Two.": "둘.",
        }
        assert translation.get_progress() == (5, 4)

    def test_hand_edits_made_after_segments_were_stopped_are_kept(self, page, alike, commit):
        with commit():
            translation = adopt(page, alike)
            translation.enabled = False
            translation.save()
        publish(alike, commit, title="손으로 고친 제목")
        with commit():
            adopt(page, alike)
        row = StringTranslation.objects.get(context__path="title")
        assert row.data == "손으로 고친 제목"

    def test_a_copy_that_nobody_has_worked_on_has_nothing_to_keep(self, page, homes, commit):
        with commit():
            draft = page.copy_for_translation(locale("ko"))
        publish(page, commit, summary="Another summary")
        with commit():
            translation = adopt(page, draft)
        assert translation.get_progress() == (4, 0)

    def test_nor_has_one_published_in_the_language_of_its_source(self, page, homes, commit):
        with commit():
            draft = page.copy_for_translation(locale("ko"))
        publish(draft, commit)
        with commit():
            translation = adopt(page, draft)
        assert translation.get_progress() == (4, 0)
        assert state(page, "ko") == State.OUTDATED

    def test_a_picture_of_its_own_stays(self, page, alike, image, commit):
        publish(page, commit, social_image=ImageFactory())
        publish(alike, commit, social_image=image)
        with commit():
            translation = adopt(page, alike)
            translation.save_target(publish=True)
        assert translation.get_target_instance().social_image == image

    def test_a_picture_that_the_source_has_none_of_is_another_part(
        self, page, alike, image, commit
    ):
        publish(alike, commit, social_image=image)
        with pytest.raises(StructureDiffers):
            adopt(page, alike)

    def test_a_picture_that_only_waits_to_follow_follows(self, page, alike, image, commit):
        first = ImageFactory()
        publish(page, commit, social_image=first)
        publish(alike, commit, social_image=first)
        publish(page, commit, social_image=image)
        with commit():
            translation = adopt(page, alike)
            translation.save_target(publish=True)
        assert translation.get_target_instance().social_image == image

    def test_a_page_with_other_parts_is_left_alone(self, page, korean):
        with pytest.raises(StructureDiffers):
            adopt(page, korean)
        assert not Translation.objects.exists()


class TestMemory:
    def test_a_text_alone_follows_the_one_before(self):
        assert predecessors(["Old"], ["Entirely other words"]) == {"Entirely other words": "Old"}

    def test_among_several_the_one_most_like_it(self):
        before = ["We meet in May.", "It is free.", "Bring a coat."]
        after = ["It is free now.", "We meet in June.", "Bring a coat.", "See the map"]
        assert predecessors(before, after) == {
            "It is free now.": "It is free.",
            "We meet in June.": "We meet in May.",
        }

    def test_many_long_paragraphs_are_told_apart_in_time(self):
        before = [f"Paragraph {number}: " + "some words of it, " * 120 for number in range(30)]
        after = [text + "and more" for text in before]
        begun = time.monotonic()
        assert predecessors(before, after) == dict(zip(after, before, strict=True))
        assert time.monotonic() - begun < 5


def test_the_home_page_keeps_its_own_slug(homes, commit):
    """The home pages stand beside each other: theirs is not the source's."""
    with commit():
        homes["ko"].title = "홈"
        homes["ko"].save_revision().publish()
        translation = adopt(homes["en"], homes["ko"].specific)
        revision = save_draft(translation, None)
    assert revision.as_object().slug == homes["ko"].slug


def test_the_command_makes_the_index_anew_and_keeps_what_was_seen(page, korean, commit, capsys):
    publish(page, commit, summary="Another summary")
    TranslatedItem.objects.filter(translation_key=page.translation_key).update(title="wrong")
    call_command("refresh_translation_desk")
    item = TranslatedItem.objects.get(translation_key=page.translation_key)
    assert item.title == "Title"
    assert state(page, "ko") == State.OUTDATED
    assert "The translation desk knows" in capsys.readouterr().out


def test_an_ampersand_that_was_typed_is_kept(page, homes, commit):
    with commit():
        translate_object(page, [locale("ko")])
        translation = Translation.objects.get(source__object_id=page.translation_key)
        segment = StringSegment.objects.get(context__path="title")
        write(translation, segment, "R&D & more", UserFactory())
        revision = save_draft(translation, None)
    assert revision.as_object().title == "R&D & more"
    assert StringTranslation.objects.get(context__path="title").data == "R&amp;D &amp; more"


def test_a_page_that_waits_for_approval_is_in_progress(page, homes, commit):
    ensure_secretariat()
    with commit():
        draft = page.copy_for_translation(locale("ko"))
    assert state(page, "ko") == State.DRAFT
    with commit():
        draft.save_revision()
        draft.get_workflow().start(draft, UserFactory())
    assert state(page, "ko") == State.IN_PROGRESS
