import pytest

from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.core.files.uploadedfile import SimpleUploadedFile

from wagtail.models import Collection, GroupPagePermission, Locale, Page, PageViewRestriction

from wagtail_localize.models import (
    LocaleSynchronization,
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from core.permissions import ensure_secretariat, permission
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


def test_the_report_is_for_translators(homes, client):
    url = "/admin/localize/reports/translations/"
    user = UserFactory()
    user.user_permissions.add(permission("access_admin"))
    client.force_login(user)
    assert refused(client.get(url))
    user.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    assert client.get(url).status_code == 200


def test_the_report_lists_what_the_user_may_edit(translated, translator, homes, client):
    hidden = StandardPageFactory(parent=homes["en"], title="Secret marker", live=False)
    translate_object(hidden, [locale("ko")])
    translate_object(translated, [locale("ru")])
    url = "/admin/localize/reports/translations/"
    listed = client.get(url).context["object_list"]
    assert {one.target_locale.language_code for one in listed} == {"ru"}
    client.force_login(UserFactory(is_superuser=True))
    listed = client.get(url).context["object_list"]
    assert sorted(one.target_locale.language_code for one in listed) == ["ko", "ko", "ru"]


def test_a_page_that_is_private_to_others_is_not_translated(translator, page, client):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    board = Group.objects.create(name="Board")
    restriction.groups.add(board)
    assert refused(submit(client, page, "ru"))
    assert versions(page) == {"en"}
    translator.groups.add(board)
    assert not refused(submit(client, page, "ru"))
    assert versions(page) == {"en", "ru"}


def test_the_title_of_a_draft_of_a_live_page_is_not_shown(translator, page, client):
    Page.objects.filter(pk=page.pk).update(draft_title="Secret marker")
    url = f"/admin/localize/submit/page/{page.pk}/"
    assert "Secret marker" not in client.get(url).content.decode()
    submit(client, page, "ru")
    assert "Secret marker" not in client.get("/admin/").content.decode()


def test_an_update_names_no_translation_that_is_somebody_elses(translator, russian, client):
    page = StandardPageFactory(parent=russian, title="Страница")
    translate_object(page, [locale("ko")])
    Page.objects.filter(translation_key=page.translation_key, locale=locale("ko")).update(
        title="Secret marker", draft_title="Secret marker"
    )
    source = TranslationSource.objects.get_for_instance(page)
    url = f"/admin/localize/update/{source.pk}/"
    assert "Secret marker" not in client.get(url).content.decode()
    client.force_login(UserFactory(is_superuser=True))
    assert "Secret marker" in client.get(url).content.decode()


class TestEditor:
    """wagtail-localize's editor of the Korean version, for somebody who may publish it."""

    @pytest.fixture
    def editor(self, translated, client):
        user = UserFactory()
        user.groups.add(ensure_secretariat())
        client.force_login(user)
        return user

    @pytest.fixture
    def translation(self, translated):
        return Translation.objects.get(target_locale=locale("ko"))

    def url(self, translation, rest):
        return f"/admin/localize/translate/{translation.pk}/{rest}/"

    def put(self, client, translation, data):
        segment = StringSegment.objects.get(source=translation.source, context__path="title")
        return client.put(
            self.url(translation, f"strings/{segment.pk}/edit"),
            data,
            content_type="application/x-www-form-urlencoded",
        )

    def title(self, translation):
        return StringTranslation.objects.get(context__path="title", locale=locale("ko")).data

    def test_what_writes_over_a_translation_is_not_in_its_menu(
        self, translated, translation, editor, client
    ):
        translation.enabled = False
        translation.save()
        url = f"/admin/pages/{korean(translated).pk}/edit/"
        for name in ("localize-restart-translation", "localize-convert-to-alias"):
            assert name not in client.get(url).content.decode()
        client.force_login(UserFactory(is_superuser=True))
        for name in ("localize-restart-translation", "localize-convert-to-alias"):
            assert name in client.get(url).content.decode()

    def test_a_record_is_not_written_over_either(self, editor, client):
        category = NewsCategoryFactory(slug="awards")
        translate_object(category, [locale("ko")])
        Translation.objects.filter(source__object_id=category.translation_key).update(enabled=False)
        version = category.get_translation(locale("ko"))
        url = f"/admin/snippets/news/newscategory/edit/{version.pk}/"
        assert refused(client.post(url, {"localize-restart-translation": "on"}))
        assert not Translation.objects.filter(
            source__object_id=category.translation_key, enabled=True
        ).exists()
        client.force_login(UserFactory(is_superuser=True))
        client.post(url, {"localize-restart-translation": "on"})
        assert Translation.objects.filter(
            source__object_id=category.translation_key, enabled=True
        ).exists()

    def test_a_locked_page_is_locked_here_too(self, translated, translation, editor, client):
        version = korean(translated)
        edit = f"/admin/pages/{version.pk}/edit/"
        lock = {"locked": True, "locked_by": UserFactory()}
        Page.objects.filter(pk=version.pk).update(**lock)
        revisions = version.revisions.count()
        assert self.put(client, translation, "value=x").status_code == 403
        assert refused(client.post(self.url(translation, "disable")))
        assert refused(client.post(edit, {"action": "publish"}))
        assert client.get(self.url(translation, "preview")).status_code == 200
        assert self.title(translation) == "제목"
        assert Translation.objects.get(pk=translation.pk).enabled
        assert version.revisions.count() == revisions
        Page.objects.filter(pk=version.pk).update(locked=False, locked_by=None)
        assert self.put(client, translation, "value=x").status_code == 200
        assert self.title(translation) == "x"

    def test_a_locked_page_takes_no_other_picture(self, homes, editor, client, image):
        image.collection = Collection.get_first_root_node()
        image.save()
        page = StandardPageFactory(parent=homes["en"], title="Title", social_image=image)
        translate_object(page, [locale("ko")])
        translation = Translation.objects.get(source__object_id=page.translation_key)
        segment = OverridableSegment.objects.get(
            source=translation.source, context__path="social_image"
        )
        url = self.url(translation, f"overrides/{segment.pk}/edit")

        def put():
            form = "application/x-www-form-urlencoded"
            return client.put(url, f"value={image.pk}", content_type=form)

        Page.objects.filter(pk=korean(page).pk).update(locked=True, locked_by=UserFactory())
        assert put().status_code == 403
        assert client.delete(url).status_code == 403
        assert not SegmentOverride.objects.exists()
        Page.objects.filter(pk=korean(page).pk).update(locked=False, locked_by=None)
        assert put().status_code == 201
        assert SegmentOverride.objects.exists()

    def test_a_form_without_its_field_is_a_bad_request(self, translation, editor, client):
        assert self.put(client, translation, "").status_code == 400
        assert self.title(translation) == "제목"

    @pytest.mark.parametrize(
        "content", [None, b"", b"GIF89a", b'msgid ""\nmsgstr ""\n', b"\xff\xfe\x00"]
    )
    def test_a_file_that_is_not_from_here_is_answered_with_a_message(
        self, translation, editor, client, content
    ):
        files = {} if content is None else {"file": SimpleUploadedFile("a.po", content)}
        url = self.url(translation, "pofile/upload")
        response = client.post(f"{url}?next=/admin/account/", files)
        assert response["Location"] == "/admin/account/"
        assert "not a PO file that was downloaded here" in client.get("/admin/").content.decode()
        assert self.title(translation) == "제목"


class TestLocales:
    """Languages are not synchronised: docs/decisions/0001."""

    sync = "component-wagtail_localize_localesynchronization"

    @pytest.fixture(autouse=True)
    def superuser(self, homes, client):
        client.force_login(UserFactory(is_superuser=True))

    @pytest.mark.parametrize("address", ["new/", "edit/{pk}/"])
    def test_their_forms_do_not_offer_it(self, client, address):
        url = "/admin/locales/" + address.format(pk=locale("ko").pk)
        assert self.sync not in client.get(url).content.decode()
        code = "fr" if "new" in address else "ko"
        data = {
            "language_code": code,
            f"{self.sync}-enabled": "on",
            f"{self.sync}-sync_from": locale("en").pk,
        }
        assert client.post(url, data)["Location"] == "/admin/locales/"
        assert Locale.objects.filter(language_code=code).exists()
        assert not LocaleSynchronization.objects.exists()

    def test_a_check_names_one_that_was_made_another_way(self):
        assert run_checks(tags=["database"], databases=["default"]) == []
        LocaleSynchronization.objects.bulk_create(
            [LocaleSynchronization(locale=locale("ko"), sync_from=locale("en"))]
        )
        errors = run_checks(tags=["database"], databases=["default"])
        assert [error.id for error in errors] == ["translations.E001"]
        assert "docs/decisions/0001" in errors[0].hint
