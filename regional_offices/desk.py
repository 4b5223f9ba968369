"""What an office's desk shows, of one office or of several: which pages, how many, what is due.

Everything is of offices that `offices_for` has found for a person, who may edit all of their pages.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, TextChoices
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from wagtail.models import Collection, Page, ReferenceIndex, WorkflowState
from wagtail.permissions import page_permission_policy

from core.querysets import readers_language_first
from core.reviews import with_reviews
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam, Role
from translations.models import ItemTranslation, State, TranslatedItem

# An office stands beneath the list of offices, that beneath a home page, that beneath the root.
OFFICE_PATH = 4 * Page.steplen


@dataclass
class Office:
    """A `RegionalOfficeTeam` and the office's `Page` in each language, the reader's first."""

    team: RegionalOfficeTeam
    versions: list

    @property
    def pk(self):
        return self.team.pk

    @property
    def page(self):
        """The office's page in the language of the admin, else in the source language."""
        return self.versions[0]

    @property
    def title(self):
        return self.page.title

    @cached_property
    def by_locale(self):
        return {page.locale_id: page for page in self.versions}

    @property
    def paths(self):
        return [page.path for page in self.versions]

    def roles(self, user):
        """The `Role`s of somebody in the team."""
        groups = set(user.groups.values_list("pk", flat=True))
        return [role for role in Role if self.team.group(role).pk in groups]


def offices_for(user):
    """The offices whose desk somebody may see: those whose page they may edit in every language.

    So a team sees its own and the Secretariat all. The team of a closed office has no rights, and
    somebody who works in one language would see what is another's.

    Returns:
        a list of `Office` in the order of their titles. Two queries.
    """
    pages = Page.objects.filter(regionalofficepage__kind=RegionalOfficePage.Kind.REGIONAL)
    versions = {}
    for page in pages.select_related("locale").order_by(readers_language_first(), "path"):
        versions.setdefault(page.translation_key, []).append(page)
    teams = RegionalOfficeTeam.objects.filter(office_key__in=versions)
    teams = teams.select_related("collection", "editors", "managers").order_by("pk")
    offices = [Office(team, versions[team.office_key]) for team in teams]
    if not user.is_superuser:
        rights = tuple(
            row.page.path
            for row in page_permission_policy.get_cached_permissions_for_user(user)
            if row.permission.codename == "change_page"
        )
        offices = [
            office for office in offices if all(path.startswith(rights) for path in office.paths)
        ]
    return sorted(offices, key=lambda office: (office.title.casefold(), office.pk))


# Pages


class PageState(TextChoices):
    """What a page can be. The first three exclude each other, the others can come with them."""

    PUBLISHED = "published", pgettext_lazy("page", "Published")
    CHANGED = "changed", pgettext_lazy("page", "Published, with unpublished changes")
    DRAFT = "draft", pgettext_lazy("page", "Draft")
    WAITING = "waiting", pgettext_lazy("page", "Waiting for approval")
    SENT_BACK = "sent_back", pgettext_lazy("page", "Sent back")
    OUTDATED = "outdated", pgettext_lazy("page", "Translation outdated")
    OVERDUE = "overdue", pgettext_lazy("page", "Review date passed")


def pages(offices):
    """The pages of some offices and all beneath them, in every language, as a queryset.

    Each has its `office_path`, where the office's page stands. Not ordered.
    """
    paths = [path for office in offices for path in office.paths]
    return Page.objects.annotate(office_path=Substr("path", 1, OFFICE_PATH)).filter(
        office_path__in=paths
    )


def workflow_states(*statuses):
    """The workflows of pages that have one of some statuses."""
    kind = ContentType.objects.get_for_model(Page)
    return WorkflowState.objects.filter(base_content_type=kind, status__in=statuses)


def overdue(pages):
    """Pages whose review date has passed, the oldest first: `core.reviews.with_reviews`."""
    return with_reviews(pages).filter(review_on__lt=timezone.localdate())


def is_in(state):
    """A `PageState` as a condition on pages."""
    if state in (PageState.WAITING, PageState.SENT_BACK):
        status = {
            PageState.WAITING: WorkflowState.STATUS_IN_PROGRESS,
            PageState.SENT_BACK: WorkflowState.STATUS_NEEDS_CHANGES,
        }[state]
        key = Cast(OuterRef("pk"), CharField())
        return Q(Exists(workflow_states(status).filter(object_id=key)))
    if state == PageState.OUTDATED:
        cells = ItemTranslation.objects.filter(
            item__is_page=True,
            item__translation_key=OuterRef("translation_key"),
            locale=OuterRef("locale"),
            state=State.OUTDATED,
        )
        return Q(Exists(cells))
    if state == PageState.OVERDUE:
        return Q(pk__in=overdue(Page.objects.all()).order_by().values("pk"))
    return {
        PageState.PUBLISHED: Q(live=True, has_unpublished_changes=False),
        PageState.CHANGED: Q(live=True, has_unpublished_changes=True),
        PageState.DRAFT: Q(live=False),
    }[state]


def is_missing_in(locale):
    """A condition on pages: they are the source of what is not there in a language."""
    cells = ItemTranslation.objects.filter(
        item__is_page=True,
        item__translation_key=OuterRef("translation_key"),
        item__source_locale=OuterRef("locale"),
        locale=locale,
        state=State.MISSING,
    )
    return Q(Exists(cells))


def counts(offices):
    """How many pages of each office are in each `PageState` in each language. One query.

    Returns:
        a dictionary: by the key of a team, that of a locale and a state a number above zero.
    """
    numbers = {state.value: Count("pk", filter=is_in(state)) for state in PageState}
    rows = pages(offices).order_by().values("office_path").annotate(**numbers)
    places = {page.path: (office.pk, page) for office in offices for page in office.versions}
    found = {}
    for row in rows:
        office, page = places[row["office_path"]]
        for state in PageState:
            if row[state]:
                found[office, page.locale_id, state] = row[state]
    return found


def cells(office, state):
    """The translations of an office's pages that are in a state, those waiting longest first."""
    items = TranslatedItem.objects.filter(
        is_page=True, translation_key__in=pages([office]).values("translation_key")
    )
    found = ItemTranslation.objects.filter(item__in=items.order_by().values("pk"), state=state)
    return (
        found.select_related("item__source_locale", "locale")
        .defer("outdated", "seen", "translated", "item__contents")
        .order_by("since", "pk")
    )


def missing(office):
    """How many pages of an office are missing in each language: by the locale's key. One query."""
    found = cells(office, State.MISSING).order_by().select_related(None).values("locale")
    return {row["locale"]: row["number"] for row in found.annotate(number=Count("pk"))}


def unpublished(office):
    """An office's drafts and pages with unpublished changes, the newest first."""
    found = pages([office]).filter(is_in(PageState.CHANGED) | is_in(PageState.DRAFT))
    return found.select_related("locale", "latest_revision__user").order_by(
        F("latest_revision_created_at").desc(nulls_last=True), "-pk"
    )


def overdue_with_owners(office, limit):
    """Pages of an office whose review date has passed, each with its `content_owner` or None.

    Args:
        office: an `Office`.
        limit: how many at most.

    Returns:
        a list of pages, the oldest date first. Two queries.
    """
    found = list(overdue(pages([office]).select_related("locale"))[:limit])
    users = get_user_model().objects.in_bulk({page.reviewer for page in found if page.reviewer})
    for page in found:
        page.content_owner = users.get(page.reviewer)
    return found


# Files


def collections(offices):
    """The collections of some offices and those beneath them. One query.

    Returns:
        a dictionary: the key of a team by that of a collection.
    """
    beneath = Q(pk__in=[])
    for office in offices:
        beneath |= Q(path__startswith=office.team.collection.path)
    return {
        pk: next(one.pk for one in offices if path.startswith(one.team.collection.path))
        for pk, path in Collection.objects.filter(beneath).values_list("pk", "path")
    }


def unused(model, collections):
    """The files in some collections that no page or record refers to, the newest first.

    What a page refers to in changes that are not published yet, the index does not know.

    Args:
        model: the model of pictures or of documents.
        collections: as from `collections`.
    """
    kind = ContentType.objects.get_for_model(model)
    used = ReferenceIndex.objects.filter(to_content_type=kind).values("to_object_id")
    files = model.objects.filter(collection__in=list(collections))
    files = files.annotate(key=Cast("pk", CharField())).exclude(key__in=used)
    return files.order_by("-created_at", "-pk")


def count_unused(model, collections):
    """How many of these files each office has, by the key of its team. One query."""
    found = Counter()
    rows = unused(model, collections).order_by().values("collection")
    for row in rows.annotate(number=Count("pk")):
        found[collections[row["collection"]]] += row["number"]
    return found


# People


def people(offices):
    """How many active people each team has in each role. One query.

    Returns:
        a dictionary: a number by the primary key of a group.
    """
    groups = [office.team.group(role).pk for office in offices for role in Role]
    active = get_user_model().objects.filter(is_active=True)
    found = Group.objects.filter(pk__in=groups, user__in=active)
    return dict(found.values_list("pk").annotate(Count("user")))
