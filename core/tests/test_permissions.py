import pytest

from django.contrib.auth.models import Group

from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)

from core.permissions import ADMINISTRATORS, APPROVAL, SECRETARIAT, ensure_secretariat

pytestmark = pytest.mark.django_db


def page_rows(group):
    rows = GroupPagePermission.objects.filter(group=group)
    return set(rows.values_list("page__depth", "permission__codename"))


def test_the_secretariat_has_exactly_these_rights():
    group = ensure_secretariat()
    assert page_rows(group) == {
        (1, "add_page"),
        (1, "bulk_delete_page"),
        (1, "change_page"),
        (1, "lock_page"),
        (1, "publish_page"),
        (1, "unlock_page"),
    }
    collections = GroupCollectionPermission.objects.filter(group=group)
    assert set(collections.values_list("collection__depth", "permission__codename")) == {
        (1, "add_image"),
        (1, "change_image"),
        (1, "choose_image"),
        (1, "add_document"),
        (1, "change_document"),
        (1, "choose_document"),
    }
    expected = {
        "access_admin",
        "submit_translation",
        "publish_partner",
        "publish_announcement",
        "view_askedquery",
    }
    for model in (
        "announcement",
        "menu",
        "organisation",
        "faqcategory",
        "newscategory",
        "partner",
        "fallbackpolicy",
        "glossaryterm",
        "pick",
        "synonym",
    ):
        expected |= {f"{action}_{model}" for action in ("add", "change", "delete", "view")}
    assert set(group.permissions.values_list("codename", flat=True)) == expected


def test_its_administrators_have_exactly_these_rights_besides():
    ensure_secretariat()
    group = Group.objects.get(name=ADMINISTRATORS)
    assert page_rows(group) == set()
    assert not GroupCollectionPermission.objects.filter(group=group).exists()
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "change_regionalofficeteam",
        "manage_people",
    }


def test_wagtails_groups_are_gone_and_so_is_their_workflow():
    ensure_secretariat()
    assert set(Group.objects.values_list("name", flat=True)) == {SECRETARIAT, ADMINISTRATORS}
    assert set(Workflow.objects.values_list("name", flat=True)) == {APPROVAL}


def test_what_is_submitted_goes_to_the_secretariat():
    group = ensure_secretariat()
    workflow = WorkflowPage.objects.get(page=Page.objects.get(depth=1)).workflow
    (task,) = workflow.tasks.all()
    assert list(task.specific.groups.all()) == [group]


def test_a_second_run_changes_nothing_and_repairs_what_is_missing():
    group = ensure_secretariat()
    before = page_rows(group)
    GroupPagePermission.objects.filter(group=group).delete()
    extra = Collection.objects.get(depth=1).add_child(instance=Collection(name="Extra"))
    row = GroupCollectionPermission.objects.filter(group=group).first()
    GroupCollectionPermission.objects.create(
        group=group, collection=extra, permission=row.permission
    )
    ensure_secretariat()
    assert page_rows(group) == before
    assert not GroupCollectionPermission.objects.filter(group=group, collection=extra).exists()
