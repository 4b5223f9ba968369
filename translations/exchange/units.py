"""The texts of pages and records with their translations, as files exchange them.

They are read from the content, so that making a file writes nothing to the database.
"""

from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q

from wagtail.coreutils import get_content_type_label
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringTranslation, Translation

from translations.desk import Work, is_published, visible
from translations.drafts import StructureDiffers, placed
from translations.memory import predecessors
from translations.models import GlossaryTerm, ItemTranslation, State
from translations.places import Labels
from translations.segments import NOT_CONTENT, texts
from translations.states import EARLIER, is_live, working_copy

# Items read at once, in a number of queries that depends on their types alone.
BATCH = 100


class Status(Enum):
    """How a text stands, in XLIFF's words."""

    MISSING = "needs-translation"
    REVIEW = "needs-review-translation"  # made for an earlier text, or by a machine
    TRANSLATED = "translated"
    FINAL = "final"  # readers see it

    @property
    def is_done(self):
        return self in (Status.TRANSLATED, Status.FINAL)


@dataclass
class Unit:
    """One text of the source and its translation, if there is one.

    `index` counts the texts of a place. A text that stands twice at a place is one unit, since
    wagtail-localize gives it one translation.
    """

    path: str
    index: int
    label: str
    source: str
    target: str = ""
    status: Status = Status.MISSING
    before: str = ""  # the text that the translator saw, where it was another
    service: str = ""  # the machine that proposes the target

    @property
    def id(self):
        return f"{self.path}:{self.index}"


@dataclass
class ItemUnits:
    """A page or record and its units."""

    cell: ItemTranslation
    title: str
    kind: str
    url: str
    units: list = field(default_factory=list)
    # It was translated by hand, with other parts than its source: no text can be told its place.
    differs: bool = False

    @property
    def key(self):
        return str(self.cell.item.translation_key)

    @property
    def language(self):
        return self.cell.item.source_locale.language_code


def readable(user):
    """The items whose source a user may read: what any reader may see, and what the user edits.

    The glossary is not among them: it is what translations are checked against.
    """
    editable = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    own = editable.filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("source_locale")
    )
    return (
        visible(user)
        .filter(Q(is_page=False) | is_published(Page.objects.all()) | Exists(own))
        .exclude(content_type=ContentType.objects.get_for_model(GlossaryTerm))
    )


def translatable(user, items, locale):
    """Those of some items that a user may translate into a language.

    Args:
        user: the translator.
        items: a list of `TranslatedItem`, from `readable`.
        locale: the target `Locale`.

    Returns:
        a list of their `ItemTranslation`s.
    """
    cells = ItemTranslation.objects.filter(item__in=items, locale=locale)
    by_item = {cell.item_id: cell for cell in cells.exclude(state=State.SOURCE)}
    work = Work(user, items)
    found = []
    for item in items:
        if cell := by_item.get(item.pk):
            cell.item, cell.locale = item, locale
            if work.is_for(cell):
                found.append(cell)
    return found


def read(user, items, locale, needs_work=False):
    """The units of those items that a user may translate.

    Args:
        user: the translator.
        items: a queryset of `TranslatedItem`, from `readable`, in order.
        locale: the target `Locale`.
        needs_work: leave out what is translated.

    Yields:
        an `ItemUnits` for each item that has any, or that `differs`.
    """
    if needs_work:
        done = ItemTranslation.objects.filter(locale=locale, state=State.UP_TO_DATE)
        items = items.exclude(pk__in=done.values("item"))
    keys = iter(items.values_list("pk", flat=True))
    while batch := list(islice(keys, BATCH)):
        found = items.select_related("content_type", "source_locale").in_bulk(batch)
        cells = translatable(user, [found[pk] for pk in batch if pk in found], locale)
        for one in units_of(cells, locale):
            if needs_work:
                one.units = [unit for unit in one.units if not unit.status.is_done]
            if one.units or one.differs:
                yield one


def units_of(cells, locale):
    """All units of some cells.

    Args:
        cells: a list of `ItemTranslation`s in one language, with their items.
        locale: the language.

    Yields:
        an `ItemUnits` a cell. The queries are those of the types among the cells, however many
        there are; a draft made by hand, and pictures and links in a body, cost a few more a page.
    """
    keys = {cell.item.translation_key for cell in cells}
    in_segments = set(
        Translation.objects.filter(
            source__object_id__in=keys, target_locale=locale, enabled=True
        ).values_list("source__object_id", "source__locale_id")
    )
    rows = {}
    for row in StringTranslation.objects.filter(
        context__object_id__in=keys, locale=locale, has_error=False
    ).select_related("context", "translation_of"):
        place = row.context.path, row.translation_of.data
        rows.setdefault(row.context.object_id, {})[place] = row
    models.prefetch_related_objects(cells, "suggestions")
    sources = versions([(cell.item, cell.item.source_locale) for cell in cells])
    by_hand = [
        cell.item
        for cell in cells
        if cell.state != State.MISSING
        and (cell.item.translation_key, cell.item.source_locale_id) not in in_segments
    ]
    targets = versions([(item, locale) for item in by_hand])
    for cell in cells:
        key = cell.item.translation_key
        if source := sources.get((cell.item.pk, cell.item.source_locale_id)):
            is_page = isinstance(source, Page)
            found = ItemUnits(
                cell=cell,
                title=str(source),
                kind=get_content_type_label(cell.item.content_type),
                url=(is_page and source.live and source.full_url) or "",
            )
            try:
                if target := targets.get((cell.item.pk, locale.pk)):
                    have = texts_by_hand(cell, source, target)
                else:
                    have = texts_in_segments(cell, rows.get(key, {}))
            except StructureDiffers:
                found.differs = True
            else:
                found.units = list(units(cell, source, have))
            yield found


def relations(model):
    """What `texts` looks at besides the model's own row, as names for `prefetch_related`."""
    for translatable_field in get_translatable_fields(model):
        found = translatable_field.get_field(model)
        if isinstance(found, models.ManyToOneRel):
            yield found.name
            yield from (f"{found.name}__{name}" for name in relations(found.related_model))
        elif isinstance(found, models.ForeignKey):
            yield found.name


def versions(wanted):
    """Pages and records in bulk.

    Args:
        wanted: a list of `(item, locale)`.

    Returns:
        a dictionary: by an item's primary key and a locale's the specific page or record.
    """
    groups = {}
    for item, locale in wanted:
        groups.setdefault((item.model, locale), {})[item.translation_key] = item.pk
    found = {}
    for (model, locale), items in groups.items():
        for one in (
            model.objects.filter(translation_key__in=items, locale=locale)
            .select_related("locale")
            .prefetch_related(*relations(model))
        ):
            found[items[one.translation_key], locale.pk] = one
    return found


def texts_by_hand(cell, source, target):
    """The translations of a page or record that was translated in its own form.

    Returns:
        a dictionary: by place and text of the source the translation and its `Status`.

    Raises:
        StructureDiffers: when the parts of the two differ.
    """
    if getattr(target, "has_unpublished_changes", False) or not is_live(target):
        target = working_copy(target)
    have = texts(target)
    found = {}
    places = placed(texts(source), have, cell.seen, cell.is_live)
    for (path, text), (translated, is_earlier) in places.items():
        if translated == text and path in cell.outdated:
            continue  # published with the text of its source
        # Translated anew, in a draft that waits.
        reworked = have.get(path) != cell.translated.get(path)
        if is_earlier and not reworked:
            status = Status.REVIEW
        else:
            status = Status.FINAL if cell.is_live and not reworked else Status.TRANSLATED
        found[path, text] = translated, status
    return found


def texts_in_segments(cell, rows):
    """The translations of a page or record that is translated by segments.

    Returns:
        a dictionary: by place and text of the source the translation and its `Status`.
    """
    done = Status.FINAL if cell.state == State.UP_TO_DATE else Status.TRANSLATED
    return {
        place: (row.data, done if by_a_person(row) else Status.REVIEW)
        for place, row in rows.items()
    }


def by_a_person(row):
    """Whether a `StringTranslation` was made by a person for this very text."""
    manual = row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    return manual and row.tool_name != EARLIER


def units(cell, source, have):
    """The units of a cell in the order of its source."""
    labels = Labels(source)
    suggestions = {(one.path, one.source): one for one in cell.suggestions.all()}
    for path, found in texts(source).items():
        if path in NOT_CONTENT:
            continue
        seen = cell.seen.get(path, [])
        before = predecessors(seen, found) if path in cell.outdated else {}
        for index, text in enumerate(found):
            if text in found[:index]:
                continue
            unit = Unit(path, index, labels.label(path), text, before=before.get(text, ""))
            if translated := have.get((path, text)):
                unit.target, unit.status = translated
            elif suggestion := suggestions.get((path, text)):
                unit.target, unit.status = suggestion.text, Status.REVIEW
                unit.service = suggestion.service
            yield unit
