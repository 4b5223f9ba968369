"""What somebody can be given access to: an office, a language, the Secretariat.

A place is a role in a family of roles, such as *editor* in the family of an office's roles. People
have at most one role of each family. A new kind of place is one more function in `KINDS`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from wagtail.models import Locale

from core.permissions import ADMINISTRATORS, SECRETARIAT
from core.querysets import readers_language_first
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam, Role
from translations.access import group_name


@dataclass(frozen=True)
class Place:
    """A role that can be given.

    `key` is kept with invitations; `groups` are the primary keys of the groups that make the role.
    """

    key: str
    family: str
    name: str
    groups: frozenset
    is_open: bool = True  # whether it can still be given: an office may be closed


def secretariat():
    groups = dict(
        Group.objects.filter(name__in=[SECRETARIAT, ADMINISTRATORS]).values_list("name", "pk")
    )
    editor, administrator = groups.get(SECRETARIAT), groups.get(ADMINISTRATORS)
    if editor and administrator:
        yield Place(
            "secretariat:administrator",
            "secretariat",
            _("Secretariat: administrator"),
            frozenset({editor, administrator}),
        )
    if editor:
        yield Place(
            "secretariat:editor", "secretariat", _("Secretariat: editor"), frozenset({editor})
        )


def office_titles():
    """The title of each office by its key."""
    titles = {}
    pages = RegionalOfficePage.objects.order_by(readers_language_first(), "path")
    for key, title in pages.values_list("translation_key", "title"):
        titles.setdefault(key, title)
    return titles


def offices():
    titles = office_titles()
    teams = RegionalOfficeTeam.objects.select_related("collection")
    for team in sorted(teams, key=lambda team: titles.get(team.office_key, str(team)).casefold()):
        title = titles.get(team.office_key, str(team))
        names = {
            Role.MANAGER: _("%(office)s: manager") % {"office": title},
            Role.EDITOR: _("%(office)s: editor") % {"office": title},
        }
        groups = {Role.MANAGER: team.managers_id, Role.EDITOR: team.editors_id}
        for role, name in names.items():
            yield Place(
                f"office:{team.pk}:{role.value}",
                f"office:{team.pk}",
                name,
                frozenset({groups[role]}),
                not team.is_closed,
            )


def languages():
    groups = dict(Group.objects.values_list("name", "pk"))
    codes = [code for code, _name in settings.LANGUAGES]
    locales = Locale.objects.filter(language_code__in=codes)
    for locale in sorted(locales, key=lambda locale: codes.index(locale.language_code)):
        if pk := groups.get(group_name(locale)):
            language = get_language_info(locale.language_code)["name_translated"]
            name = _("Translator: %(language)s") % {"language": language}
            key = f"language:{locale.language_code}"
            yield Place(key, key, name, frozenset({pk}))


KINDS = (secretariat, offices, languages)


class Places:
    """All places, read once: three or four queries however many there are."""

    @cached_property
    def all(self):
        return [place for kind in KINDS for place in kind()]

    @cached_property
    def by_key(self):
        return {place.key: place for place in self.all}

    def choices(self):
        """`(key, name)` of those that can be given."""
        return [(place.key, place.name) for place in self.all if place.is_open]

    def name(self, key):
        place = self.by_key.get(key)
        return place.name if place else _("a place that is no more")

    def of(self, person):
        """The places somebody has: of each family the highest. Reads the person's groups."""
        groups = {group.pk for group in person.groups.all()}
        held = {}
        for place in self.all:
            if place.groups <= groups:
                held.setdefault(place.family, place)
        return list(held.values())

    def family(self, place):
        """The primary keys of all groups of a place's family."""
        return {pk for one in self.all if one.family == place.family for pk in one.groups}
