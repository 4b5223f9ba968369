"""The admin's API of pictures and documents, with rights on collections: Wagtail asks for none."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from core.visibility import choosable


class CollectionRightsMixin:
    """Lists what a person may add, change or choose."""

    def get_queryset(self):
        allowed = choosable(self.request.user, self.model)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class ImagesViewSet(CollectionRightsMixin, ImagesAdminAPIViewSet):
    pass


class DocumentsViewSet(CollectionRightsMixin, DocumentsAdminAPIViewSet):
    pass
