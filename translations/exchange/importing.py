"""Takes a file back: everything in it is looked at first, and nothing changes if anything is wrong.

What is taken becomes drafts. Readers see it when somebody publishes them.
"""

import codecs
import uuid
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wagtail.models import Page

from wagtail_localize.strings import StringValue

from translations import drafts, glossary
from translations.desk import edit_url
from translations.exchange import po, xliff
from translations.exchange.entries import Entry, FileError, same_language
from translations.exchange.units import BATCH, ItemUnits, Unit, readable, translatable, units_of
from translations.models import State
from translations.states import REVIEWED

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WORDS = 60
# Pages and records that one file may change. Each takes a fifth of a second, more the first time.
AT_ONCE = 500


def read(data):
    """Read a file of either format, told by what is in it.

    Args:
        data: its bytes.

    Returns:
        a `File`.

    Raises:
        FileError: when it is neither, or can't be read.
    """
    is_utf_16 = data.startswith(UTF_16)
    start = data.decode("utf-16", "ignore") if is_utf_16 else data.decode("utf-8-sig", "ignore")
    if start.lstrip().startswith("<"):
        return xliff.read(data)
    if "msgid" in start and is_utf_16:
        raise FileError(_("The file is not in UTF-8. Save it in that encoding."))
    if "msgid" in start:
        return po.read(data)
    raise FileError(_("This is neither a PO file nor an XLIFF file."))


@dataclass
class Problem:
    """An entry that can't be taken, and why."""

    entry: Entry
    message: str

    @property
    def words(self):
        return Truncator(self.entry.target or self.entry.source).chars(WORDS)


@dataclass
class Change:
    """A text that a file translates anew."""

    entry: Entry
    unit: Unit
    text: str


@dataclass
class Check:
    """What a file would do. Nothing, if it has problems."""

    kind: str
    locale: object
    problems: list = field(default_factory=list)
    changes: list = field(default_factory=list)  # (ItemUnits, list of Change)
    unchanged: int = 0
    unfinished: int = 0  # marked as fuzzy or to be reviewed
    untranslated: int = 0


@dataclass
class Done:
    """A page or record that a file has changed."""

    item: ItemUnits
    changes: list
    url: str
    is_draft: bool


class Refused(Exception):
    """A page or record doesn't take its changes. Its one argument is the `Problem`."""


def check(file, user, locale):
    """Look at every entry of a file.

    Args:
        file: a `File`.
        user: who brings it.
        locale: the `Locale` that they say it is in.

    Returns:
        a `Check`.

    Raises:
        FileError: when the file is in another language, holds nothing, or too much.
    """
    name = locale.get_display_name()
    if not file.entries:
        raise FileError(_("There are no texts in this file."))
    if not file.language:
        raise FileError(
            _("The file does not say its language. It should say “%(code)s”.")
            % {"code": locale.language_code}
        )
    if not same_language(file.language, locale.language_code):
        raise FileError(
            _("The file is in another language: it says “%(language)s”, you chose %(chosen)s.")
            % {"language": file.language, "chosen": name}
        )
    found = Check(file.kind, locale)
    by_key = {}
    for entry in file.entries:
        if not entry.target and not entry.error:
            found.untranslated += 1
        elif not entry.is_done:
            found.unfinished += 1
        else:
            by_key.setdefault(entry.place[0], []).append(entry)
    keys = iter(by_key)
    while batch := list(islice(keys, BATCH)):
        check_items({key: by_key[key] for key in batch}, user, found)
    if len(found.changes) > AT_ONCE:
        raise FileError(
            _(
                "The file changes %(count)d pages. At most %(limit)d can be changed at once: take"
                " the texts out section by section."
            )
            % {"count": len(found.changes), "limit": AT_ONCE}
        )
    found.problems.sort(key=lambda problem: problem.entry.number)
    return found


def as_key(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def check_items(by_key, user, found):
    """Look at the entries of some pages and records, and add what comes of it to a `Check`."""
    keys = list(filter(None, map(as_key, by_key)))
    items = list(
        readable(user)
        .filter(translation_key__in=keys)
        .select_related("content_type", "source_locale")
    )
    known = {str(item.translation_key): item for item in items}
    cells = translatable(user, items, found.locale)
    open_items = {one.key: one for one in units_of(cells, found.locale)}
    for key, entries in by_key.items():
        if key in open_items:
            check_entries(open_items[key], entries, user, found)
            continue
        if key in known:
            message = _("You may not translate “%(title)s” into %(language)s.") % {
                "title": title_of(known[key]),
                "language": found.locale.get_display_name(),
            }
        else:
            message = _("The page or record is not here, or not for you to see.")
        found.problems += [Problem(entry, message) for entry in entries]


def title_of(item):
    """The title that whoever may read the source may read: not that of a draft."""
    title = item.contents.get("title")
    return StringValue(title[0]).render_text() if title else item.title


def check_entries(item, entries, user, found):
    """Look at the entries of one page or record, and add what comes of it to a `Check`."""
    changes, taken = [], {}
    for entry in entries:
        try:
            unit, is_same = unit_of(item, entry)
            if unit.id in taken:
                message = _("The same text stands in the file twice: see entry %(number)d.")
                raise ValidationError(message % {"number": taken[unit.id]})
            taken[unit.id] = entry.number
            text = text_of(unit, entry, is_same, drafts.longest(item.cell.item.model, unit.path))
            if text is None:
                found.unchanged += 1
            else:
                changes.append(Change(entry, unit, text))
        except ValidationError as error:
            found.problems.append(Problem(entry, " ".join(error.messages)))
    if not changes:
        return
    found.changes.append((item, changes))
    if is_locked(item.cell, user):
        message = _("“%(title)s” is locked, such as while it waits for approval.")
        problem = Problem(changes[0].entry, message % {"title": item.title})
        found.problems.append(problem)


def is_locked(cell, user):
    if not cell.item.is_page or cell.state == State.MISSING:
        return False
    page = Page.objects.get(translation_key=cell.item.translation_key, locale=cell.locale)
    return page.specific.permissions_for_user(user).page_locked()


def unit_of(item, entry):
    """The unit that an entry is for, and whether the source still says what the entry says.

    Raises:
        ValidationError: when there is none.
    """
    if entry.error:
        raise ValidationError(entry.error)
    if item.differs:
        raise ValidationError(
            _(
                "“%(title)s” was translated by hand with other parts than its source. Edit it in"
                " its own form."
            )
            % {"title": item.title}
        )
    _key, path, index = entry.place
    source = xliff.xml_text(entry.source)
    for unit in item.units:
        if unit.path == path and xliff.xml_text(unit.source) == source:
            return unit, True
    for unit in item.units:
        if unit.id == f"{path}:{index}":
            return unit, False
    raise ValidationError(_("“%(title)s” has no such text any more.") % {"title": item.title})


def text_of(unit, entry, is_same, limit):
    """What an entry translates anew; None when it says what is there already.

    Args:
        unit: the `Unit` that it is for.
        entry: the `Entry`.
        is_same: whether the source still says what the entry says.
        limit: how many characters the place holds, or None.

    Raises:
        ValidationError: when the entry can't be taken.
    """
    target = xliff.xml_text(entry.target)
    text = drafts.checked(unit.source, target, limit) if is_same else entry.target
    if text == unit.target and (unit.status.is_done or not is_same):
        return None
    if not is_same:
        raise ValidationError(
            _("The source has changed since the file was made. It says now: “%(text)s”")
            % {"text": Truncator(unit.source).chars(2 * WORDS)}
        )
    return text


def apply(found, user):
    """Do what a `Check` without problems found: all of it, or nothing.

    Args:
        found: the `Check`.
        user: who brings the file.

    Returns:
        a list of `Done`.

    Raises:
        Refused: when a page or record doesn't take its changes after all.
    """
    with transaction.atomic():
        return [apply_changes(item, changes, user, found.kind) for item, changes in found.changes]


def apply_changes(item, changes, user, kind):
    cell = item.cell
    try:
        translation = drafts.translation_for(cell.item, cell.locale, user)
        segments = {
            (segment.context.path, segment.string.data): segment
            for segment in drafts.segments_of(translation)
        }
        for change in changes:
            unit = change.unit
            accepted = unit.service and change.text == unit.target
            tool = f"{unit.service}{REVIEWED}" if accepted else kind
            segment = segments[unit.path, unit.source]
            drafts.write(translation, segment, change.text, user, tool)
            cell.suggestions.filter(path=unit.path, source=unit.source).delete()
        revision = drafts.save_draft(translation, user)
    except drafts.StructureDiffers as error:
        message = _("“%(title)s” was translated by hand with other parts than its source.")
        raise Refused(Problem(changes[0].entry, message % {"title": item.title})) from error
    except ValidationError as error:
        raise Refused(Problem(changes[0].entry, " ".join(error.messages))) from error
    target = translation.get_target_instance()
    return Done(item, changes, edit_url(cell.item, target.pk), is_draft=revision is not None)


def missed(changes, locale):
    """The official names that the texts of a file miss.

    Args:
        changes: a list of `(ItemUnits, list of Change)`.
        locale: the language of the file.

    Yields:
        `(ItemUnits, Change, list of Pair)`.
    """
    pairs = {}
    for item, item_changes in changes:
        source_locale = item.cell.item.source_locale
        if source_locale not in pairs:
            pairs[source_locale] = glossary.terms(source_locale, locale)
        for change in item_changes:
            names = glossary.missed_terms(change.unit.source, change.text, pairs[source_locale])
            if names:
                yield item, change, names
