"""How each page and record stands in each language, told from the content itself.

A translation is outdated when what is live in the source differs, at any place, from what its
translator last saw there. The translator has seen the source at a place

- when the translation was made,
- when the translated text of that place was changed and published,
- when every text of the place has a translation in wagtail-localize that a person wrote for it,
  and that is published,
- when a person says that it still fits, or the editor that the change is minor (`acknowledge`).
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from wagtail.models import Locale, Page

from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from translations.models import ItemTranslation, State, TranslatedItem
from translations.segments import COPIED, NOT_CONTENT, contents, is_tracked

# `StringTranslation.tool_name` of a text carried over from before the source changed.
EARLIER = "earlier translation"
# … and the end of it for a machine's text that a person has accepted: "DeepL, reviewed".
REVIEWED = ", reviewed"
# A page or record of fewer words can be right as it is in another language.
FEW_WORDS = 4


def source_of(versions, translation_key):
    """Which version the others were translated from.

    The one that wagtail-localize was told to translate; else the one in the default language; else
    the oldest.
    """
    known = (
        TranslationSource.objects.filter(
            object_id=translation_key, locale__in=[one.locale_id for one in versions]
        )
        .order_by("created_at", "pk")
        .values_list("locale_id", flat=True)
        .first()
    )
    own = [one for one in versions if getattr(one, "alias_of_id", None) is None] or versions
    default = Locale.get_default().pk
    return min(own, key=lambda one: (one.locale_id != known, one.locale_id != default, one.pk))


def section_of(page):
    """The key and title of the page beneath the home page that a page is or stands under."""
    if page.depth < 3:
        return None, ""
    path = page.path[: 3 * Page.steplen]
    section = page if page.path == path else Page.objects.filter(path=path).first()
    return (section.translation_key, section.title) if section else (None, "")


def title_of(source):
    """What a thing is called on the desk: an unpublished title of a public page stays untold."""
    if isinstance(source, Page):
        return source.title if source.live else source.draft_title
    return str(source)


def is_live(instance):
    return bool(getattr(instance, "live", True))


def working_copy(instance):
    """The version that is being worked on: the newest draft, or what is live."""
    if getattr(instance, "latest_revision_id", None):
        return instance.get_latest_revision_as_object()
    return instance


def translation_of(item, locale_id):
    """wagtail-localize's record of translating an item into a language.

    Returns:
        a `Translation`, or None when the language is not translated by segments.
    """
    return (
        Translation.objects.filter(
            source__object_id=item.translation_key,
            source__locale=item.source_locale_id,
            target_locale=locale_id,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .first()
    )


def cell_of(instance):
    """The `ItemTranslation` of a page or record, or None for what the desk leaves out."""
    return (
        ItemTranslation.objects.filter(
            item__translation_key=instance.translation_key, locale=instance.locale_id
        )
        .select_related("item__content_type", "item__source_locale", "locale")
        .first()
    )


class Strings:
    """wagtail-localize's translations into one language, of one source: `(path, text) → row`."""

    def __init__(self, translation):
        self.translation = translation
        self.rows = {}
        self.places = {}
        if translation is None:
            return
        segments = StringSegment.objects.filter(source=translation.source)
        for path, text in segments.order_by("order").values_list("context__path", "string__data"):
            self.places.setdefault(path, []).append(text)
        rows = StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale=translation.target_locale,
            has_error=False,
        ).select_related("context", "translation_of")
        for row in rows:
            self.rows[row.context.path, row.translation_of.data] = row

    def made_by_a_person(self, path, texts, published_at):
        """Whether each of the texts of a place has its own translation, and that is published."""
        rows = [self.rows.get((path, text)) for text in texts]
        return bool(rows) and all(
            row
            and row.tool_name != EARLIER
            and row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
            and published_at
            and row.updated_at <= published_at
            for row in rows
        )

    def missing(self):
        """How many texts have no translation."""
        return sum(
            (path, text) not in self.rows for path, texts in self.places.items() for text in texts
        )

    def newer_than(self, moment):
        return any(
            row.tool_name != EARLIER and (moment is None or row.updated_at > moment)
            for row in self.rows.values()
        )

    @property
    def reviewed_from_machine(self):
        return any(row.tool_name.endswith(REVIEWED) for row in self.rows.values())


def now_seen(cell, source, target, strings, published_at):
    """What a translator has seen of the source by now, by place.

    Args:
        cell: the `ItemTranslation` with what was noted before.
        source: the `contents` of the source.
        target: the `contents` of the translation that is live.
        strings: `Strings` of the translation.
        published_at: when the translation was last published.
    """
    if not cell.seen and not cell.translated:
        return dict(source)  # the first look: it was made from what the source says
    seen = {}
    for path, texts in source.items():
        before, has = cell.seen.get(path), target.get(path)
        worked_on = has != cell.translated.get(path) and has != texts
        followed = path.startswith(COPIED) and has == texts
        made = strings.made_by_a_person(path, texts, published_at) and len(has or ()) == len(texts)
        if worked_on or followed or made:
            seen[path] = texts
        elif before is not None:
            seen[path] = before
    for path, before in cell.seen.items():
        # A place that the source has given up counts until the translation has done so too.
        if path not in source and path in target:
            seen[path] = before
    return seen


def differences(source, seen):
    """The places where the source says something else than was seen, in the source's order."""
    changed = [path for path, texts in source.items() if seen.get(path) != texts]
    return changed + [path for path in seen if path not in source]


def untranslated(source, target, strings):
    """The places where a translation still says what the source says.

    With segments, those without a translation; without them all places or none, since a name or a
    title can be the same in two languages, and so can all of a record that is a few words.
    """
    if strings.places:
        return [
            path
            for path, texts in strings.places.items()
            if path not in NOT_CONTENT and any((path, text) not in strings.rows for text in texts)
        ]
    places = [path for path in source if not path.startswith(COPIED)]
    words = sum(len(text.split()) for path in places for text in source[path])
    alike = words >= FEW_WORDS and all(target.get(path) == source[path] for path in places)
    return places if alike else []


def state_of(cell, target, strings, source):
    """The `State` of a translation that exists; `cell.outdated` and `is_live` are set already."""
    if cell.pk and cell.suggestions.exists():
        return State.MACHINE
    in_workflow = isinstance(target, Page) and target.workflow_in_progress
    if not cell.is_live:
        draft = contents(working_copy(target))
        texts = [path for path in source if not path.startswith(COPIED)]
        done = [path for path in texts if draft.get(path) not in (None, source[path])]
        partly = 0 < len(done) < len(texts)
        return State.IN_PROGRESS if in_workflow or partly else State.DRAFT
    if cell.outdated:
        unpublished = getattr(target, "has_unpublished_changes", False)
        newer = strings.newer_than(getattr(target, "last_published_at", None))
        return State.IN_PROGRESS if in_workflow or unpublished or newer else State.OUTDATED
    return State.UP_TO_DATE


def refresh_cell(item, cell, target, source):
    """Bring one cell up to date with the content. Saves it."""
    before = cell.state if cell.pk else None
    if cell.locale_id == item.source_locale_id:
        cell.target_pk, cell.is_live, cell.state = item.source_pk, item.is_live, State.SOURCE
        cell.outdated, cell.seen, cell.translated = [], {}, {}
    elif target is None or getattr(target, "alias_of_id", None):
        # An alias shows the source's text: it is no translation.
        cell.target_pk, cell.is_live, cell.state = "", False, State.MISSING
        cell.outdated, cell.seen, cell.translated = [], {}, {}
    else:
        strings = Strings(translation_of(item, cell.locale_id))
        live = contents(target)
        cell.target_pk, cell.is_live = str(target.pk), is_live(target)
        published_at = getattr(target, "last_published_at", None) or timezone.now()
        cell.seen = now_seen(cell, source, live, strings, published_at)
        cell.translated = live
        gaps = untranslated(source, live, strings)
        cell.outdated = list(dict.fromkeys([*differences(source, cell.seen), *gaps]))
        cell.reviewed_from_machine = strings.reviewed_from_machine
        if not cell.pk:
            cell.since = timezone.now()
            cell.save()
        for suggestion in cell.suggestions.all():
            if suggestion.source not in source.get(suggestion.path, []):
                suggestion.delete()  # the text it was made for has gone
        cell.state = state_of(cell, target, strings, source)
    if cell.state != before:
        cell.since = timezone.now()
    cell.save()


@transaction.atomic
def refresh(model, translation_key):
    """Bring the row of one page or record, and its cells, up to date. Idempotent.

    Args:
        model: the specific model.
        translation_key: the key its versions share.

    Returns:
        the `TranslatedItem`, or None when no version is left.
    """
    content_type = ContentType.objects.get_for_model(model)
    versions = list(model.objects.filter(translation_key=translation_key).select_related("locale"))
    items = TranslatedItem.objects.filter(
        translation_key=translation_key, content_type=content_type
    )
    if not versions:
        items.delete()
        return None
    source = source_of(versions, translation_key)
    found = contents(source)
    section, section_title = section_of(source) if isinstance(source, Page) else (None, "")
    values = {
        "source_locale": source.locale,
        "source_pk": str(source.pk),
        "title": title_of(source)[:255],
        "section": section,
        "section_title": section_title[:255],
        "owner_id": getattr(source, "owner_id", None),
        "is_page": isinstance(source, Page),
        "is_live": is_live(source),
        "contents": found,
    }
    item = items.first()
    if item is None:
        item = TranslatedItem(translation_key=translation_key, content_type=content_type)
        item.changed_at = getattr(source, "last_published_at", None) or timezone.now()
    elif item.contents != found:
        item.changed_at = timezone.now()
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    targets = {one.locale_id: one for one in versions}
    cells = {cell.locale_id: cell for cell in item.cells.select_related("locale")}
    for locale in Locale.objects.all():
        cell = cells.get(locale.pk) or ItemTranslation(
            item=item, locale=locale, since=item.changed_at
        )
        cell.item = item
        refresh_cell(item, cell, targets.get(locale.pk), found)
    return item


def refresh_instance(instance):
    """`refresh` for a page or record that has just changed; None for what the desk leaves out."""
    if isinstance(instance, Page):
        instance = instance.specific
    if is_tracked(type(instance)):
        return refresh(type(instance), instance.translation_key)
    return None


@transaction.atomic
def acknowledge(cell, paths):
    """Note that a person has seen what the source says now at some places, and it still fits.

    Earlier translations that were kept for these places are translations from now on.

    Args:
        cell: an `ItemTranslation`.
        paths: places, as in `cell.outdated`; others are passed over.
    """
    note_seen(cell, paths)
    refresh(cell.item.model, cell.item.translation_key)
    cell.refresh_from_db()


@transaction.atomic
def acknowledge_minor(item, before):
    """Note that a change of a source was minor: who had seen what it said has seen what it says.

    What was outdated before the change stays so.

    Args:
        item: the `TranslatedItem`, up to date.
        before: its `contents` before the change.
    """
    changed = [
        path for path in {**before, **item.contents} if before.get(path) != item.contents.get(path)
    ]
    cells = item.cells.exclude(state__in=[State.SOURCE, State.MISSING]).select_related("locale")
    for cell in cells:
        cell.item = item
        note_seen(cell, [path for path in changed if cell.seen.get(path) == before.get(path)])
    refresh(item.model, item.translation_key)


def note_seen(cell, paths):
    settle(cell, paths)
    for path in paths:
        if path in cell.item.contents:
            cell.seen[path] = cell.item.contents[path]
        else:
            cell.seen.pop(path, None)
            cell.translated.pop(path, None)
    cell.save(update_fields=["seen", "translated"])


def settle(cell, paths):
    """Take the mark `EARLIER` from the translations of some places."""
    if translation_of(cell.item, cell.locale_id) is None:
        return
    published_at = getattr(cell.target, "last_published_at", None)
    rows = StringTranslation.objects.filter(
        context__object_id=cell.item.translation_key, locale=cell.locale, tool_name=EARLIER
    ).select_related("context", "translation_of")
    for row in rows:
        path = row.context.path
        if path in paths and row.translation_of.data in cell.item.contents.get(path, []):
            values = {"tool_name": ""}
            if published_at and row.data in cell.translated.get(path, []):
                values["updated_at"] = published_at  # it is live already: there is no work in it
            StringTranslation.objects.filter(pk=row.pk).update(**values)
