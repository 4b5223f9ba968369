"""What the translation desk shows a person: which rows, how many, in what order, leading where.

A row's title is a secret where its page is not public, so everything here starts from `visible`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.coreutils import get_content_type_label
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy, policy_registry

from core.querysets import published_anywhere
from translations.models import ItemTranslation, State, TranslatedItem
from translations.segments import tracked_records

# What waits longest for a person comes first.
URGENCY = (
    State.MISSING,
    State.OUTDATED,
    State.MACHINE,
    State.IN_PROGRESS,
    State.DRAFT,
    State.UP_TO_DATE,
    State.SOURCE,
)
ICONS = {
    State.SOURCE: "doc-full",
    State.UP_TO_DATE: "circle-check",
    State.OUTDATED: "history",
    State.IN_PROGRESS: "edit",
    State.DRAFT: "draft",
    State.MACHINE: "cogs",
    State.MISSING: "circle-xmark",
}


# Rights


def records_of(user):
    """The models of records that a user has any permission on."""
    return [
        model
        for model in tracked_records()
        if policy_registry.get_by_type(model).user_has_any_permission(
            user, {"add", "change", "delete", "view"}
        )
    ]


def may_open(user):
    """Whether the desk has anything for a user: who edits pages or works with records."""
    return page_permission_policy.user_has_any_permission(user, {"change"}) or bool(
        records_of(user)
    )


def edits_everything(user):
    return user.is_superuser or any(
        row.page.depth == 1 and row.permission.codename == "change_page"
        for row in page_permission_policy.get_cached_permissions_for_user(user)
    )


def translatable_by(user):
    """The pages that a user may give a version in another language, drafts and private ones too.

    Who may add pages beneath the Russian home page may translate what stands beneath the others.
    `translations.guards.target_locales` is stricter by one thing, which a list needn't ask: the
    parent has to be translated first.
    """
    rows = page_permission_policy.get_cached_permissions_for_user(user)
    added = {row.page for row in rows if row.permission.codename == "add_page"}
    keys = {page.translation_key for page in added}
    pages = Page.objects.none()
    for above in Page.objects.filter(translation_key__in=keys):
        others = {page for page in added if page.translation_key == above.translation_key} - {above}
        if others or above.is_root():
            pages |= Page.objects.descendant_of(above)
    return pages


def visible(user):
    """The rows of the desk that a user may know of.

    Pages: those with a version that the user may edit, and those whose source any reader may see,
    if the user may translate them. Records: those of models that the user has a permission on.

    Args:
        user: who looks.

    Returns:
        a queryset of `TranslatedItem`.
    """
    return TranslatedItem.objects.filter(is_visible(user))


def is_visible(user):
    """`visible` as a condition."""
    if edits_everything(user):
        pages = Q()
    else:
        editable = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
        own = Q(translation_key__in=editable.values("translation_key"))
        pages = own | is_published(translatable_by(user))
    records = ContentType.objects.get_for_models(*records_of(user)).values()
    return Q(pages, is_page=True) | Q(is_page=False, content_type__in=list(records))


def is_published(pages):
    """A condition that holds for rows whose source is among some pages and any reader's to see."""
    return Q(
        Exists(
            published_anywhere(pages).filter(
                translation_key=OuterRef("translation_key"), locale=OuterRef("source_locale")
            )
        )
    )


def sections(user):
    """The sections that a user may know of, those that any reader may see among them.

    Returns:
        a dictionary: title by key, in the order of titles.
    """
    found = TranslatedItem.objects.filter(section=F("translation_key"))
    if not edits_everything(user):
        known = is_visible(user) | is_published(Page.objects.all())
        # Few, so they are named: PostgreSQL expects to ask for the rights on every row otherwise.
        found = TranslatedItem.objects.filter(
            known, pk__in=list(found.values_list("pk", flat=True))
        )
    return dict(found.order_by("title", "pk").values_list("section", "title"))


# Languages


def locales():
    """The languages of the site in the order of the settings, each a column of the desk."""
    found = {locale.language_code: locale for locale in Locale.objects.all()}
    return [found[code] for code, _name in settings.LANGUAGES if code in found]


def locales_of(user):
    """The languages in which a user has work: all, or those of the pages they have rights on."""
    everywhere = any(
        policy_registry.get_by_type(model).user_has_permission(user, "change")
        for model in records_of(user)
    )
    if everywhere or edits_everything(user):
        return locales()
    rows = page_permission_policy.get_cached_permissions_for_user(user)
    own = {row.page.locale_id for row in rows if not row.page.is_root()}
    return [locale for locale in locales() if locale.pk in own]


# Numbers


def counts(items, of_age=None):
    """How many of some rows are in each state in each language. One query.

    Args:
        items: a queryset of `TranslatedItem`.
        of_age: narrows the cells, such as `views.desk_filters.DeskFilterSet.of_age`.

    Returns:
        a dictionary: by a locale's primary key and a state a number above zero.
    """
    cells = ItemTranslation.objects.filter(item__in=items.order_by().values("pk")).order_by()
    if of_age:
        cells = of_age(cells)
    rows = cells.values_list("locale", "state").annotate(number=Count("pk"))
    return {(locale, state): number for locale, state, number in rows}


# Order

ORDERS = {
    "title": ["title"],
    "section": ["section_title", "title"],
    "changed": ["changed_at"],
    # In the language chosen:
    "state": ["urgency", "title"],
    "since": ["cell__since"],
}


def ordered(items, ordering, locale=None):
    """Put rows into an order that is the same each time.

    Args:
        items: a queryset of `TranslatedItem`.
        ordering: one of `ORDERS`; with `-` before it the other way round.
        locale: the language that `state` and `since` are about.
    """
    name, descending = ordering.removeprefix("-"), ordering.startswith("-")
    if name in ("state", "since"):
        items = items.annotate(cell=FilteredRelation("cells", condition=Q(cells__locale=locale)))
    if name == "state":
        places = [When(cell__state=state, then=place) for place, state in enumerate(URGENCY)]
        items = items.annotate(urgency=Case(*places, output_field=IntegerField()))
    return items.order_by(
        *(f"-{field}" if descending else field for field in [*ORDERS[name], "pk"])
    )


# Rows


@dataclass
class Cell:
    """An item in one language, as the desk shows it. `url` is empty where the user has no work."""

    translation: ItemTranslation
    url: str = ""

    @property
    def state(self):
        return self.translation.state

    @property
    def label(self):
        return state_label(self.translation)

    @property
    def icon(self):
        return ICONS[self.translation.state]

    @property
    def since(self):
        return self.translation.since

    @property
    def age(self):
        days = (timezone.localdate() - timezone.localdate(self.since)).days
        if days < 1:
            return _("since today")
        return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


def state_label(translation):
    """The state of an `ItemTranslation` in words."""
    if translation.reviewed_from_machine and translation.state == State.UP_TO_DATE:
        return _("Up to date (reviewed from machine)")
    return translation.get_state_display()


@dataclass
class Row:
    """A `TranslatedItem` with its `Cell`s by the primary keys of their languages."""

    item: TranslatedItem
    section: str
    cells: dict

    @property
    def kind(self):
        return get_content_type_label(self.item.content_type)

    @property
    def changed(self):
        return self.item.changed_at

    @property
    def url(self):
        """Where the source is edited, for those who may."""
        cell = self.cells.get(self.item.source_locale_id)
        return cell.url if cell else ""

    @property
    def is_orphan(self):
        return not self.item.is_live and any(
            cell.translation.is_live for cell in self.cells.values() if cell.state != State.SOURCE
        )


def with_cells(items):
    """Have rows come with their cells, without the texts that both hold."""
    cells = ItemTranslation.objects.defer("outdated", "seen", "translated")
    cells = cells.select_related("locale").order_by()
    items = items.defer("contents").select_related("content_type", "owner", "source_locale")
    return items.prefetch_related(Prefetch("cells", queryset=cells))


def rows(items, user, sections):
    """Some rows as a user sees them.

    Args:
        items: a list of `TranslatedItem`, from `with_cells`.
        user: who looks.
        sections: titles of sections by key; others are not named.

    Returns:
        a list of `Row`. Three queries, however many items.
    """
    work = Work(user, items)
    return [
        Row(
            item=item,
            section=sections.get(item.section, ""),
            cells={cell.locale_id: Cell(cell, work.url(cell)) for cell in item.cells.all()},
        )
        for item in items
    ]


class Work:
    """In which cells of some rows a user may work: `translations.guards`, asked for all at once.

    Args:
        user: who works.
        items: a list of `TranslatedItem`.
    """

    def __init__(self, user, items):
        self.user = user
        self.may_begin = user.has_perm("wagtail_localize.submit_translation")
        self.records = {
            item.content_type_id: policy_registry.get_by_type(item.model).user_has_permission(
                user, "change"
            )
            for item in items
            if not item.is_page
        }
        keys = [item.translation_key for item in items if item.is_page]
        self.versions = self.pages(translation_key__in=keys)
        public = published_anywhere(Page.objects.filter(translation_key__in=keys))
        self.public = set(public.values_list("pk", flat=True))
        paths = {page.path[: -page.steplen] for page in self.versions.values()}
        parents = Page.objects.filter(path__in=paths).values("translation_key")
        self.parents = self.pages(translation_key__in=parents)
        self.parents_by_path = {page.path: page for page in self.parents.values()}

    def pages(self, **conditions):
        """Pages by key and language."""
        fields = ("path", "depth", "translation_key", "locale", "owner")
        return {
            (page.translation_key, page.locale_id): page
            for page in Page.objects.filter(**conditions).only(*fields)
        }

    def may(self, action, page):
        return page_permission_policy.user_has_permission_for_instance(self.user, action, page)

    def may_read(self, item):
        """Whether the source is public, or the user's."""
        if not item.is_page:
            return True
        source = self.versions.get((item.translation_key, item.source_locale_id))
        return bool(source) and (source.pk in self.public or self.may("change", source))

    def may_translate(self, source, locale_id):
        """As `translations.guards.target_locales`, for one language."""
        if version := self.versions.get((source.translation_key, locale_id)):
            return self.may("change", version)
        parent = self.parents_by_path[source.path[: -source.steplen]]
        if not parent.is_root():
            parent = self.parents.get((parent.translation_key, locale_id))
        return bool(parent) and self.may("add", parent)

    def is_for(self, cell):
        """Whether the user may work in a cell: edit what is there, or begin what is missing."""
        item = cell.item
        missing = cell.state == State.MISSING
        if missing and not self.may_begin:
            return False
        if not item.is_page:
            return self.records[item.content_type_id]
        if missing:
            source = self.versions.get((item.translation_key, item.source_locale_id))
            return self.may_read(item) and self.may_translate(source, cell.locale_id)
        version = self.versions.get((item.translation_key, cell.locale_id))
        return bool(version) and self.may("change", version)

    def url(self, cell):
        """Where the user works in a cell; empty when nowhere."""
        if not self.is_for(cell):
            return ""
        if cell.state != State.SOURCE and not self.may_read(cell.item):
            return edit_url(cell.item, cell.target_pk)  # the sheet shows the source too
        return cell_url(cell)


def cell_url(cell):
    """Where the work of a cell is done, for a user who may do it."""
    item, code = cell.item, cell.locale.language_code
    if cell.state == State.SOURCE:
        return edit_url(item, item.source_pk)
    if cell.state == State.MISSING:
        if item.is_page:
            url = reverse("wagtail_localize:submit_page_translation", args=[item.source_pk])
        else:
            meta = item.model._meta
            arguments = [meta.app_label, meta.model_name, quote(item.source_pk)]
            url = reverse("wagtail_localize:submit_snippet_translation", args=arguments)
        return f"{url}?select_locale={code}"
    return reverse("translation_sheet", args=[item.pk, code])


def edit_url(item, pk):
    if item.is_page:
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(item.model.snippet_viewset.get_url_name("edit"), args=[quote(pk)])
