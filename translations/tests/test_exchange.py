from xml.etree import ElementTree

import polib
import pytest

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import GroupPagePermission, Page, Revision

from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.models import Menu
from core.permissions import permission
from core.tests.factories import (
    HomePageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
    make_private,
    translate,
)
from translations import drafts
from translations.exchange import importing, po, units, xliff
from translations.exchange.entries import SIZE_LIMIT, FileError
from translations.glossary import Pair, Pairs
from translations.models import GlossaryTerm, MachineSuggestion, State, TranslatedItem
from translations.states import EARLIER

pytestmark = pytest.mark.slow

URL = "/admin/translations/exchange/"
BODY = (
    '<p>One &amp; <b>all</b>, see <a href="https://example.org/?a=1">here</a>.</p>'
    "<p>First line<br/>second</p>"
)
FORMATS = pytest.mark.parametrize("module", [po, xliff], ids=["po", "xliff"])


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def admin(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def page(homes, commit):
    with commit():
        page = StandardPageFactory(
            parent=homes["en"], title="Title", summary="Summary", body=[("paragraph", BODY)]
        )
    return page


@pytest.fixture
def korean(page, homes, commit):
    """Translated by hand and published, with the blocks of its source."""
    paragraph = BODY.replace("One", "하나").replace("First line", "첫 줄").replace("second", "둘째")
    body = [{"type": "paragraph", "value": paragraph, "id": page.body[0].id}]
    with commit():
        version = translate(page, homes["ko"], title="제목", summary="요약", body=body)
    return version


@pytest.fixture
def live(page, admin, commit):
    """The page translated by segments and published."""
    item = item_of(page)
    with commit():
        translation = drafts.translation_for(item, locale("ko"), admin)
        for segment in drafts.segments_of(translation):
            if segment.context.path != "slug":
                text = segment.string.data.replace("Title", "제목").replace("Summary", "요약")
                drafts.write(translation, segment, text, admin)
        translation.save_target(publish=True)
    return translation


def item_of(thing):
    return TranslatedItem.objects.get(translation_key=thing.translation_key)


def publish(page, commit, **fields):
    with commit():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()
    page.refresh_from_db()


def exported(user, code="ko", needs_work=False, **conditions):
    items = units.readable(user).filter(**conditions).order_by("title", "pk")
    return list(units.read(user, items, locale(code), needs_work))


def by_id(items):
    return {unit.id: unit for item in items for unit in item.units}


def made(module, items, code="ko", pairs=()):
    pairs = Pairs(pairs)
    return "".join(module.write(items, locale(code), lambda source: pairs)).encode()


def state_of_everything():
    """What an import may change: texts, drafts, pages."""
    return (
        list(StringTranslation.objects.order_by("pk").values()),
        list(Translation.objects.order_by("pk").values()),
        TranslationSource.objects.count(),
        list(Revision.objects.order_by("pk").values_list("pk")),
        list(Page.objects.order_by("pk").values()),
        list(Menu.objects.order_by("pk").values()),
        MachineSuggestion.objects.count(),
    )


def bring(client, commit, data, code="ko", name="file.po"):
    if isinstance(data, polib.POFile):
        data = str(data).encode()
    file = SimpleUploadedFile(name, data)
    with commit():
        return client.post(URL, {"import-language": code, "import-file": file})


def problems(response):
    return [(one.entry.number, one.message) for one in response.context.get("problems") or []]


def file_error(response):
    return " ".join(response.context["import_form"].errors.get("file", []))


def entry(key, path, source, target, **more):
    return polib.POEntry(msgctxt=f"{key}:{path}", msgid=source, msgstr=target, **more)


def po_file(*entries, language="ko"):
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": language}
    file.extend(entries)
    return file


class TestUnits:
    def test_a_missing_translation_has_its_texts_in_order_and_writes_nothing(self, page, admin):
        before = state_of_everything()
        (item,) = exported(admin, translation_key=page.translation_key)
        block = page.body[0].id
        assert [(unit.id, unit.source, unit.target, unit.status) for unit in item.units] == [
            ("title:0", "Title", "", units.Status.MISSING),
            ("summary:0", "Summary", "", units.Status.MISSING),
            (
                f"body.{block}:0",
                'One &amp; <b>all</b>, see <a id="a1">here</a>.',
                "",
                units.Status.MISSING,
            ),
            (f"body.{block}:1", "First line<br/>second", "", units.Status.MISSING),
        ]
        assert (item.title, item.kind, item.url) == (page.title, "Page", page.full_url)
        assert state_of_everything() == before

    def test_a_page_translated_by_hand_has_its_translations_and_writes_nothing(
        self, page, korean, admin
    ):
        before = state_of_everything()
        found = by_id(exported(admin, translation_key=page.translation_key))
        assert found["title:0"].target == "제목"
        assert found[f"body.{page.body[0].id}:1"].target == "첫 줄<br/>둘째"
        assert {unit.status for unit in found.values()} == {units.Status.FINAL}
        assert state_of_everything() == before

    def test_a_draft_made_by_hand_counts_with_what_it_says(self, page, korean, admin, commit):
        with commit():
            korean.title = "새 제목"
            korean.save_revision()
        found = by_id(exported(admin, translation_key=page.translation_key))
        assert (found["title:0"].target, found["title:0"].status) == (
            "새 제목",
            units.Status.TRANSLATED,
        )

    @pytest.mark.parametrize("way", ["korean", "live"])
    def test_what_is_outdated_is_to_be_reviewed(self, page, admin, commit, request, way):
        request.getfixturevalue(way)
        publish(page, commit, summary="Summary of all")
        found = by_id(exported(admin, translation_key=page.translation_key))
        summary = found["summary:0"]
        assert (summary.source, summary.target) == ("Summary of all", "요약")
        assert (summary.status, summary.before) == (units.Status.REVIEW, "Summary")
        assert found["title:0"].status.is_done
        work = by_id(exported(admin, needs_work=True, translation_key=page.translation_key))
        assert list(work) == ["summary:0"]

    def test_a_suggestion_of_a_machine_is_to_be_reviewed(self, page, admin):
        cell = item_of(page).cells.get(locale=locale("ko"))
        MachineSuggestion.objects.create(
            cell=cell, path="title", source="Title", text="기계 제목", service="Libre"
        )
        found = by_id(exported(admin, translation_key=page.translation_key))
        title = found["title:0"]
        assert (title.target, title.status, title.service) == (
            "기계 제목",
            units.Status.REVIEW,
            "Libre",
        )

    def test_what_is_up_to_date_needs_no_work(self, page, korean, admin):
        assert exported(admin, needs_work=True, translation_key=page.translation_key) == []

    def test_a_page_with_other_parts_than_its_source_is_named_without_texts(
        self, page, homes, admin, commit
    ):
        with commit():
            translate(page, homes["ko"], body=[("paragraph", "<p>하나</p>")])
        (item,) = exported(admin, translation_key=page.translation_key)
        assert (item.differs, item.units) == (True, [])

    def test_a_text_that_stands_twice_at_a_place_is_one_unit(self, homes, admin, commit):
        with commit():
            page = StandardPageFactory(
                parent=homes["en"], body=[("paragraph", "<p>A</p><p>A</p><p>B</p>")]
            )
        (item,) = exported(admin, translation_key=page.translation_key)
        block = page.body[0].id
        assert [unit.id for unit in item.units][-2:] == [f"body.{block}:0", f"body.{block}:2"]

    def test_the_queries_do_not_grow_with_the_pages(self, homes, admin, commit):
        def pages(number):
            with commit():
                for _number in range(number):
                    page = StandardPageFactory(
                        parent=homes["en"], body=[("paragraph", "<p>A</p><p>B</p>")]
                    )
                    translate(page, homes["ko"])
            exported(admin)  # fills the caches
            with CaptureQueriesContext(connection) as queries:
                exported(admin)
            return len(queries)

        assert pages(2) == pages(8) == 12


class TestFiles:
    @FORMATS
    def test_what_goes_out_comes_back_the_same(self, page, korean, admin, module):
        items = exported(admin, translation_key=page.translation_key)
        file = importing.read(made(module, items))
        key = page.translation_key
        assert [(one.id, one.source, one.target, one.is_done) for one in file.entries] == [
            (f"{key}:{unit.id}", unit.source, unit.target, True) for unit in items[0].units
        ]
        found = importing.check(file, admin, locale("ko"))
        assert (found.problems, found.changes, found.unchanged) == ([], [], 4)

    @FORMATS
    def test_what_is_to_be_reviewed_comes_back_as_not_done(
        self, page, korean, admin, commit, module
    ):
        publish(page, commit, summary="Summary of all")
        items = exported(admin, needs_work=True, translation_key=page.translation_key)
        (one,) = importing.read(made(module, items)).entries
        assert (one.target, one.is_done) == ("요약", False)

    def test_po_tells_a_translator_what_there_is_to_know(self, page, korean, admin, commit):
        publish(page, commit, summary="The General Assembly")
        items = exported(admin, translation_key=page.translation_key)
        pair = Pair(("General Assembly",), ("총회",), "ko", "yearly")
        file = polib.pofile(made(po, items, pairs=[pair]).decode())
        assert file.metadata["Language"] == file.metadata["X-WeGO-Language"] == "ko"
        (found,) = [one for one in file if one.fuzzy]
        assert found.msgctxt == f"{page.translation_key}:summary:0"
        assert (found.msgid, found.previous_msgid) == ("The General Assembly", "Summary")
        assert found.comment.splitlines() == [
            "Title (Page)",
            "Summary",
            page.full_url,
            "Glossary: General Assembly = 총회 (yearly)",
        ]

    def test_po_names_chinese_as_gettext_does(self, page, homes, admin):
        file = polib.pofile(made(po, [], code="zh-hans").decode())
        assert (file.metadata["Language"], file.metadata["X-WeGO-Language"]) == (
            "zh_Hans",
            "zh-hans",
        )

    def test_xliff_is_one_file_element_a_page(self, page, korean, admin, commit):
        publish(page, commit, summary="Changed")
        items = exported(admin, translation_key=page.translation_key)
        root = ElementTree.fromstring(made(xliff, items))
        name = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
        assert (root.tag, root.get("version")) == (f"{{{name['x']}}}xliff", "1.2")
        (file,) = root.findall("x:file", name)
        assert (
            file.attrib.items()
            >= {
                "original": str(page.translation_key),
                "source-language": "en",
                "target-language": "ko",
                "datatype": "html",
            }.items()
        )
        found = {
            unit.get("id"): unit.find("x:target", name).get("state")
            for unit in file.iterfind(".//x:trans-unit", name)
        }
        block = page.body[0].id
        assert found == {
            "title:0": "final",
            "summary:0": "needs-review-translation",
            f"body.{block}:0": "final",
            f"body.{block}:1": "final",
        }
        earlier = file.find(".//x:alt-trans/x:source", name)
        assert earlier.text == "Summary"

    def test_inline_tags_are_xliff_elements_and_the_text_is_plain(self):
        source = ElementTree.Element("source")
        html = 'A &amp; <b>b <a id="a1">c</a></b> &lt;<br/>d <b>e</b>'
        xliff.put(source, html)
        assert ElementTree.tostring(source, encoding="unicode") == (
            '<source>A &amp; <g id="b-1" ctype="bold">b <g id="a1" ctype="link">c</g></g>'
            ' &lt;<x id="br-1" ctype="lb" />d <g id="b-2" ctype="bold">e</g></source>'
        )
        assert xliff.text_of(source) == html

    def test_a_mark_of_a_tool_is_looked_through(self):
        target = ElementTree.fromstring('<target>a <mrk mid="1">b <g id="i-1">c</g></mrk></target>')
        assert xliff.text_of(target) == "a b <i>c</i>"

    @pytest.mark.parametrize(
        "inside",
        [
            '<ph id="1"/>',
            '<g id="script-1">x</g>',
            "<g>x</g>",
            "<g id='b-1'>" * 50 + "</g>" * 50,
        ],
    )
    def test_elements_that_we_do_not_write_are_refused(self, inside):
        with pytest.raises(ValueError):
            xliff.text_of(ElementTree.fromstring(f"<target>{inside}</target>"))

    def test_what_xml_cannot_hold_does_not_break_the_file(self):
        target = ElementTree.Element("target")
        xliff.put(target, "a\x0bb")
        assert ElementTree.fromstring(ElementTree.tostring(target)).text == "ab"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.4", "neither a PO file nor an XLIFF file"),
        (b"/etc/passwd", "neither a PO file nor an XLIFF file"),
        (b'msgid "a"\nmsgstr "b"c"\n', "This is not a valid PO file: line 2 "),
        ('msgid "a"\nmsgstr "\u00e9"'.encode("latin-1"), "not in UTF-8: see line 2"),
        ('msgid "a"\nmsgstr "b"'.encode("utf-16"), "not in UTF-8"),
        (
            b'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: 1\\n"',
            "was downloaded where one page is translated",
        ),
        (b"<xliff", "This is not a valid XLIFF file: line 1, character"),
        (b"<html></html>", "an XML file, but not an XLIFF file"),
        (b'<xliff version="2.0"/>', "This file is XLIFF 2.0. Only XLIFF 1.2 can be read."),
        (b"<xliff/>", "This file is XLIFF ?."),
        (b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x/>', "declares XML entities"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "XML entities"),
        (b'<?xml version="1.0" encoding="nonsense"?><xliff/>', "not in UTF-8"),
        (b'<?xml version="1.0" encoding="euc-kr"?><xliff/>', "not in UTF-8"),
        (
            b'<xliff version="1.1"><file target-language="a"/><file target-language="b"/></xliff>',
            "more than one language: a, b",
        ),
    ],
)
def test_a_file_that_cannot_be_read(data, message):
    with pytest.raises(FileError) as error:
        importing.read(data)
    assert message in str(error.value)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"", b"\n\n"])
def test_marks_of_byte_order_do_not_hide_what_a_file_is(start):
    assert importing.read(start + str(po_file()).encode()).kind == "PO"
    assert importing.read(start + b'<xliff version="1.2"/>').kind == "XLIFF"
    assert importing.read('<xliff version="1.2"/>'.encode("utf-16")).kind == "XLIFF"


class TestImport:
    @FORMATS
    def test_a_missing_page_is_made_as_a_draft(self, page, homes, admin, client, commit, module):
        items = exported(admin, translation_key=page.translation_key)
        for unit in items[0].units:
            unit.target = unit.source.replace("Title", "제목").replace("One", "하나")
            unit.status = units.Status.TRANSLATED
        response = bring(client, commit, made(module, items))
        assert (response.context["texts"], len(response.context["done"])) == (4, 1)
        version = Page.objects.get(translation_key=page.translation_key, locale=locale("ko"))
        draft = version.get_latest_revision_as_object()
        assert (version.live, draft.title) == (False, "제목")
        assert '하나 &amp; <b>all</b>, see <a href="https://example.org/?a=1">here</a>' in str(
            draft.body[0].value.source
        )
        assert set(StringTranslation.objects.values_list("tool_name", flat=True)) == {
            importing.read(made(module, items)).kind
        }
        assert item_of(page).cells.get(locale=locale("ko")).state != State.MISSING

    @pytest.mark.parametrize("way", ["korean", "live"])
    def test_what_is_live_stays_until_it_is_published(
        self, page, admin, client, commit, request, way
    ):
        request.getfixturevalue(way)
        key = page.translation_key
        bring(client, commit, po_file(entry(key, "summary:0", "Summary", "새 요약")))
        version = Page.objects.get(translation_key=key, locale=locale("ko")).specific
        assert (version.live, version.title, version.summary) == (True, "제목", "요약")
        draft = version.get_latest_revision_as_object()
        assert (draft.title, draft.summary) == ("제목", "새 요약")
        assert draft.latest_revision.user == admin

    def test_a_draft_made_by_hand_is_kept(self, page, korean, admin, client, commit):
        with commit():
            korean.title = "초안 제목"
            korean.save_revision()
        key = page.translation_key
        bring(client, commit, po_file(entry(key, "summary:0", "Summary", "새 요약")))
        draft = Page.objects.get(pk=korean.pk).get_latest_revision_as_object()
        assert (draft.title, draft.summary) == ("초안 제목", "새 요약")

    def test_brought_a_second_time_it_changes_nothing(self, page, live, client, commit):
        file = po_file(entry(page.translation_key, "summary:0", "Summary", "새 요약"))
        bring(client, commit, file)
        before = state_of_everything()
        response = bring(client, commit, file)
        assert (response.context["done"], response.context["check"].unchanged) == ([], 1)
        assert "There is nothing new in the file." in response.content.decode()
        assert state_of_everything() == before

    def test_what_is_fuzzy_or_empty_is_passed_over_and_counted(self, page, live, client, commit):
        key = page.translation_key
        response = bring(
            client,
            commit,
            po_file(
                entry(key, "title:0", "Title", "다른 제목", flags=["fuzzy"]),
                entry(key, "summary:0", "Summary", ""),
            ),
        )
        check = response.context["check"]
        assert (check.unfinished, check.untranslated, check.changes) == (1, 1, [])

    def test_an_earlier_translation_that_still_fits_is_accepted(self, page, live, client, commit):
        publish(page, commit, summary="Summary!")
        file = po_file(entry(page.translation_key, "summary:0", "Summary!", "요약"))
        response = bring(client, commit, file)
        assert response.context["texts"] == 1
        row = StringTranslation.objects.get(translation_of__data="Summary!")
        assert (row.data, row.tool_name) == ("요약", "PO")

    def test_other_earlier_translations_stay_what_they_are(self, page, live, client, commit):
        publish(page, commit, summary="Summary!", title="Title!")
        file = po_file(entry(page.translation_key, "summary:0", "Summary!", "요약!"))
        bring(client, commit, file)
        row = StringTranslation.objects.get(translation_of__data="Title!")
        assert (row.data, row.tool_name) == ("제목", EARLIER)

    def test_a_text_of_a_machine_that_is_accepted_is_said_to_be(self, page, live, client, commit):
        publish(page, commit, summary="New summary of all that there is")
        StringTranslation.objects.filter(tool_name=EARLIER).delete()
        cell = item_of(page).cells.get(locale=locale("ko"))
        text = "New summary of all that there is"
        MachineSuggestion.objects.create(
            cell=cell, path="summary", source=text, text="기계", service="Libre"
        )
        bring(client, commit, po_file(entry(page.translation_key, "summary:0", text, "기계")))
        row = StringTranslation.objects.get(translation_of__data=text)
        assert (row.data, row.tool_name) == ("기계", "Libre, reviewed")
        assert not MachineSuggestion.objects.exists()

    def test_a_text_is_found_though_others_came_before_it(self, page, live, client, commit):
        block = page.body[0].id
        body = [{"type": "paragraph", "value": f"<p>New</p>{BODY}", "id": block}]
        publish(page, commit, body=body)
        key = page.translation_key
        file = po_file(entry(key, f"body.{block}:1", "First line<br/>second", "첫째<br/>둘째"))
        assert bring(client, commit, file).context["texts"] == 1

    def test_plain_text_is_put_into_the_form_that_is_kept(self, page, live, client, commit):
        file = po_file(entry(page.translation_key, "summary:0", "Summary", "Q\x00&A"))
        bring(client, commit, file)
        assert StringTranslation.objects.filter(data="Q&amp;A").exists()

    def test_a_record_without_drafts_changes_at_once_and_that_is_said(
        self, homes, admin, client, commit
    ):
        with commit():
            menu = Menu.objects.create(title="Menu", place="main", locale=locale("en"))
        file = po_file(entry(menu.translation_key, "title:0", "Menu", "메뉴"))
        response = bring(client, commit, file)
        assert Menu.objects.get(locale=locale("ko")).title == "메뉴"
        assert "can be seen by readers now" in response.content.decode()

    def test_the_official_names_that_are_missing_are_listed(self, page, live, client, commit):
        term = GlossaryTerm.objects.create(term="General Assembly", locale=locale("en"))
        GlossaryTerm.objects.create(
            term="총회", locale=locale("ko"), translation_key=term.translation_key
        )
        publish(page, commit, summary="The General Assembly")
        key = page.translation_key
        file = po_file(entry(key, "summary:0", "The General Assembly", "모임"))
        response = bring(client, commit, file)
        assert response.context["texts"] == 1
        assert "General Assembly = 총회" in response.content.decode()


class TestRefused:
    """Each of these changes nothing, and says why."""

    @pytest.fixture(autouse=True)
    def unchanged(self, page, admin):
        before = state_of_everything()
        yield
        assert state_of_everything() == before

    def test_an_entry_that_is_wrong(self, page, admin):
        def message(path, source, target):
            good = entry(page.translation_key, "summary:0", "Summary", "새 요약")
            bad = entry(page.translation_key, path, source, target)
            file = importing.read(str(po_file(good, bad)).encode())
            (problem,) = importing.check(file, admin, locale("ko")).problems
            assert problem.entry.number == 2
            return problem.message

        assert message("title:0", "Old", "새 제목") == (
            "The source has changed since the file was made. It says now: “Title”"
        )
        assert message("nothing:0", "Title", "새 제목") == "“Title” has no such text any more."
        assert message("title:7", "Other", "새 제목") == "“Title” has no such text any more."
        assert message("title:0", "Title", " ") == "A translation can't be empty."
        assert message("title:0", "Title", "가" * 256) == (
            "The text has 256 characters. At most 255 fit here."
        )
        assert "<script> tag is not allowed" in message("title:0", "Title", "<script>x</script>")
        assert message("title:0", "Title", '<a id="a1">x</a>') == (
            "Unrecognised id found in an <a> tag: a1"
        )
        assert message("title:0", "Title", "<b>" * 5000) == "The tags are nested too deep."

    def test_a_page_that_is_not_here(self, client, commit):
        names = ["", "x", ":::", "0b2c2d55-0000-4000-8000-000000000000:title:0", "title:0"]
        file = po_file(*(polib.POEntry(msgctxt=name, msgid="A", msgstr="B") for name in names))
        assert problems(bring(client, commit, file)) == [
            (number, "The page or record is not here, or not for you to see.")
            for number in range(1, 6)
        ]

    def test_all_that_is_wrong_is_listed_with_its_lines(self, page, client, commit):
        key = page.translation_key
        file = po_file(
            entry(key, "title:0", "Old", "새 제목"),
            entry(key, "summary:0", "Old", "새 요약"),
        )
        response = bring(client, commit, file)
        assert [one.entry.line for one in response.context["problems"]] == [7, 11]
        html = response.content.decode()
        assert "Nothing was imported: 2 entries of the file are wrong." in html
        assert "새 제목" in html and f"{key}:summary:0" in html

    def test_a_long_list_is_cut_and_counted(self, page, client, commit):
        key = page.translation_key
        file = po_file(*(entry(key, f"p{n}:0", "x", "y") for n in range(150)))
        html = bring(client, commit, file).content.decode()
        assert "150 entries" in html and "The first 100 are shown." in html
        assert html.count(f'<code dir="ltr">{key}:p') == 100

    def test_the_same_text_twice(self, page, client, commit):
        one = entry(page.translation_key, "title:0", "Title", "하나")
        two = entry(page.translation_key, "title:0", "Title", "둘")
        three = entry(page.translation_key, "title:3", "Title", "셋")
        assert problems(bring(client, commit, po_file(one, two, three))) == [
            (2, "The same text stands in the file twice: see entry 1."),
            (3, "The same text stands in the file twice: see entry 1."),
        ]

    def test_a_file_that_is_none(self, client, commit):
        response = bring(client, commit, b"%PDF-1.4")
        assert response.status_code == 200
        assert file_error(response) == "This is neither a PO file nor an XLIFF file."
        assert file_error(bring(client, commit, b"")) == "The submitted file is empty."

    def test_a_file_in_another_language(self, page, client, commit):
        good = entry(page.translation_key, "title:0", "Title", "제목")
        response = bring(client, commit, po_file(good, language="ru"))
        assert file_error(response) == (
            "The file is in another language: it says “ru”, you chose Korean."
        )
        response = bring(client, commit, po_file(good, language=""))
        assert file_error(response) == "The file does not say its language. It should say “ko”."
        response = bring(client, commit, po_file())
        assert file_error(response) == "There are no texts in this file."

    def test_a_file_that_is_too_large(self, client, commit):
        response = bring(client, commit, b"x" * (SIZE_LIMIT + 1))
        assert "At most 10.0" in file_error(response)

    def test_an_inline_element_that_is_not_ours(self, page, client, commit):
        data = (
            f'<xliff version="1.2"><file original="{page.translation_key}" target-language="ko">'
            '<body>\n<trans-unit id="title:0"><source>Title</source>'
            '<target>a<ph id="1"/></target></trans-unit></body></file></xliff>'
        )
        response = bring(client, commit, data.encode())
        assert problems(response) == [(1, 'The element <ph id="1"> is not one of the source\'s.')]
        assert response.context["problems"][0].entry.line == 2

    def test_no_file_at_all(self, client):
        response = client.post(URL, {"import-language": "ko"})
        assert response.context["import_form"].errors.keys() == {"file"}
        assert client.post(URL).context["import_form"].errors.keys() == {"file", "language"}

    def test_the_language_stays_chosen(self, client, commit):
        html = bring(client, commit, b"nothing", code="ar").content.decode()
        assert '<option value="ar" selected>' in html


def test_a_page_that_is_locked_is_refused(page, live, client, commit):
    Page.objects.filter(locale=locale("ko")).update(locked=True)
    before = state_of_everything()
    file = po_file(entry(page.translation_key, "title:0", "Title", "새 제목"))
    assert problems(bring(client, commit, file)) == [
        (1, "“Title” is locked, such as while it waits for approval.")
    ]
    assert state_of_everything() == before


def test_a_page_made_by_hand_with_other_parts_is_refused(page, homes, admin, client, commit):
    with commit():
        translate(page, homes["ko"], body=[("paragraph", "<p>하나</p>")])
    before = state_of_everything()
    file = po_file(entry(page.translation_key, "title:0", "Title", "새 제목"))
    ((number, message),) = problems(bring(client, commit, file))
    assert number == 1
    assert message.startswith("“Title” was translated by hand with other parts")
    assert state_of_everything() == before


def test_a_file_that_changes_too_much_at_once_is_refused(page, admin, client, commit, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    file = po_file(entry(page.translation_key, "title:0", "Title", "제목"))
    response = bring(client, commit, file)
    assert "The file changes 1 pages. At most 0 can be changed" in file_error(response)
    assert not StringTranslation.objects.exists()


def test_what_a_page_refuses_at_the_end_undoes_all(page, live, homes, client, commit, monkeypatch):
    with commit():
        other = StandardPageFactory(parent=homes["en"], title="Other")
    before = state_of_everything()
    save = drafts.save_draft

    def refuse(translation, user):
        if translation.source.object_id == other.translation_key:
            raise drafts.StructureDiffers("body")
        return save(translation, user)

    monkeypatch.setattr(drafts, "save_draft", refuse)
    first = entry(page.translation_key, "title:0", "Title", "새 제목")
    second = entry(other.translation_key, "title:0", "Other", "다른")
    response = bring(client, commit, po_file(first, second))
    ((number, message),) = problems(response)
    assert (number, message.startswith("“Other” was translated by hand")) == (2, True)
    assert state_of_everything() == before


class TestRights:
    @pytest.fixture
    def russian(self, homes, commit):
        with commit():
            return HomePageFactory(
                title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
            )

    @pytest.fixture
    def translator(self, russian, client):
        """A person whose only rights are on the Russian tree, and to start translations."""
        group = Group.objects.create(name="Translators into Russian")
        for codename in ("add_page", "change_page"):
            GroupPagePermission.objects.create(
                group=group, page=russian, permission=permission(codename)
            )
        group.permissions.add(permission("access_admin"))
        group.permissions.add(permission("submit_translation", "wagtail_localize"))
        user = UserFactory()
        user.groups.add(group)
        client.force_login(user)
        return user

    def test_the_own_language_alone_is_offered(self, translator, client):
        response = client.get(URL)
        for name in ("export_form", "import_form"):
            offered = response.context[name].fields["language"].choices
            assert [code for code, _name in offered] == ["ru"]

    def test_what_a_translator_takes_out(self, translator, page, homes, commit):
        with commit():
            draft = StandardPageFactory(parent=homes["en"], title="Draft", live=False)
            private = make_private(StandardPageFactory(parent=homes["en"], title="Private"))
            beneath = StandardPageFactory(parent=page, title="Beneath")
            Menu.objects.create(title="Menu", place="main", locale=locale("en"))
        assert draft.title and private.title and beneath.title
        # Not the page beneath, which waits for its parent; no draft, nothing private, no record.
        assert [item.title for item in exported(translator, "ru")] == [homes["en"].title, "Title"]
        for code in ("ko", "ar", "en"):
            assert exported(translator, code) == []

    def test_a_source_that_is_no_longer_public_stays_in(
        self, translator, page, homes, russian, client, commit
    ):
        """The own version can be edited; what the source says now is not for the translator."""
        with commit():
            translate(page, russian, title="Заголовок")
            page.unpublish()
            other = StandardPageFactory(parent=homes["en"], title="Other")
            translate(other, russian, title="Другое")
            make_private(other)
        assert [item.title for item in exported(translator, "ru")] == [homes["en"].title]
        file = po_file(
            entry(page.translation_key, "title:0", "Title", "Новое"),
            entry(other.translation_key, "title:0", "Other", "Новое"),
            language="ru",
        )
        message = "The page or record is not here, or not for you to see."
        assert problems(bring(client, commit, file, "ru")) == [(1, message), (2, message)]

    def test_the_titles_of_sections_that_are_not_public_are_not_offered(
        self, translator, page, homes, client, commit
    ):
        with commit():
            make_private(StandardPageFactory(parent=homes["en"], title="Secret section"))
            StandardPageFactory(parent=homes["en"], title="Secret draft", live=False)
        html = client.get(URL).content.decode()
        assert "Title" in html and "Secret" not in html

    def test_a_page_that_is_not_for_the_user_is_not_offered_alone(
        self, translator, homes, client, commit
    ):
        with commit():
            draft = StandardPageFactory(parent=homes["en"], title="Secret", live=False)
        item = item_of(draft)
        assert "Secret" not in client.get(URL, {"item": item.pk}).content.decode()
        asked = {"language": "ru", "scope": f"item:{item.pk}", "texts": "all", "format": "po"}
        response = client.get(URL, asked)
        assert response.context["export_form"].errors.keys() == {"scope"}
        assert "Secret" not in response.content.decode()

    def test_another_language_is_refused(self, translator, page, client, commit):
        asked = {"language": "ko", "scope": "all", "texts": "all", "format": "po"}
        response = client.get(URL, asked)
        assert response.context["export_form"].errors.keys() == {"language"}
        file = po_file(entry(page.translation_key, "title:0", "Title", "제목"))
        response = bring(client, commit, file)
        assert response.context["import_form"].errors.keys() == {"language"}
        assert not Page.objects.filter(locale=locale("ko"), title="제목").exists()

    def test_the_own_language_is_taken(self, translator, page, client, commit):
        file = po_file(entry(page.translation_key, "title:0", "Title", "Заголовок"), language="ru")
        assert bring(client, commit, file, "ru").context["texts"] == 1
        version = Page.objects.get(translation_key=page.translation_key, locale=locale("ru"))
        assert (version.live, version.draft_title) == (False, "Заголовок")

    def test_pages_that_may_not_be_translated_are_named_or_not(
        self, translator, page, homes, client, commit
    ):
        with commit():
            beneath = StandardPageFactory(parent=page, title="Beneath")
            draft = StandardPageFactory(parent=homes["en"], title="Secret", live=False)
        file = po_file(
            entry(beneath.translation_key, "title:0", "Beneath", "Ниже"),
            entry(draft.translation_key, "title:0", "Secret", "Тайна"),
            language="ru",
        )
        assert problems(bring(client, commit, file, "ru")) == [
            (1, "You may not translate “Beneath” into Russian."),
            (2, "The page or record is not here, or not for you to see."),
        ]
        assert not Page.objects.filter(draft_title__in=["Ниже", "Тайна"]).exists()

    def test_who_has_no_work_here_is_sent_away(self, homes, client):
        user = UserFactory()
        user.user_permissions.add(permission("access_admin"))
        client.force_login(user)
        for response in (client.get(URL), client.post(URL)):
            assert (response.status_code, response["Location"]) == (302, "/admin/")


class TestPage:
    def test_it_offers_languages_sections_and_one_page(self, page, admin, client):
        item = item_of(page)
        response = client.get(URL, {"item": item.pk, "language": "ar"})
        form = response.context["export_form"]
        assert form["scope"].value() == f"item:{item.pk}"
        assert form["language"].value() == "ar"
        assert dict(form.fields["scope"].choices) == {
            f"item:{item.pk}": "Title",
            "all": "Everything",
            "Sections": [(f"section:{page.translation_key}", "Title")],
            "records": "Menus, partners and other records",
        }

    @pytest.mark.parametrize("item", ["0", "x", "-1", "9" * 30])
    def test_an_item_that_is_none_is_passed_over(self, page, admin, client, item):
        response = client.get(URL, {"item": item})
        assert response.context["export_form"]["scope"].value() == "all"

    @pytest.mark.parametrize(
        ("scope", "titles"),
        [
            ("all", ["Beneath", "Title", "Main navigation (header): Menu"]),
            ("records", ["Main navigation (header): Menu"]),
            ("section", ["Beneath", "Title"]),
            ("item", ["Title"]),
        ],
    )
    def test_a_file_of_each_scope(self, page, korean, admin, client, commit, scope, titles):
        with commit():
            StandardPageFactory(parent=page, title="Beneath")
            Menu.objects.create(title="Menu", place="main", locale=locale("en"))
        values = {"section": page.translation_key, "item": item_of(page).pk}
        if scope in values:
            scope = f"{scope}:{values[scope]}"
        asked = {"language": "ko", "scope": scope, "texts": "all", "format": "xliff"}
        response = client.get(URL, asked)
        data = b"".join(response.streaming_content)
        assert response["Content-Type"] == xliff.CONTENT_TYPE
        assert response["Content-Disposition"].endswith('.xlf"')
        name = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
        found = ElementTree.fromstring(data).iterfind("x:file/x:header/x:note", name)
        assert [one.text for one in found] == titles

    def test_po_with_what_needs_work(self, page, korean, admin, client, commit):
        publish(page, commit, summary="Changed")
        asked = {"language": "ko", "scope": "all", "texts": "work", "format": "po"}
        response = client.get(URL, asked)
        assert response["Content-Type"] == po.CONTENT_TYPE
        file = polib.pofile(b"".join(response.streaming_content).decode())
        assert {one.msgid for one in file} == {"Changed"}

    def test_nothing_to_take_out_is_said_beside_the_field(self, page, korean, admin, client):
        item = item_of(page)
        asked = {"language": "ko", "scope": f"item:{item.pk}", "texts": "work", "format": "po"}
        response = client.get(URL, asked)
        assert response.context["export_form"].errors == {
            "scope": ["There is nothing here for you to translate into this language."]
        }

    def test_a_page_with_other_parts_is_said_beside_the_field(
        self, page, homes, admin, client, commit
    ):
        with commit():
            translate(page, homes["ko"], body=[("paragraph", "<p>하나</p>")])
        item = item_of(page)
        asked = {"language": "ko", "scope": f"item:{item.pk}", "texts": "all", "format": "po"}
        response = client.get(URL, asked)
        assert "with other parts than its source" in str(response.context["export_form"].errors)
        asked["scope"] = "all"
        data = b"".join(client.get(URL, asked).streaming_content).decode()
        assert "# Left out, because it was translated by hand with other parts: Title" in data
        importing.read(data.encode())

    def test_what_is_asked_wrong_is_said_beside_its_field(self, page, admin, client):
        asked = {"language": "xx", "scope": "section:x", "texts": "", "format": "doc"}
        response = client.get(URL, asked)
        assert response.status_code == 200
        assert response.context["export_form"].errors.keys() == asked.keys()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        b'msgid "Title"\nmsgstr "x"\n',
        b'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\nmsgid "Title"\nmsgstr "x"\n',
    ],
)
def test_where_one_page_is_translated_a_file_of_another_kind_gets_a_message(live, client, data):
    url = f"/admin/localize/translate/{live.pk}/pofile/upload/"
    before = state_of_everything()
    response = client.post(url, {"file": SimpleUploadedFile("file.po", data)})
    assert response.status_code == 302
    assert [one.level_tag for one in get_messages(response.wsgi_request)] == ["error"]
    assert state_of_everything() == before


def test_where_one_page_is_translated_its_own_file_is_taken(live, client, commit):
    url = f"/admin/localize/translate/{live.pk}/pofile"
    file = polib.pofile(client.get(f"{url}/download/").content.decode())
    (summary,) = [one for one in file if one.msgctxt == "summary"]
    summary.msgstr = "새 요약"
    with commit():
        data = SimpleUploadedFile("file.po", str(file).encode())
        client.post(f"{url}/upload/", {"file": data})
    assert StringTranslation.objects.filter(data="새 요약").exists()


def test_a_file_that_polib_would_take_for_a_name_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "msgid").write_text('msgid "secret"\nmsgstr "x"\n')
    with pytest.raises(FileError):
        importing.read(b"msgid")
