"""Many documents at once, as Wagtail's page for that sends them: a title and a collection alone."""

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile

from wagtail.models import Collection, UploadedFile

from core.tests.factories import UserFactory
from documents.models import CustomDocument


@pytest.fixture
def editor(db, client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def send(client, **fields):
    file = SimpleUploadedFile("report.txt", b"What it says")
    collection = Collection.objects.get(depth=1).pk
    data = {"title": "Report", "collection": collection, "files[]": file, **fields}
    return client.post("/admin/documents/multiple/add/", data).json()


def test_a_document_is_there_at_once_in_the_sites_first_language(editor):
    answer = send(editor)
    document = CustomDocument.objects.get(pk=answer["doc_id"])
    assert (document.title, document.language) == ("Report", "en")


def test_one_that_waits_for_its_title_is_taken_when_it_has_one(editor):
    upload = send(editor, title="")["uploaded_file_id"]
    name = f"uploaded-document-{upload}"
    data = {f"{name}-title": "Report", f"{name}-tags": "", f"{name}-language": "ko"}
    path = f"/admin/documents/multiple/create_from_uploaded_document/{upload}/"
    answer = editor.post(path, data).json()
    document = CustomDocument.objects.get(pk=answer["doc_id"])
    assert (document.title, document.language) == ("Report", "ko")
    assert not UploadedFile.objects.exists()
