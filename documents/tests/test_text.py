"""The text of PDF and DOCX files: read outside the request, found, and never another file's."""

import io
import zipfile

import docx
import pypdf
import pytest

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from wagtail.models import Collection, CollectionViewRestriction

from core.tests.factories import UserFactory
from documents import reading
from documents.management.commands import extract_document_text as command
from documents.models import CustomDocument, TextState
from documents.tests.factories import page_with
from search.engine import search

pytestmark = pytest.mark.django_db


def pdf(text="", password=None):
    """A PDF file with one page."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n"
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    if password is None:
        return made
    writer = pypdf.PdfWriter(io.BytesIO(made))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*paragraphs, cell=""):
    """A DOCX file with paragraphs and a table of one cell."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.add_table(rows=1, cols=1).cell(0, 0).text = cell
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (reading.MOST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "state", "text"),
    [
        (pdf("Zebra crossing"), "pdf", TextState.READ, "Zebra crossing"),
        (pdf("Zebra", password=""), "pdf", TextState.READ, "Zebra"),
        (pdf("Zebra", password="x"), "pdf", TextState.ENCRYPTED, ""),
        (pdf(), "pdf", TextState.NO_TEXT, ""),
        (b"%PDF-1.4 nothing", "pdf", TextState.BROKEN, ""),
        (b"", "pdf", TextState.BROKEN, ""),
        (word("One", "두 번째", cell="Cell"), "docx", TextState.READ, "One\n두 번째\nCell"),
        (word(), "docx", TextState.NO_TEXT, ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "docx", TextState.ENCRYPTED, ""),
        (b"PK\x03\x04", "docx", TextState.BROKEN, ""),
        (bomb(), "docx", TextState.TOO_LARGE, ""),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_file_is_read_or_it_is_said_why_not(data, kind, state, text):
    assert reading.text_of(data, kind) == (state, text)


def test_pages_and_characters_are_bounded(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 5)
    assert reading.text_of(pdf("Zebra crossing"), "pdf") == (TextState.READ, "Zebra")
    monkeypatch.setattr(reading, "MOST_PAGES", 0)
    assert reading.text_of(pdf("Zebra crossing"), "pdf") == (TextState.NO_TEXT, "")


def test_text_that_is_marked_as_deleted_is_not_read():
    data, out = word("Kept"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.infolist():
            content = source.read(one)
            if one.filename == "word/document.xml":
                gone = b"<w:p><w:del w:id='1'><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>"
                content = content.replace(b"<w:body>", b"<w:body>" + gone)
            target.writestr(one, content)
    assert reading.text_of(out.getvalue(), "docx") == (TextState.READ, "Kept")


def make(name, data, **fields):
    document = CustomDocument(title="A file", language="en", **fields)
    document.file.save(name, ContentFile(data), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def extract(commit, *options):
    with commit():
        call_command("extract_document_text", *options)


def found(text):
    return [hit.thing.pk for hit in search(text, "en")[:10]]


def test_title_and_description_are_found_at_once_and_the_text_when_it_is_read(
    homes, commit, capsys
):
    with commit():
        first = make("a.PDF", pdf("Zebra crossing"), description="Lantern")
        second = make("b.docx", word("Zebra herd"))
        page_with(first, homes["en"])
        page_with(second, homes["en"])
        make("c.txt", b"Zebra")
    assert found("lantern") == [first.pk] and found("zebra") == []
    extract(commit)
    assert set(found("zebra")) == {first.pk, second.pk}
    assert len(capsys.readouterr().out.splitlines()) == 2
    extract(commit)
    assert capsys.readouterr().out == ""
    extract(commit, "--all")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_text_of_a_file_that_was_replaced_is_found_no_more(homes, commit):
    with commit():
        document = make("a.pdf", pdf("Zebra crossing"))
        page_with(document, homes["en"])
    extract(commit)
    document = CustomDocument.objects.get()
    with commit():
        document.file.save("b.pdf", ContentFile(pdf("Giraffe")), save=False)
        document._set_document_file_metadata()
        document.save()
    assert found("zebra") == []
    extract(commit)
    assert found("giraffe") == [document.pk]


def test_the_text_of_a_document_in_a_restricted_collection_is_not_found(homes, commit):
    place = Collection.get_first_root_node().add_child(name="Place")
    with commit():
        page_with(make("a.pdf", pdf("Zebra crossing"), collection=place), homes["en"])
    extract(commit)
    assert found("zebra")
    CollectionViewRestriction.objects.create(
        collection=place, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert found("zebra") == []


def test_a_file_that_takes_too_long_or_is_gone_stops_no_other(homes, commit, monkeypatch):
    slow = make("a.pdf", pdf("Zebra"))
    monkeypatch.setattr(command, "SECONDS", 0.001)
    extract(commit)
    slow.refresh_from_db()
    assert (slow.text_state, slow.text) == (TextState.TOO_LARGE, "")
    monkeypatch.undo()
    gone, there = make("b.pdf", pdf("Zebra")), make("c.pdf", pdf("Giraffe"))
    gone.file.storage.delete(gone.file.name)
    monkeypatch.setattr(command, "LARGEST", len(pdf("Giraffe")) + 20)
    extract(commit)
    gone.refresh_from_db()
    there.refresh_from_db()
    assert (gone.text_state, there.text_state) == (TextState.BROKEN, TextState.READ)
    monkeypatch.setattr(command, "LARGEST", 1)
    extract(commit, "--all")
    there.refresh_from_db()
    assert (there.text_state, there.text) == (TextState.TOO_LARGE, "")


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("a.pdf", pdf("Zebra"), "Its text is found by the search."),
        ("a.pdf", pdf("Zebra", password="x"), "It needs a password"),
        ("a.pdf", pdf(), "perhaps because it was scanned"),
        ("a.docx", b"x", "It could not be read"),
        ("a.txt", b"x", "Of files of this kind"),
    ],
    ids=["read", "encrypted", "scanned", "broken", "text"],
)
def test_the_editor_is_told(name, data, note, homes, commit, client):
    document = make(name, data)
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtaildocs:edit", args=[document.pk])
    assert (note in client.get(address).content.decode()) is (name == "a.txt")
    extract(commit)
    assert note in client.get(address).content.decode()
