from django.contrib.auth.models import Group
from django.core.management import call_command

from wagtail.models import GroupCollectionPermission, GroupPagePermission

from core.tests.factories import StandardPageFactory, UserFactory, locale, translate
from translations.access import ensure_translators


def test_each_language_has_translators_with_exactly_these_rights(homes):
    groups = ensure_translators()
    assert {code: group.name for code, group in groups.items()} == {
        "en": "Translators: English",
        "ko": "Translators: Korean",
        "ar": "Translators: Arabic",
    }
    for code, group in groups.items():
        rows = GroupPagePermission.objects.filter(group=group)
        assert set(rows.values_list("page", "permission__codename")) == {
            (homes[code].pk, "add_page"),
            (homes[code].pk, "change_page"),
        }
        media = GroupCollectionPermission.objects.filter(group=group)
        assert set(media.values_list("collection__depth", "permission__codename")) == {
            (1, "choose_image"),
            (1, "choose_document"),
        }
        codenames = group.permissions.values_list("codename", flat=True)
        assert set(codenames) == {"access_admin", "submit_translation"}


def test_it_repairs_and_makes_nothing_twice(homes):
    group = ensure_translators()["ko"]
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(
        group=group, page=homes["en"], permission_id=group.permissions.first().pk
    )
    groups = Group.objects.count()
    assert ensure_translators()["ko"] == group
    assert Group.objects.count() == groups
    pages = GroupPagePermission.objects.filter(group=group).values_list("page", flat=True)
    assert set(pages) == {homes["ko"].pk}


def test_a_translator_edits_the_own_language_and_publishes_nothing(homes, client):
    english = StandardPageFactory(parent=homes["en"])
    korean = translate(english, homes["ko"])
    user = UserFactory()
    user.groups.add(ensure_translators()["ko"])
    rights = korean.permissions_for_user(user)
    assert rights.can_edit() and not rights.can_publish() and not rights.can_unpublish()
    assert not english.permissions_for_user(user).can_edit()
    assert not translate(english, homes["ar"]).permissions_for_user(user).can_edit()


def test_setting_up_the_site_makes_them(homes, capsys):
    call_command("setup_site")
    assert Group.objects.filter(name="Translators: Korean").exists()


def test_a_language_that_is_opened_has_its_translators(homes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        homes["en"].copy_for_translation(locale("ru"))
    assert Group.objects.filter(name="Translators: Russian").exists()
