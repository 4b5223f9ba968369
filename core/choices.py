"""What somebody chooses in a form: what they may use, or what was there before.

The choosers offer no more than that. A form can be sent without them, with any number in it, and
would come back with the title of whatever has that number.
"""

import re
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText, extract_references_from_rich_text

from core.visibility import choosable


class ChoiceMixin:
    """A form of Wagtail's in which nothing can be chosen that its user may not use.

    Such a choice is an error of its field, and is taken out: the form comes back with what was
    there before. Expects Wagtail's `for_user`; without a user nothing is asked.
    """

    def is_valid(self):
        if self.for_user and self.is_bound:
            super().is_valid()
            for form in forms_within(self):
                for name in form.fields:
                    refuse(form, name, self.for_user)
        return super().is_valid()


def forms_within(form):
    """A form and those of the rows in it, however deep."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from forms_within(row)


def refuse(form, name, user):
    """Take out of a field what its user may not use, and say so."""
    field = model_field(form, name)
    if field is None or form.fields[name].disabled:
        return
    before, value = form.initial.get(name), form[name].value()
    refused = not_choosable(user, references(field, value) - references(field, before))
    if not refused:
        return
    kept = before if isinstance(field, ForeignKey) else without(field, value, refused)
    form.fields[name].bound_data = lambda data, initial: kept
    form.errors.pop(name, None)  # Wagtail shows one error of a StreamField
    error = ValidationError(message(next(iter(refused))[0]), code="not_choosable")
    if isinstance(field, StreamField):
        error = blocks.StreamBlockValidationError(non_block_errors=[error])
    form.add_error(name, error)


def model_field(form, name):
    """The model's field that a field of a form is about, if that holds references."""
    fields = {field.name: field for field in form._meta.model._meta.get_fields()}
    field = fields.get(name)
    holds = isinstance(field, ForeignKey) or hasattr(field, "extract_references")
    return field if holds else None


def references(field, value):
    """What a value refers to, as pairs of a model and a primary key in letters."""
    if not value:
        return set()
    if isinstance(field, ForeignKey):
        return {(field.related_model, str(value))}
    return {(model, str(key)) for model, key, *_path in field.extract_references(value)}


def not_choosable(user, found):
    """Those of some references that somebody may not use."""
    keys = defaultdict(set)
    for model, key in found:
        if key.isdecimal():
            keys[model].add(int(key))
    refused = set()
    for model, numbers in keys.items():
        known = model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
        allowed = choosable(user, model).filter(pk__in=numbers).values_list("pk", flat=True)
        refused |= {(model, str(key)) for key in set(known) - set(allowed)}
    return refused


def message(model):
    if issubclass(model, get_image_model()):
        return _("Choose one of the pictures you may use.")
    if issubclass(model, get_document_model()):
        return _("Choose one of the documents you may use.")
    if issubclass(model, Page):
        return _("Choose one of the pages you may see.")
    return _("Choose something that you may use.")


def offer_visible(form, name, user):
    """Limit a field of any form to the pages that somebody may see: no other page is named."""
    field = form.fields[name]
    field.queryset = choosable(user, Page)
    field.error_messages["invalid_choice"] = message(Page)
    sent = str(form[name].value()) if form.is_bound else ""
    if not_choosable(user, {(Page, sent)}):
        before = form.get_initial_for_field(field, name)
        field.bound_data = lambda data, initial: before


# The same value without what is refused


def without(field, value, refused):
    if isinstance(field, StreamField):
        return block_without(field.stream_block, value, refused)
    return text_without(value, refused)


def text_without(html, refused):
    """Rich text in which the links to what is refused are plain text."""

    def keep(found):
        return found[2] if refused & set(references_of(found[0])) else found[0]

    html = re.sub(r"(<a [^>]*>)(.*?)</a>", keep, html, flags=re.DOTALL)
    return re.sub(r"(<embed [^>]*>)()", keep, html)


def references_of(html):
    for model, key, *_path in extract_references_from_rich_text(html):
        yield model, str(key)


def block_without(block, value, refused):
    """The value of a block, changed in place."""
    if isinstance(block, ImageBlock | blocks.ChooserBlock):
        found = {(model, str(key)) for model, key, *_path in block.extract_references(value)}
        return None if found & refused else value
    if isinstance(block, blocks.RichTextBlock):
        return RichText(text_without(value.source, refused))
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = block_without(child, value.get(name), refused)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            child.value = block_without(child.block, child.value, refused)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            child.value = block_without(child.block, child.value, refused)
    return value
