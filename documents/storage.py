from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateFileStorage(FileSystemStorage):
    """Files without an address of their own: Wagtail's view serves them, after its hooks."""

    def url(self, name):
        raise NotImplementedError("Documents are served at wagtaildocs_serve alone.")


def private_files():
    return PrivateFileStorage(location=settings.DOCUMENTS_ROOT)
