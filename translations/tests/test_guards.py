import pytest

from django.contrib.auth.models import Group, Permission

from wagtail.models import GroupPagePermission, Page

from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from core.permissions import permission
from core.tests.factories import (
    HomePageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
)
from news.tests.factories import NewsCategoryFactory
from partners.models import Partner


@pytest.fixture
def russian(homes):
    return HomePageFactory(
        title="Главная", locale=locale("ru"), translation_key=homes["en"].translation_key
    )


@pytest.fixture
def translator(russian, client):
    """A person whose only rights are on the Russian tree, and to start translations."""
    group = Group.objects.create(name="Translators into Russian")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=russian, permission=permission(codename)
        )
    group.permissions.add(permission("access_admin"))
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def page(homes):
    return StandardPageFactory(parent=homes["en"], title="Title", slug="page")


def versions(page):
    found = Page.objects.filter(translation_key=page.translation_key)
    return set(found.values_list("locale__language_code", flat=True))


def submit(client, page, *codes):
    url = f"/admin/localize/submit/page/{page.pk}/"
    return client.post(url, {"locales": [locale(code).pk for code in codes]})


def refused(response):
    return response.status_code == 302 and response["Location"] == "/admin/"


def test_a_translator_is_offered_the_own_language_only(translator, page, client):
    response = client.get(f"/admin/localize/submit/page/{page.pk}/")
    offered = response.context["form"].fields["locales"].queryset
    assert [one.language_code for one in offered] == ["ru"]


def test_a_translator_translates_into_the_own_language(translator, page, client):
    assert not refused(submit(client, page, "ru"))
    assert versions(page) == {"en", "ru"}
    assert not Page.objects.get(translation_key=page.translation_key, locale=locale("ru")).live


@pytest.mark.parametrize("code", ["ko", "ar"])
def test_a_translator_translates_into_no_other_language(translator, page, client, code):
    submit(client, page, code)
    submit(client, page, code, "ru")
    assert code not in versions(page)


def test_a_translator_does_not_see_a_draft_of_somebody_else(translator, homes, client):
    draft = StandardPageFactory(parent=homes["en"], live=False)
    assert refused(client.get(f"/admin/localize/submit/page/{draft.pk}/"))
    assert refused(submit(client, draft, "ru"))
    assert versions(draft) == {"en"}


def test_a_page_whose_parent_is_not_translated_waits(translator, page, client):
    beneath = StandardPageFactory(parent=page)
    assert refused(submit(client, beneath, "ru"))
    assert versions(page) == {"en"}


def test_records_are_translated_by_those_who_may_change_them(translator, homes, client):
    partner = Partner.objects.create(name="P", kind=Partner.Kind.COMPANY, locale=locale("en"))
    url = f"/admin/localize/submit/snippet/partners/partner/{partner.pk}/"
    assert refused(client.get(url))
    assert refused(client.post(url, {"locales": [locale("ru").pk]}))
    assert Partner.objects.count() == 1
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(url).status_code == 200


def test_the_list_of_records_is_for_those_who_work_with_them(translator, homes, client):
    NewsCategoryFactory(name="Secret")
    url = "/admin/localize/api/snippets/news/newscategory/"
    response = client.get(url)
    assert response.status_code in (302, 403)
    assert "Secret" not in response.content.decode()
    client.force_login(UserFactory(is_superuser=True))
    assert "Secret" in client.get(url).content.decode()


@pytest.fixture
def translated(page, homes, django_capture_on_commit_callbacks):
    """The page, live in Korean with a translated title."""
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [locale("ko")])
        translation = Translation.objects.get(target_locale=locale("ko"))
        segment = StringSegment.objects.get(source=translation.source, context__path="title")
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("ko"),
            data="제목",
        )
        translation.save_target(publish=True)
    return page


def korean(page):
    return Page.objects.get(translation_key=page.translation_key, locale=locale("ko"))


def test_an_update_never_puts_english_over_a_live_translation(
    translated, client, django_capture_on_commit_callbacks
):
    assert korean(translated).title == "제목"
    source = TranslationSource.objects.get_for_instance(translated)
    translated.title = "A new title"
    client.force_login(UserFactory(is_superuser=True))
    with django_capture_on_commit_callbacks(execute=True):
        translated.save_revision().publish()
        url = f"/admin/localize/update/{source.pk}/"
        response = client.post(url, {"publish_translations": "on"})
    assert response.status_code == 302
    assert (korean(translated).title, korean(translated).live) == ("제목", True)


def test_updating_and_converting_ask_for_rights_on_the_page(translated, translator, client):
    source = TranslationSource.objects.get_for_instance(translated)
    assert refused(client.get(f"/admin/localize/update/{source.pk}/"))
    version = korean(translated)
    url = f"/admin/localize/page/{version.pk}/convert_to_alias/"
    assert refused(client.post(url))
    assert korean(translated).alias_of_id is None
    assert client.post("/admin/localize/page/999999/convert_to_alias/").status_code == 404


def test_the_report_is_for_translators(homes, client):
    url = "/admin/localize/reports/translations/"
    user = UserFactory()
    user.user_permissions.add(permission("access_admin"))
    client.force_login(user)
    assert refused(client.get(url))
    user.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    assert client.get(url).status_code == 200
