"""PO files, as gettext's tools and most translation services read them.

One file holds the texts of many pages. An entry is told by its context, `<key>:<path>:<index>`:
the translation key of the page or record, wagtail-localize's path of the place, and the number of
the text at that place. Texts are wagtail-localize's: HTML with inline tags (`<b>`, `<a id="a1">`).
"""

import re
import tempfile

import polib

from django.utils import timezone
from django.utils.translation import gettext as _

from translations.exchange.entries import Entry, File, FileError
from translations.exchange.units import Status

LANGUAGE_HEADER = "X-WeGO-Language"
EXTENSION = "po"
CONTENT_TYPE = "text/x-gettext-translation; charset=utf-8"
# gettext's own code of a language where it is not ours with an underscore.
GETTEXT_CODES = {"zh-hans": "zh_Hans"}
# The header of wagtail-localize's own PO files, which are uploaded where they came from.
LOCALIZE_HEADER = "X-WagtailLocalize-TranslationID"


def write(items, locale, pairs_for):
    """Make a file, part by part.

    Args:
        items: an iterable of `ItemUnits`.
        locale: the target `Locale`.
        pairs_for: gives the glossary's `Pairs` for the code of a source language.

    Yields:
        text.
    """
    code = locale.language_code
    header = polib.POFile()
    header.metadata = {
        "Project-Id-Version": "WeGO",
        "POT-Creation-Date": timezone.now().strftime("%Y-%m-%d %H:%M%z"),
        "Language": GETTEXT_CODES.get(code, code),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        LANGUAGE_HEADER: code,
    }
    yield str(header)
    for item in items:
        pairs = pairs_for(item.language)
        for unit in item.units:
            yield f"\n{entry_of(item, unit, pairs)}"
        if item.differs:
            yield f"\n# {left_out(item)}\n"


def left_out(item):
    return _("Left out, because it was translated by hand with other parts: %(title)s") % {
        "title": item.title
    }


def comments(item, unit, pairs):
    """What a translator is told about a text, line by line."""
    yield f"{item.title} ({item.kind})"
    yield unit.label
    if item.url:
        yield item.url
    if unit.service:
        yield _("Proposed by %(service)s, not reviewed.") % {"service": unit.service}
    for pair in pairs.named_in(unit.source):
        note = f" ({pair.note})" if pair.note else ""
        yield _("Glossary: %(pair)s") % {"pair": pair} + note


def entry_of(item, unit, pairs):
    return polib.POEntry(
        msgctxt=f"{item.key}:{unit.id}",
        msgid=unit.source,
        msgstr=unit.target,
        previous_msgid=unit.before or None,
        flags=["fuzzy"] if unit.target and unit.status is Status.REVIEW else [],
        comment="\n".join(comments(item, unit, pairs)),
    )


def parse(data):
    """Read a PO file.

    Args:
        data: its bytes.

    Returns:
        polib's `POFile`.

    Raises:
        FileError: when it isn't one, or isn't in UTF-8.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(
            _("The file is not in UTF-8: see line %(line)d. Save it in that encoding.")
            % {"line": line}
        ) from error
    # polib takes a text that is the name of a file for that file, so it is given a file.
    with tempfile.NamedTemporaryFile(suffix=".po") as file:
        file.write(data)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:  # how polib says that the syntax is wrong
            line = re.search(r"\(line (\d+)\)", str(error))
            raise FileError(
                _("This is not a valid PO file: line %(line)s can't be read.")
                % {"line": line[1] if line else "?"}
            ) from error


def read(data):
    """Read the translations of a PO file.

    Args:
        data: its bytes.

    Returns:
        a `File`. Obsolete entries are left out.

    Raises:
        FileError: when it can't be read.
    """
    po = parse(data)
    if LOCALIZE_HEADER in po.metadata:
        raise FileError(
            _("This file was downloaded where one page is translated. Upload it there.")
        )
    return File(
        kind="PO",
        language=po.metadata.get(LANGUAGE_HEADER) or po.metadata.get("Language", ""),
        entries=[
            Entry(
                number=number,
                id=entry.msgctxt or "",
                source=entry.msgid,
                target=entry.msgstr,
                is_done="fuzzy" not in entry.flags,
                line=entry.linenum,
            )
            for number, entry in enumerate((one for one in po if not one.obsolete), 1)
        ],
    )
