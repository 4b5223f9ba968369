"""The team of an office: one group with rights on the office's page in every language.

Rights follow the page tree, and each language has a tree of its own, so the group has its rows on
each language version. Signals keep them so; `manage.py ensure_office_access` repairs them.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from wagtail.models import Collection

from core.permissions import permission, set_collection_permissions, set_page_permissions
from regional_offices.models import RegionalOfficePage, RegionalOfficeTeam

# No right to publish: what an office submits goes to the Secretariat's approval.
PAGE_PERMISSIONS = ("add_page", "change_page")
OWN_MEDIA = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
SHARED_MEDIA = ("choose_image", "choose_document")
OFFICES_COLLECTION = "Regional offices"
SHARED_COLLECTION = "Shared"


def child_collection(parent, name):
    """The collection of a name beneath another, made when missing."""
    parent = Collection.objects.get(pk=parent.pk)  # treebeard keeps counts on the instance
    found = parent.get_children().filter(name=name).order_by("path").first()
    return found or parent.add_child(instance=Collection(name=name))


def team_name(office):
    """The name of an office's group and collection: its title, told apart by its key."""
    return f"{office.title[:120]} ({office.translation_key.hex[:8]})"


@transaction.atomic
def ensure_office_access(office):
    """Make or repair the team of an office. Idempotent.

    Args:
        office: a `RegionalOfficePage` in any language.

    Returns:
        its `RegionalOfficeTeam`, or None for the Secretariat, which has rights on everything.
    """
    versions = RegionalOfficePage.objects.filter(translation_key=office.translation_key)
    if office.kind == RegionalOfficePage.Kind.SECRETARIAT:
        return None
    root = Collection.objects.get(depth=1)
    named_by = versions.filter(locale__language_code=settings.LANGUAGE_CODE).first() or office
    name = team_name(named_by)
    team = RegionalOfficeTeam.objects.filter(office_key=office.translation_key).first()
    if team is None:
        team = RegionalOfficeTeam.objects.create(
            office_key=office.translation_key,
            group=Group.objects.create(name=name),
            collection=child_collection(child_collection(root, OFFICES_COLLECTION), name),
        )
    # The office may have been renamed; the autosave makes it with a half-typed title.
    Group.objects.filter(pk=team.group_id).update(name=name)
    Collection.objects.filter(pk=team.collection_id).update(name=name)
    team.group.permissions.set([permission("access_admin")])
    set_page_permissions(team.group, list(versions), PAGE_PERMISSIONS)
    set_collection_permissions(
        team.group,
        {team.collection: OWN_MEDIA, child_collection(root, SHARED_COLLECTION): SHARED_MEDIA},
    )
    return team
