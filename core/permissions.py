"""Wagtail's built-in groups are replaced by the Secretariat's. Offices: regional_offices.access."""

from django.contrib.auth.models import Group, Permission

from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

SECRETARIAT = "Secretariat"
# Those of the Secretariat who look after the offices and their people as well.
ADMINISTRATORS = "Secretariat administrators"
APPROVAL = "Secretariat approval"
# They have rights on the whole site, which nobody here is to get by accident.
BUILT_IN_GROUPS = ("Editors", "Moderators")
BUILT_IN_WORKFLOW = "Moderators approval"

PAGE_PERMISSIONS = (
    "add_page",
    "bulk_delete_page",
    "change_page",
    "lock_page",
    "publish_page",
    "unlock_page",
)
COLLECTION_PERMISSIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
# What an editor of the Secretariat manages besides pages: model names by app.
RECORDS = {
    "core": ("announcement", "menu", "organisation"),
    "languages": ("fallbackpolicy",),
    "search": ("askedquery", "pick", "synonym"),
    "translations": ("glossaryterm",),
    "faq": ("faqcategory",),
    "news": ("newscategory",),
    "partners": ("partner",),
}
# What its administrators have besides: codenames by app.
ADMINISTRATION = {
    "people": ("manage_people",),
    "regional_offices": ("change_regionalofficeteam",),
}
RECORD_ACTIONS = ("add", "change", "delete", "publish", "view")


def permission(codename, app_label=None):
    """The permission of a codename, in one of Wagtail's apps unless an app is named.

    Raises:
        Permission.DoesNotExist: when the migrations have not run.
    """
    if app_label is None:
        app_label = "wagtailcore"
        if codename == "access_admin":
            app_label = "wagtailadmin"
        elif codename.endswith("_image"):
            app_label = "wagtailimages"  # Wagtail asks its own model, also for ours
        elif codename.endswith("_document"):
            app_label = "wagtaildocs"
    return Permission.objects.get(codename=codename, content_type__app_label=app_label)


def set_page_permissions(group, pages, codenames):
    """Give a group exactly these permissions on exactly these pages, and on no other page."""
    for page in pages:
        rows = GroupPagePermission.objects.filter(group=group, page=page)
        rows.exclude(permission__codename__in=codenames).delete()
        for codename in codenames:
            GroupPagePermission.objects.get_or_create(
                group=group, page=page, permission=permission(codename)
            )
    GroupPagePermission.objects.filter(group=group).exclude(page__in=pages).delete()


def set_collection_permissions(group, wanted):
    """Give a group exactly these permissions on collections: `{collection: codenames}`."""
    keep = []
    for collection, codenames in wanted.items():
        for codename in codenames:
            row, _created = GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission(codename)
            )
            keep.append(row.pk)
    GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=keep).delete()


def record_permissions():
    """The permissions on records, those that exist: `publish` is there for drafts only."""
    return [
        one
        for app_label, models in RECORDS.items()
        for one in Permission.objects.filter(
            content_type__app_label=app_label,
            codename__in=[f"{action}_{model}" for model in models for action in RECORD_ACTIONS],
        )
    ]


def ensure_administrators():
    """Make the group of those who administer the offices, members of the Secretariat's as well."""
    group, _created = Group.objects.get_or_create(name=ADMINISTRATORS)
    group.permissions.set(
        [permission("access_admin")]
        + [permission(name, app) for app, names in ADMINISTRATION.items() for name in names]
    )
    return group


def ensure_secretariat():
    """Make the Secretariat's groups and its approval workflow, and remove Wagtail's. Idempotent.

    Returns:
        the group of all of its people.
    """
    group, _created = Group.objects.get_or_create(name=SECRETARIAT)
    ensure_administrators()
    group.permissions.set(
        [
            permission("access_admin"),
            permission("submit_translation", "wagtail_localize"),
            *record_permissions(),
        ]
    )
    set_page_permissions(group, list(Page.objects.filter(depth=1)), PAGE_PERMISSIONS)
    set_collection_permissions(group, {Collection.objects.get(depth=1): COLLECTION_PERMISSIONS})

    Workflow.objects.filter(name=BUILT_IN_WORKFLOW).delete()
    Group.objects.filter(name__in=BUILT_IN_GROUPS).delete()
    workflow, _created = Workflow.objects.get_or_create(name=APPROVAL)
    task = GroupApprovalTask.objects.filter(name=APPROVAL).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=APPROVAL)
    task.groups.add(group)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(
        page=Page.objects.get(depth=1), defaults={"workflow": workflow}
    )
    return group
