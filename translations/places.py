"""What a translation sheet shows: the places of a page or record, and their texts side by side."""

import hashlib
from dataclasses import dataclass, field

from django.db import models
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.blocks import StreamValue, StructBlock
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField

from core.blocks.table import CELL
from translations.diff import plain, side_by_side
from translations.drafts import StructureDiffers, placed
from translations.glossary import missed_terms, terms
from translations.memory import predecessors
from translations.models import MachineSuggestion
from translations.segments import COPIED, NOT_CONTENT, contents
from translations.states import (
    EARLIER,
    REVIEWED,
    Strings,
    translation_of,
    untranslated,
    working_copy,
)

NAMED = 8  # places that a sentence names


class Labels:
    """Names the places of a page or record in the words of its form."""

    def __init__(self, instance):
        self.instance = instance
        self.children = {}

    def label(self, path):
        """The name of a place.

        Args:
            path: as in `translations.segments.contents`.
        """
        return " › ".join(map(str, self.parts(self.instance, path.removeprefix(COPIED).split("."))))

    def parts(self, instance, path):
        name, *rest = path
        found = instance._meta.get_field(name)
        if isinstance(found, StreamField):
            value = found.value_from_object(instance)
            return [capfirst(found.verbose_name), *block_labels(found.stream_block, value, rest)]
        if not rest:
            return [capfirst(found.verbose_name)]
        key, *rest = rest
        kind = capfirst(found.related_model._meta.verbose_name)
        if (instance.pk, name) not in self.children:
            self.children[instance.pk, name] = list(getattr(instance, name).all())
        for number, child in enumerate(self.children[instance.pk, name], 1):
            if str(child.translation_key) == key:
                return [f"{kind} {number}", *self.parts(child, rest)]
        return [kind]


def block_labels(block, value, path):
    if not path:
        return []
    part, *rest = path
    if isinstance(value, StreamValue | ListValue):
        children = value.bound_blocks if isinstance(value, ListValue) else value
        for number, child in enumerate(children, 1):
            if child.id == part:
                label = f"{number}. {child.block.label}".rstrip(". ")
                return [label, *block_labels(child.block, child.value, rest)]
        return []
    if isinstance(block, StructBlock) and part in block.child_blocks:
        child = block.child_blocks[part]
        inner = value.get(part) if hasattr(value, "get") else None
        return [str(child.label), *block_labels(child, inner, rest)]
    if cell := CELL.match(part):
        row, column = int(cell[1]) + 1, int(cell[2]) + 1
        return [_("row %(row)d, column %(column)d") % {"row": row, "column": column}]
    return [part]


@dataclass
class Segment:
    """One text of the source and its translation."""

    path: str
    source: str
    text: str = ""  # the translation there is
    is_earlier: bool = False  # … and it was made for an earlier text
    before: str | None = None  # the text that the translator saw, where it was another
    reviewed_from: str = ""  # the service whose text a person has accepted
    suggestion: MachineSuggestion | None = None
    missed: list = field(default_factory=list)  # official names that the translation lacks

    @cached_property
    def key(self):
        """What a form knows the text by. Another text at the same place has another key."""
        return hashlib.sha256(f"{self.path}\0{self.source}".encode()).hexdigest()[:16]

    @property
    def is_machine(self):
        """Whether there is only a machine's text to begin with."""
        return bool(self.suggestion and not self.text)

    @property
    def prefilled(self):
        return self.suggestion.text if self.is_machine else self.text

    @property
    def is_waiting(self):
        """Whether a person has to do something about it."""
        return not self.text or self.is_earlier or bool(self.suggestion)

    @cached_property
    def versions(self):
        """The source as it was seen and as it is, as HTML."""
        return side_by_side(self.before or "", self.source)

    @property
    def source_html(self):
        return plain(self.source)

    @property
    def suggestion_html(self):
        return plain(self.suggestion.text)


@dataclass
class Place:
    """A place of the source that is translated."""

    path: str
    label: str
    segments: list
    removed: list = field(default_factory=list)  # texts that the source has given up
    present: list = field(default_factory=list)  # what stands there, where no form can hold it
    is_outdated: bool = False
    in_editor: bool = False  # translated in the page's own editor only

    @property
    def is_waiting(self):
        if self.in_editor or self.removed:
            return self.is_outdated
        return any(segment.is_waiting for segment in self.segments)

    @property
    def can_fit(self):
        """Whether a person may say that what is there still fits."""
        is_translated = self.in_editor or all(segment.text for segment in self.segments)
        return self.is_outdated and self.is_waiting and is_translated

    @property
    def removed_html(self):
        return [plain(text) for text in self.removed]

    @property
    def present_html(self):
        return [plain(text) for text in self.present]


@dataclass
class Value:
    """A value that translations copy: a date, a number, a picture."""

    path: str
    label: str
    source: str
    seen: str
    target: str
    is_outdated: bool

    is_waiting = can_fit = property(lambda self: self.is_outdated)


def in_words(model, path, found):
    """A copied value as a person reads it.

    Args:
        model: the specific model.
        path: the place, as in `translations.segments.copied`.
        found: a list of one text from there, or None.
    """
    if not found:
        return "–"
    model_field = model._meta.get_field(path.removeprefix(COPIED))
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(found[0], found[0]))
    if isinstance(model_field, models.ForeignKey):
        related = model_field.related_model.objects.filter(pk=found[0]).first()
        return str(related) if related else "–"
    value = model_field.to_python(found[0])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(localize(value))


class Content:
    """The texts and values of an item beside those of its translation.

    Args:
        cell: the `ItemTranslation`.
        source: its item's source.
        target: the translation, or None when there is none.

    `differs` names the place that keeps the texts of a page made by hand from being told apart.
    """

    def __init__(self, cell, source, target):
        self.cell, self.source, self.target = cell, source, target
        self.labels = Labels(source)
        self.translation = translation_of(cell.item, cell.locale_id) if target else None
        self.draft = working_copy(target) if target else None
        self.differs = ""
        self.now = contents(source)
        self.have = contents(self.draft) if target else {}
        self.memory = self.remembered() if target else {}
        self.suggestions = {(one.path, one.source): one for one in cell.suggestions.all()}
        self.terms = terms(cell.item.source_locale, cell.locale)
        translated = [path for path in self.now if not path.startswith(COPIED)]
        self.places = [self.place(path) for path in translated if path not in NOT_CONTENT]
        self.places += self.given_up()
        self.values = self.copied_values() if target else []

    def remembered(self):
        """By place and text of the source: the translation, whether an earlier one, its tool."""
        found = {}
        by_hand = self.translation is None
        try:
            present = placed(self.now, self.have, self.cell.seen, self.cell.is_live)
        except StructureDiffers as error:
            present = {}
            if by_hand:
                self.differs = self.labels.label(error.args[0])
        for place, (text, is_earlier) in present.items():
            if by_hand or is_earlier:
                found[place] = text, is_earlier, ""
        for place, row in Strings(self.translation).rows.items():
            found[place] = row.data, row.tool_name == EARLIER, row.tool_name
        return found

    def place(self, path):
        seen, now = self.cell.seen.get(path, []), self.now[path]
        stand_in = predecessors(seen, now)
        is_outdated = path in self.cell.outdated
        # Made by hand, a place has been worked on when its draft doesn't say what is live.
        reworked = (
            self.translation is None
            and self.cell.is_live
            and self.have.get(path) != self.cell.translated.get(path)
        )
        segments = []
        for text in dict.fromkeys(now):
            translated, is_earlier, tool = self.memory.get((path, text), ("", False, ""))
            suggestion = self.suggestions.get((path, text))
            begun = translated or (suggestion.text if suggestion else "")
            segments.append(
                Segment(
                    path=path,
                    source=text,
                    text=translated,
                    is_earlier=is_earlier and not reworked,
                    before=stand_in.get(text) if is_outdated else None,
                    reviewed_from=tool.removesuffix(REVIEWED) if tool.endswith(REVIEWED) else "",
                    suggestion=suggestion,
                    missed=missed_terms(text, begun, self.terms) if begun else [],
                )
            )
        gone = [text for text in seen if text not in now and text not in stand_in.values()]
        return Place(
            path=path,
            label=self.labels.label(path),
            segments=segments,
            removed=gone if is_outdated else [],
            present=self.have.get(path, []) if self.differs else [],
            is_outdated=is_outdated,
            in_editor=bool(self.differs),
        )

    def given_up(self):
        """The places that the source has no longer, and its translation still has."""
        labels = Labels(self.target) if self.target else self.labels
        return [
            Place(
                path=path,
                label=labels.label(path),
                segments=[],
                removed=seen,
                present=self.have.get(path, []),
                is_outdated=True,
            )
            for path, seen in self.cell.seen.items()
            if path in self.cell.outdated and path not in self.now and not path.startswith(COPIED)
        ]

    def copied_values(self):
        model = type(self.source)
        return [
            Value(
                path=path,
                label=self.labels.label(path),
                source=in_words(model, path, self.now.get(path)),
                seen=in_words(model, path, self.cell.seen.get(path)),
                target=in_words(model, path, self.have.get(path)),
                is_outdated=path in self.cell.outdated,
            )
            for path in {**self.now, **self.have}
            if path.startswith(COPIED)
        ]

    @property
    def waiting(self):
        """The places and values about which a person has to do something."""
        return [one for one in [*self.places, *self.values] if one.is_waiting]


def named(labels):
    """Some places in a sentence."""
    shown = ", ".join(labels[:NAMED])
    rest = len(labels) - NAMED
    if rest <= 0:
        return shown
    text = ngettext("%(places)s and %(count)d more", "%(places)s and %(count)d more", rest)
    return text % {"places": shown, "count": rest}


def complaint(cell):
    """What keeps a translation from going live: texts without one, a machine's that wait.

    Args:
        cell: the `ItemTranslation`.

    Returns:
        a sentence or two; empty when nothing does.
    """
    strings = Strings(translation_of(cell.item, cell.locale_id))
    gaps = untranslated({}, {}, strings) if strings.places else []
    unreviewed = dict.fromkeys(cell.suggestions.values_list("path", flat=True))
    if not gaps and not unreviewed:
        return ""
    labels, sentences = Labels(cell.item.source), []
    if gaps:
        places = named([labels.label(path) for path in gaps])
        sentences.append(_("Not translated: %(places)s.") % {"places": places})
    if unreviewed:
        places = named([labels.label(path) for path in unreviewed])
        text = _("Proposed by a machine and not reviewed: %(places)s.")
        sentences.append(text % {"places": places})
    return " ".join(sentences)
