"""The translators of each language: a group with rights on that language's pages, and no other's.

They add and change pages and submit them for approval; they publish nothing. With
`translations.guards` this is also the right to translate into that language alone.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import get_language_info

from wagtail.models import Collection, Site

from core.permissions import permission, set_collection_permissions, set_page_permissions

PAGE_PERMISSIONS = ("add_page", "change_page")
MEDIA_PERMISSIONS = ("choose_image", "choose_document")


def group_name(locale):
    return f"Translators: {get_language_info(locale.language_code)['name']}"


@transaction.atomic
def ensure_translators():
    """Make or repair the group of translators of each language that has a home page. Idempotent.

    Returns:
        the groups by language code.
    """
    groups = {}
    root = Collection.objects.get(depth=1)
    for site in Site.objects.filter(is_default_site=True).select_related("root_page"):
        homes = site.root_page.get_translations(inclusive=True).select_related("locale")
        for home in homes.order_by("path"):
            group, _created = Group.objects.get_or_create(name=group_name(home.locale))
            group.permissions.set(
                [permission("access_admin"), permission("submit_translation", "wagtail_localize")]
            )
            set_page_permissions(group, [home], PAGE_PERMISSIONS)
            set_collection_permissions(group, {root: MEDIA_PERMISSIONS})
            groups[home.locale.language_code] = group
    return groups
