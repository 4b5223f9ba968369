"""Starting translations touches nothing that is there, and no source outlives its page."""

import pytest

from django.core.exceptions import ValidationError

from wagtail.models import Page

from wagtail_localize.models import Translation, TranslationSource

from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
)
from core.tests.factories import (
    translate as version_of,
)
from news.models import NewsCategory, NewsPageCategory
from news.tests.factories import NewsCategoryFactory, NewsIndexPageFactory, NewsPageFactory
from translations.sources import translate


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def superuser(db, client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def page(homes):
    return StandardPageFactory(parent=homes["en"], title="Page")


def version(page, code):
    return Page.objects.get(translation_key=page.translation_key, locale=locale(code))


def submit(client, page, *codes, **data):
    url = f"/admin/localize/submit/page/{page.pk}/"
    return client.post(url, {"locales": [locale(code).pk for code in codes], **data})


class TestNews:
    """A news item refers to categories, which are records."""

    @pytest.fixture
    def news(self, homes):
        index = NewsIndexPageFactory(parent=homes["en"])
        version_of(index, homes["ko"])
        news = NewsPageFactory(parent=index, title="News", slug="news-item")
        category = NewsCategoryFactory(name="Awards", slug="awards")
        news.categories.add(NewsPageCategory(category=category, locale=news.locale))
        news.save()
        return news

    def korean_category(self, news):
        category = news.categories.get().category
        return NewsCategory.objects.filter(
            translation_key=category.translation_key, locale=locale("ko")
        ).first()

    def test_a_record_that_is_there_keeps_its_text(self, news, superuser, client, commit):
        category = news.categories.get().category
        NewsCategoryFactory(
            name="시상",
            slug="awards",
            locale=locale("ko"),
            translation_key=category.translation_key,
        )
        with commit():
            submit(client, news, "ko")
        assert self.korean_category(news).name == "시상"
        korean = version(news, "ko").specific
        assert korean.categories.get().category == self.korean_category(news)

    def test_a_record_that_is_missing_is_made_by_those_who_may(self, news, superuser, commit):
        with commit():
            translate(news, [locale("ko")], UserFactory())
        assert self.korean_category(news) is None
        version(news, "ko").delete()
        with commit():
            translate(news, [locale("ko")], superuser)
        assert self.korean_category(news).name == "Awards"

    def test_a_record_is_translated_from_the_language_it_was_written_in(
        self, news, homes, superuser, client, commit
    ):
        with commit():
            submit(client, news, "ko")
        korean = version(news, "ko").specific
        version_of(NewsIndexPageFactory._meta.model.objects.first(), homes["ar"])
        korean.save_revision().publish()
        with commit():
            submit(client, korean, "ar")
        translations = Translation.objects.filter(
            source__object_id=self.korean_category(news).translation_key
        )
        assert set(
            translations.values_list(
                "source__locale__language_code", "target_locale__language_code"
            )
        ) == {("en", "ko"), ("en", "ar")}


class TestSubtree:
    @pytest.fixture
    def section(self, homes):
        return StandardIndexPageFactory(parent=homes["en"], title="Section")

    def test_what_is_missing_is_made(self, section, superuser, client, commit):
        child = StandardPageFactory(parent=section)
        with commit():
            submit(client, section, "ko", include_subtree="on")
        assert version(child, "ko").get_parent().specific == version(section, "ko").specific
        assert not version(child, "ko").live

    def test_what_is_there_keeps_its_text(self, section, homes, superuser, client, commit):
        child = StandardPageFactory(parent=section, title="Child")
        korean = version_of(child, homes["ko"], title="하위")
        with commit():
            submit(client, section, "ko", include_subtree="on")
        korean = Page.objects.get(pk=korean.pk)
        assert (korean.title, korean.live) == ("하위", True)


class TestDeletedSources:
    def languages(self, page):
        sources = TranslationSource.objects.filter(object_id=page.translation_key)
        return set(sources.values_list("locale__language_code", flat=True))

    def test_a_page_is_translated_back_after_its_source_is_gone(
        self, page, superuser, client, commit
    ):
        with commit():
            submit(client, page, "ko", "ar")
        page.delete()
        assert self.languages(page) == set()
        korean = version(page, "ko")
        with commit():
            submit(client, korean, "en")
        assert self.languages(page) == {"ko"}
        for code in ("en", "ko", "ar"):
            url = f"/admin/pages/{version(page, code).pk}/edit/"
            assert client.get(url).status_code == 200

    def test_an_old_source_does_not_come_back(self, page, superuser, client, commit):
        """English → Korean → Arabic, English deleted and made anew, Arabic made anew."""
        with commit():
            submit(client, page, "ko")
            submit(client, version(page, "ko"), "ar")
        page.delete()
        assert self.languages(page) == {"ko"}
        with commit():
            submit(client, version(page, "ko"), "en")
            version(page, "ar").delete()
        english = version(page, "en").specific
        english.title = "Another page"
        with commit():
            english.save_revision().publish()
            submit(client, english, "ar")
        assert version(page, "ar").title == "Another page"
        for code in ("en", "ko", "ar"):
            url = f"/admin/pages/{version(page, code).pk}/edit/"
            assert client.get(url).status_code == 200

    def test_a_language_has_one_source(self, page, superuser, client, commit):
        with commit():
            submit(client, page, "ko", "ar")
        korean = version(page, "ko").specific
        source, _created = TranslationSource.update_or_create_from_instance(korean)
        Translation.objects.create(source=source, target_locale=locale("ar"))
        arabic = Translation.objects.get(target_locale=locale("ar"))
        assert arabic.source == source
        assert Translation.objects.filter(target_locale=locale("ko")).count() == 1
        url = f"/admin/pages/{version(page, 'ar').pk}/edit/"
        assert client.get(url).status_code == 200


def test_a_version_that_cannot_be_made_is_an_error_and_changes_nothing(
    homes, superuser, client, commit
):
    category = NewsCategoryFactory(slug="awards")
    NewsCategoryFactory(slug="awards", locale=locale("ko"))
    with pytest.raises(ValidationError):
        translate(category, [locale("ko")], superuser)
    url = f"/admin/localize/submit/snippet/news/newscategory/{category.pk}/"
    response = client.post(url, {"locales": [locale("ko").pk]})
    assert "something there has its address" in response.content.decode()
    assert NewsCategory.objects.count() == 2
    assert not Translation.objects.exists()
