"""What unpublishing, deleting or moving a page leaves behind in its other languages.

Each language is published by itself, so a page can go in one and stay live in the others. That may
be wanted, but never by oversight: the person is shown what stays, and can take it along.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q

from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from core.querysets import published_anywhere

# How many titles of a language are shown; the rest is counted.
SHOWN = 5


@dataclass
class Language:
    """The pages of one language that stay."""

    locale: Locale
    pages: list  # those the user may see, at most `SHOWN`
    more: int  # how many others they may see
    hidden: int  # how many they may not
    may: bool  # whether they have the right to take any of them along


@dataclass
class Version:
    """A page that is live in one language, for unpublishing it in all of them."""

    page: Page
    is_visible: bool  # whether the user may see its title
    may: bool  # whether the user may unpublish it
    is_locked: bool
    follows: bool  # an alias, which goes with the page whose text it shows
    beneath: int  # live pages beneath it


@dataclass
class Move:
    """A page that may move along with its version in another language."""

    page: Page
    is_visible: bool
    destination: Page | None  # the version of the new parent in its language
    is_taken: bool  # another page has its address there
    has_right: bool

    @property
    def may(self):
        return bool(self.destination and self.has_right and not self.is_taken)


def tree(pages):
    """The pages and all that stand beneath them."""
    condition = Q(pk__in=[])
    for page in pages:
        condition |= Q(path__startswith=page.path)
    return Page.objects.filter(condition)


def staying(going):
    """The versions of pages that stay live when these pages go.

    Args:
        going: a page queryset.

    Returns:
        a page queryset, without the aliases of what goes: Wagtail unpublishes them with it.
    """
    return (
        Page.objects.live()
        .filter(translation_key__in=going.values("translation_key"))
        .exclude(pk__in=going.values("pk"))
        .exclude(alias_of__in=going.values("pk"))
    )


def visible(pages, user):
    """Of some live pages, those whose title a user may see: any reader's, and those they edit."""
    own = page_permission_policy.instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    anyones = published_anywhere(Page.objects.all())
    return pages.filter(Q(pk__in=own.values("pk")) | Q(pk__in=anyones.values("pk")))


def in_order(locale):
    """The place of a locale in the order of the settings."""
    codes = [code for code, _name in settings.LANGUAGES]
    code = locale.language_code
    return codes.index(code) if code in codes else len(codes)


def by_language(pages, user, right="publish"):
    """Some pages as a person is to see them.

    Args:
        pages: a page queryset.
        user: who looks.
        right: the permission that it takes to take them along.

    Returns:
        a list of `Language` in the order of the settings. Three queries a language at most.
    """
    counts = dict(pages.values_list("locale").annotate(Count("pk")).order_by())
    allowed = page_permission_policy.instances_user_has_permission_for(user, right)
    allowed = pages.filter(pk__in=allowed.values("pk"), locked=False)
    languages_allowed = set(allowed.values_list("locale", flat=True))
    seen = visible(pages, user)
    found = []
    for locale in sorted(Locale.objects.filter(pk__in=counts), key=in_order):
        here = seen.filter(locale=locale).select_related("locale").order_by("path")
        total = here.count()
        found.append(
            Language(
                locale=locale,
                pages=list(here[:SHOWN]),
                more=max(0, total - SHOWN),
                hidden=counts[locale.pk] - total,
                may=locale.pk in languages_allowed,
            )
        )
    return found


def unpublish(pages, user):
    """Unpublish those of some pages that a user may unpublish.

    Returns:
        how many.
    """
    done = 0
    # Aliases last: Wagtail has unpublished them by then, with the page they show.
    pages = pages.order_by(F("alias_of_id").asc(nulls_first=True), "path")
    for pk in list(pages.values_list("pk", flat=True)):
        page = Page.objects.get(pk=pk).specific
        if page.permissions_for_user(user).can_unpublish():
            UnpublishPageAction(page, user=user).execute()
            done += 1
    return done


def live_versions(page):
    """The versions of a page that are live, in any language, its aliases included."""
    key = page.translation_key
    return (
        Page.objects.live()
        .filter(Q(translation_key=key) | Q(alias_of__translation_key=key))
        .select_related("locale")
        .order_by("path")
    )


def scheduled_versions(page, user):
    """The versions of a page that are to be published later, as far as a user may edit them."""
    pages = Page.objects.filter(translation_key=page.translation_key, live=False)
    return [
        version
        for version in pages.annotate_approved_schedule().select_related("locale").order_by("path")
        if version.approved_schedule and version.permissions_for_user(user).can_edit()
    ]


def versions_of(page, user):
    """The versions of a page that are live, and what a user may do with them.

    Args:
        page: the page in any language.
        user: who is to unpublish them.

    Returns:
        a list of `Version` in the order of the languages. Two queries a version at most.
    """
    pages = live_versions(page)
    seen = set(visible(pages, user).values_list("pk", flat=True))
    found = []
    for version in pages:
        rights = version.permissions_for_user(user)
        found.append(
            Version(
                page=version,
                is_visible=version.pk in seen,
                may=rights.can_unpublish(),
                is_locked=bool(rights.page_locked()) and rights.can_publish(),
                follows=False,
                beneath=version.get_descendants().live().count(),
            )
        )
    going = {version.page.pk for version in found if version.may}
    for version in found:
        version.follows = version.page.alias_of_id in going
    return sorted(found, key=lambda version: in_order(version.page.locale))


def moves(page, destination, user):
    """The other languages' versions of a page that move, with where each would move to.

    Args:
        page: the page.
        destination: its new parent.
        user: who moves it.

    Returns:
        a list of `Move` in the order of the languages, without those that are there already and
        without drafts that the user may not edit.
    """
    versions = page.get_translations().select_related("locale")
    seen = set(visible(versions.live(), user).values_list("pk", flat=True))
    destinations = {one.locale_id: one for one in destination.get_translations()}
    found = []
    for version in versions:
        place = destinations.get(version.locale_id)
        rights = version.permissions_for_user(user)
        if not (version.live or rights.can_edit()) or (place and version.is_child_of(place)):
            continue
        found.append(
            Move(
                page=version,
                is_visible=version.pk in seen or rights.can_edit(),
                destination=place,
                is_taken=bool(place) and place.get_children().filter(slug=version.slug).exists(),
                has_right=rights.can_move_to(place) if place else rights.can_move(),
            )
        )
    return sorted(found, key=lambda move: in_order(move.page.locale))


def move_too(found, codes, user):
    """Move the versions in some languages, as far as they can.

    Args:
        found: a list of `Move`.
        codes: the codes of the languages to take along.
        user: who moves them.

    Returns:
        two lists of `Move`: those that have moved and those that have not.
    """
    moved, stayed = [], []
    for move in found:
        if move.may and move.page.locale.language_code in codes:
            MovePageAction(move.page, move.destination, pos="last-child", user=user).execute()
            move.page.refresh_from_db(fields=["url_path"])
            moved.append(move)
        else:
            stayed.append(move)
    return moved, stayed
