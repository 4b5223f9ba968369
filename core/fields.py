from wagtail_localize.fields import BaseTranslatableField


class OwnField(BaseTranslatableField):
    """A field that each language version has for itself: neither translated nor copied."""
