import factory

from wagtail.models import Collection

from documents.models import CustomDocument


class DocumentFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda number: f"Document {number}")
    collection = factory.LazyFunction(lambda: Collection.objects.get(depth=1))
    file = factory.django.FileField(filename="document.txt", data=b"What it says")

    class Meta:
        model = CustomDocument
