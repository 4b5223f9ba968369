import hashlib
import json
import subprocess
import sys

from django.core.management.base import BaseCommand
from django.db.models import F, Q

from documents import reading
from documents.models import CustomDocument, TextState

LARGEST = 50 * 1024 * 1024  # bytes
SECONDS = 60


def read(document):
    """Look at a document's file; note its text, or why it has none, on the document."""
    document.text_state, document.text = TextState.BROKEN, ""
    document.text_hash = document.file_hash
    try:
        if document.file.size > LARGEST:
            document.text_state = TextState.TOO_LARGE
            return
        with document.open_file() as file:
            data = file.read()
    except OSError:
        return
    # Of what was read: meanwhile an editor may have replaced the file.
    document.text_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and an extension from a list
            [sys.executable, "-I", reading.__file__, document.file_extension.lower()],
            input=data,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        document.text_state = TextState.TOO_LARGE
        return
    if done.returncode < 0:  # ended by the limit of its time
        document.text_state = TextState.TOO_LARGE
    elif done.returncode == 0:
        answer = json.loads(done.stdout)
        document.text_state, document.text = answer["state"], answer["text"]


class Command(BaseCommand):
    help = "Reads the text of PDF and DOCX files that are new or changed, for the search."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Read all files again.")

    def handle(self, *args, **options):
        kinds = Q()
        for extension in reading.READERS:
            kinds |= Q(file__iendswith=f".{extension}")
        documents = CustomDocument.objects.filter(kinds).order_by("pk")
        if not options["all"]:
            documents = documents.exclude(~Q(file_hash=""), text_hash=F("file_hash"))
        for document in documents.defer("text").iterator(chunk_size=100):
            if not document.file_hash and document.file.storage.exists(document.file.name):
                document.get_file_hash()
            read(document)
            document.save(update_fields=["text", "text_state", "text_hash"])
            self.stdout.write(f"{document.pk} {document.filename}: {document.text_state}")
