"""probe"""

import pytest

from wagtail.models import Page

from wagtail_localize.models import *
from wagtail_localize.operations import translate_object, translate_page_subtree

from core.tests.factories import *
from news.models import *
from news.tests.factories import *


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def su(client, db):
    u = UserFactory(is_superuser=True)
    client.force_login(u)
    return u


def test_subtree(homes, su, client, commit):
    section = StandardIndexPageFactory(parent=homes["en"])
    child = StandardPageFactory(parent=section, title="Child")
    with commit():
        translate_object(section, [locale("ko")])
        translate_object(child, [locale("ko")])
    ko = child.get_translation(locale("ko"))
    Translation.objects.update(enabled=False)
    ko.title = "손으로"
    with commit():
        ko.save_revision().publish()
    assert Page.objects.get(pk=ko.pk).live
    with commit():
        r = client.post(
            f"/admin/localize/submit/page/{section.pk}/",
            {"locales": [locale("ar").pk], "include_subtree": "on"},
        )
    print(r)
    # ko for a section with ko missing: delete section translation? use other:
    print(Page.objects.get(pk=ko.pk).title)
    with commit():
        translate_page_subtree(section.pk, [locale("ko")], None, su)
    print("after subtree", Page.objects.get(pk=ko.pk).title, Page.objects.get(pk=ko.pk).live)


def test_related(homes, su, client, commit):
    idx = NewsIndexPageFactory(parent=homes["en"])
    kidx = translate(idx, homes["ko"])
    cat = NewsCategoryFactory(name="Awards", slug="awards")
    kcat = NewsCategory.objects.create(
        name="시상", slug="awards", locale=locale("ko"), translation_key=cat.translation_key
    )
    news = NewsPageFactory(parent=idx, title="N")
    print([f.name for f in NewsPage._meta.get_fields()])
    from news.models import NewsPageCategory

    news.categories.add(NewsPageCategory(category=cat, locale=news.locale))
    news.save_revision().publish()
    with commit():
        r = client.post(f"/admin/localize/submit/page/{news.pk}/", {"locales": [locale("ko").pk]})
    print(r, NewsCategory.objects.get(pk=kcat.pk).name, Translation.objects.all())


def test_backwards(homes, su, client, commit):
    page = StandardPageFactory(parent=homes["en"], title="P")
    with commit():
        translate_object(page, [locale("ko"), locale("ar")])
        for t in Translation.objects.all():
            t.save_target(publish=True)
    ko = page.get_translation(locale("ko"))
    with commit():
        page.delete()
    print(TranslationSource.objects.all(), Translation.objects.all())
    ko = Page.objects.get(pk=ko.pk).specific
    print("edit", client.get(f"/admin/pages/{ko.pk}/edit/").status_code)
    with commit():
        r = client.post(f"/admin/localize/submit/page/{ko.pk}/", {"locales": [locale("en").pk]})
    print(r, TranslationSource.objects.all(), Translation.objects.all())
    for p in Page.objects.filter(translation_key=page.translation_key):
        print(p.locale, client.get(f"/admin/pages/{p.pk}/edit/").status_code)


def test_chain(homes, su, client, commit):
    page = StandardPageFactory(parent=homes["en"], title="P")
    with commit():
        translate_object(page, [locale("ko")])
    ko = page.get_translation(locale("ko")).specific
    ko.title = "K"
    ko.save_revision().publish()
    with commit():
        r = client.post(f"/admin/localize/submit/page/{ko.pk}/", {"locales": [locale("ar").pk]})
    print(r)
    page.delete()
    print(TranslationSource.objects.all(), Translation.objects.all())
    ko = Page.objects.get(pk=ko.pk).specific
    with commit():
        r = client.post(f"/admin/localize/submit/page/{ko.pk}/", {"locales": [locale("en").pk]})
    print(r, TranslationSource.objects.all(), Translation.objects.all())
    for p in Page.objects.filter(translation_key=page.translation_key):
        print(p.locale, p.title, client.get(f"/admin/pages/{p.pk}/edit/").status_code)
    Page.objects.get(translation_key=page.translation_key, locale=locale("ar")).delete()
    en = Page.objects.get(translation_key=page.translation_key, locale=locale("en")).specific
    en.title = "Fresh"
    en.save_revision().publish()
    with commit():
        r = client.post(f"/admin/localize/submit/page/{en.pk}/", {"locales": [locale("ar").pk]})
    for p in Page.objects.filter(translation_key=page.translation_key):
        print(p.locale, p.title, client.get(f"/admin/pages/{p.pk}/edit/").status_code)
