"""XLIFF 1.2 files (OASIS), which most translation tools read.

A `<file>` is a page or record, its `original` the translation key; a `<trans-unit>` is a text, its
`id` `<path>:<index>` as in `translations.exchange.po`.

Inline tags become XLIFF's own elements: `<a id="a1">…</a>` is `<g id="a1">…</g>`, `<b>…</b>` is
`<g id="b-1">…</g>`, a line break `<x id="br-1"/>`. Tools show those as tokens and bring their ids
back; tags written out as text get translated, spaced or lost. The text between them is plain: a
translator reads `Q&A`, where a PO file says `Q&amp;A`.
"""

import re
from collections import Counter
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring

from bs4 import BeautifulSoup, NavigableString
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from django.utils.translation import gettext as _

from wagtail_localize.strings import INLINE_TAGS

from translations.exchange.entries import Entry, File, FileError
from translations.exchange.po import comments, left_out
from translations.exchange.units import Status

EXTENSION = "xlf"
CONTENT_TYPE = "application/x-xliff+xml; charset=utf-8"
START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
)
END = "</xliff>\n"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# XLIFF's names for what an element stands for; others are `x-` and the tag.
KINDS = {"a": "link", "b": "bold", "br": "lb", "i": "italic"}
EMPTY_TAGS = {"br"}
INLINE_ID = re.compile(r"([a-z]+)(-?)\d+")
# Nobody writes tags within tags so deep.
DEEPEST = 20
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LINE = "line"


def write(items, locale, pairs_for):
    """Make a file, part by part.

    Args:
        items: an iterable of `ItemUnits`.
        locale: the target `Locale`.
        pairs_for: gives the glossary's `Pairs` for the code of a source language.

    Yields:
        text.
    """
    yield START
    for item in items:
        yield tostring(file_of(item, locale, pairs_for(item.language)), encoding="unicode")
    yield END


def file_of(item, locale, pairs):
    """A page or record as a `<file>`."""
    language = tag_of(locale.language_code)
    file = Element(
        "file",
        {
            "original": item.key,
            "source-language": tag_of(item.language),
            "target-language": language,
            "datatype": "html",
            SPACE: "preserve",
        },
    )
    file.tail = "\n"
    header = SubElement(file, "header")
    SubElement(header, "note").text = xml_text(left_out(item) if item.differs else item.title)
    body = SubElement(file, "body")
    for unit in item.units:
        made = SubElement(body, "trans-unit", {"id": unit.id})
        made.tail = "\n"
        put(SubElement(made, "source", {LANGUAGE: tag_of(item.language)}), unit.source)
        target = SubElement(made, "target", {LANGUAGE: language, "state": unit.status.value})
        put(target, unit.target)
        for line in comments(item, unit, pairs):
            SubElement(made, "note").text = xml_text(line)
        if unit.before and unit.status is Status.REVIEW:
            earlier = SubElement(made, "alt-trans", {"alttranstype": "previous-version"})
            put(SubElement(earlier, "source"), unit.before)
            put(SubElement(earlier, "target"), unit.target)
    return file


def tag_of(code):
    """A language code as XML's tag: `zh-Hans`."""
    language, _dash, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def xml_text(text):
    return NOT_IN_XML.sub("", text)


def put(element, text):
    """Put a text with inline tags into an element."""
    numbers = Counter()

    def walk(parent, nodes):
        last = None
        for node in nodes:
            if isinstance(node, NavigableString):
                if last is None:
                    parent.text = (parent.text or "") + xml_text(node)
                else:
                    last.tail = (last.tail or "") + xml_text(node)
                continue
            numbers[node.name] += 1
            last = SubElement(
                parent,
                "x" if node.name in EMPTY_TAGS else "g",
                {
                    "id": node.get("id") or f"{node.name}-{numbers[node.name]}",
                    "ctype": KINDS.get(node.name, f"x-{node.name}"),
                },
            )
            walk(last, node.children)

    walk(element, BeautifulSoup(text, "html.parser").children)


def text_of(element, depth=0):
    """The text of an element with inline tags, as wagtail-localize has it.

    Raises:
        ValueError: when it holds elements that `put` does not make.
    """
    parts = [escaped(element.text)]
    for child in element:
        kind, name = local_name(child), child.get("id", "")
        match = INLINE_ID.fullmatch(name)
        if depth == DEEPEST:
            raise ValueError(_("The inline elements are nested too deep."))
        if kind == "mrk":  # a tool's own mark
            parts.append(text_of(child, depth + 1))
        elif kind not in ("g", "x") or not match or match[1] not in INLINE_TAGS:
            raise ValueError(
                _("The element %(element)s is not one of the source's.")
                % {"element": f'<{kind} id="{name}">'}
            )
        elif match[1] in EMPTY_TAGS:
            parts.append(f"<{match[1]}/>")
        else:
            opening = match[1] if match[2] else f'{match[1]} id="{name}"'
            parts.append(f"<{opening}>{text_of(child, depth + 1)}</{match[1]}>")
        parts.append(escaped(child.tail))
    return "".join(parts)


def escaped(text):
    """Plain text as BeautifulSoup writes it, which is what wagtail-localize keeps."""
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def local_name(element):
    return element.tag.rpartition("}")[2]


class LineBuilder(TreeBuilder):
    """Notes on each element the line that it begins in."""

    def start(self, tag, attributes):
        return super().start(tag, {**attributes, LINE: str(self.expat.CurrentLineNumber)})


def parse(data):
    """Read an XLIFF file.

    Args:
        data: its bytes.

    Returns:
        the root element.

    Raises:
        FileError: when it isn't one.
    """
    builder = LineBuilder()
    parser = DefusedXMLParser(target=builder)
    builder.expat = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        raise FileError(_("The file declares XML entities, which are not allowed.")) from error
    except ParseError as error:
        line, column = error.position
        raise FileError(
            _("This is not a valid XLIFF file: line %(line)d, character %(column)d can't be read.")
            % {"line": line, "column": column + 1}
        ) from error
    except (LookupError, ValueError) as error:  # what the XML says its encoding is
        raise FileError(_("The file is not in UTF-8. Save it in that encoding.")) from error
    if local_name(root) != "xliff":
        raise FileError(_("This is an XML file, but not an XLIFF file."))
    version = root.get("version", "")
    if not version.startswith("1."):
        raise FileError(
            _("This file is XLIFF %(version)s. Only XLIFF 1.2 can be read.")
            % {"version": version or "?"}
        )
    return root


def read(data):
    """Read the translations of an XLIFF file.

    Args:
        data: its bytes.

    Returns:
        a `File`.

    Raises:
        FileError: when it can't be read.
    """
    languages, entries = {}, []
    for file in parse(data).iter():
        if local_name(file) != "file":
            continue
        languages[file.get("target-language", "")] = True
        for unit in file.iter():
            if local_name(unit) == "trans-unit":
                number = len(entries) + 1
                entries.append(entry_of(unit, number, file.get("original", "")))
    if len(languages) > 1:
        raise FileError(
            _("The file holds more than one language: %(languages)s.")
            % {"languages": ", ".join(languages)}
        )
    return File(kind="XLIFF", language="".join(languages), entries=entries)


def entry_of(unit, number, key):
    parts = {local_name(child): child for child in unit}
    target = parts.get("target")
    state = "" if target is None else target.get("state", "")
    found = Entry(
        number=number,
        id=f"{key}:{unit.get('id', '')}",
        source="",
        target="",
        is_done=not (state == "new" or state.startswith("needs-")),
        line=int(unit.get(LINE)),
    )
    try:
        found.source = text_of(parts["source"]) if "source" in parts else ""
        found.target = "" if target is None else text_of(target)
    except ValueError as error:
        found.error = str(error)
    return found
