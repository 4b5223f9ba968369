from wagtail_localize.fields import BaseTranslatableField, get_translatable_fields


class OwnField(BaseTranslatableField):
    """A field that each language version has for itself: neither translated nor copied."""


def own_fields(model):
    """The names of the fields of a model that each language version has for itself."""
    return [one.field_name for one in get_translatable_fields(model) if isinstance(one, OwnField)]
