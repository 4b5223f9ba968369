import factory

from wagtail.models import Collection

from core.tests.factories import StandardPageFactory
from documents.models import CustomDocument


class DocumentFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda number: f"Document {number}")
    collection = factory.LazyFunction(lambda: Collection.objects.get(depth=1))
    file = factory.django.FileField(filename="document.txt", data=b"What it says")

    class Meta:
        model = CustomDocument


def page_with(document, parent, **fields):
    """A page that refers to a document: once it is published, the document is public."""
    body = [("documents", {"title": "", "documents": [document]})]
    return StandardPageFactory(parent=parent, body=body, **fields)
