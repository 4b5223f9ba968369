import wagtail_factories

from images.models import CustomImage


class ImageFactory(wagtail_factories.ImageFactory):
    title = "A picture"

    class Meta:
        model = CustomImage
