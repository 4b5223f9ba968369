"""The text of a thing by fields, taken from the `search_fields` that it has for Wagtail."""

from dataclasses import dataclass

from wagtail.blocks import StreamValue
from wagtail.search import index

# How much a word counts in each.
TITLE, SUMMARY, HEADING, BODY = 2.5, 1.5, 0.5, 1.0  # a heading counts in the body as well
LONGEST = 200_000  # characters


@dataclass
class Part:
    """A thing, or a part of it with an anchor, as it is indexed."""

    model: type  # what readers filter by
    anchor: str
    title: str
    fields: list  # (boost, text), in the order in which a passage is looked for


def plain(value):
    """A search field's value as one text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set)):
        return "\n".join(filter(None, map(plain, value)))
    return str(value)


def headings(thing, name):
    stream = getattr(thing, name, None)
    if not isinstance(stream, StreamValue):
        return ""
    return "\n".join(plain(block.value) for block in stream if block.block_type == "heading")


def related(thing, field):
    value = field.get_value(thing)
    if value is None:
        return []
    return list(value.all()) if hasattr(value, "all") else [value]


def parts(thing):
    """A thing as it is indexed: itself, then its parts that have an anchor.

    Args:
        thing: an instance of the most specific class, fresh from the database.

    Yields:
        `Part`s. No text is longer than 200,000 characters.
    """
    searched = [one for one in thing.get_search_fields() if isinstance(one, index.SearchField)]
    if not searched:
        return
    title = max(searched, key=lambda field: field.boost or 1)
    own = Part(type(thing), "", plain(title.get_value(thing)), [])
    children = []
    for field in searched:
        if field is not title:
            boost = SUMMARY if (field.boost or 1) > 1 else BODY
            own.fields.append((boost, plain(field.get_value(thing))[:LONGEST]))
            own.fields.append((HEADING, headings(thing, field.field_name)))
    for field in thing.get_search_fields():
        if isinstance(field, index.RelatedFields):
            for child in related(thing, field):
                texts = [
                    plain(one.get_value(child))[:LONGEST]
                    for one in field.fields
                    if isinstance(one, index.SearchField)
                ]
                if hasattr(child, "anchor") and texts:
                    body = [(BODY, text) for text in texts[1:]]
                    children.append(Part(type(child), child.anchor, texts[0], body))
                else:
                    own.fields.extend((BODY, text) for text in texts)
    yield own
    yield from children
