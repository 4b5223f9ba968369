"""Who gets what at wagtail-localize's addresses: exactly what docs/permissions.md says."""

import re
from dataclasses import dataclass

import pytest

from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from wagtail.models import (
    Collection,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)

from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from core.permissions import ensure_secretariat, permission
from core.tests.factories import (
    StandardPageFactory,
    UserFactory,
    locale,
    make_site,
)
from core.tests.factories import translate as version_of
from core.tests.matrix import admin_addresses, is_refused, read_rows, said, writes
from images.tests.factories import ImageFactory
from news.tests.factories import NewsCategoryFactory, NewsIndexPageFactory
from regional_offices.access import ensure_office_access
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)
from translations.drafts import write
from translations.sources import translate

pytestmark = pytest.mark.slow

LANGUAGES = ["ko", "ru", "ar"]
SOURCE_LANGUAGES = ["en", *LANGUAGES]
PEOPLE = ["Anonymous", "Translator (ru)", "Publisher (ru)", "Office", "Secretariat", "Superuser"]
# They may see the titles that are marked below.
TRUSTED = {"Secretariat", "Superuser"}
MARKER = "Secret marker"

TABLE = list(read_rows(PEOPLE))


@pytest.mark.parametrize("namespace", ["wagtail_localize", "wagtaillocales"])
def test_the_table_has_every_address(namespace):
    found = set(admin_addresses(namespace))
    assert found
    assert found - {row.address for row in TABLE} == set()


def test_the_table_has_no_address_that_is_gone():
    found = {*admin_addresses("wagtail_localize"), *admin_addresses("wagtaillocales")}
    assert {row.address for row in TABLE} - found == {"pages/<page_id>/edit/"}


def test_the_superuser_is_refused_nothing():
    """So each refusal stands beside the same call that is allowed to somebody."""
    assert {row.cells["Superuser"] for row in TABLE} == {"all"}


# The site


@dataclass
class Place:
    """A page that is translated, and one beside it that isn't."""

    page: Page
    fresh: Page

    def version(self, code):
        return Page.objects.get(translation_key=self.page.translation_key, locale=locale(code))

    def translation(self, code):
        return Translation.objects.get(
            source__object_id=self.page.translation_key, target_locale=locale(code)
        )


def translated(page, *codes):
    """A page, translated in full into some languages, as drafts."""
    translate(page, [locale(code) for code in codes])
    for translation in Translation.objects.filter(source__object_id=page.translation_key):
        for segment in StringSegment.objects.filter(source=translation.source):
            code = translation.target_locale.language_code
            write(translation, segment, f"{segment.string.data} ({code})", None)
        for segment in OverridableSegment.objects.filter(source=translation.source):
            SegmentOverride.objects.create(
                context=segment.context,
                locale=translation.target_locale,
                data_json=page.social_image_id,
            )
    for code in codes:  # each version is a source too, of nothing yet
        version = Page.objects.get(translation_key=page.translation_key, locale=locale(code))
        TranslationSource.get_or_create_from_instance(version)
    return page


@pytest.fixture
def homes(db):
    return make_site(*LANGUAGES)


@pytest.fixture
def places(homes, django_capture_on_commit_callbacks):
    """A page of the site and the page of an office, by name."""
    ensure_secretariat()
    image = ImageFactory(collection=Collection.get_first_root_node())
    index = RegionalOfficesIndexPageFactory(parent=homes["en"])
    for code in LANGUAGES:
        version_of(index, homes[code])
    with django_capture_on_commit_callbacks(execute=True):
        site = translated(
            StandardPageFactory(parent=homes["en"], title="Page", social_image=image), *LANGUAGES
        )
        office = translated(
            RegionalOfficePageFactory(parent=index, title="Chengdu", social_image=image), *LANGUAGES
        )
    fresh = StandardPageFactory(parent=homes["en"], title="Fresh")
    Page.objects.filter(pk=fresh.pk).update(draft_title=f"{MARKER}: title of a draft")
    return {
        "site": Place(site, fresh),
        "own": Place(office, NewsIndexPageFactory(parent=office)),
    }


@pytest.fixture
def hidden(homes, places, django_capture_on_commit_callbacks):
    """A draft and a private page, with their Korean versions."""
    image = places["site"].page.social_image
    private = StandardPageFactory(
        parent=homes["en"], title=f"{MARKER}: private", social_image=image
    )
    restriction = PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Board"))
    draft = StandardPageFactory(
        parent=homes["en"], title=f"{MARKER}: draft", social_image=image, live=False
    )
    with django_capture_on_commit_callbacks(execute=True):
        return [Place(translated(page, "ko"), page) for page in (private, draft)]


@pytest.fixture
def record(db):
    """A record in English, and a language that nothing is written in yet."""
    locale("es")
    return NewsCategoryFactory(name=f"{MARKER}: record", slug="record")


@pytest.fixture
def people(homes, places):
    def translator(name, *codenames):
        group = Group.objects.create(name=name)
        for codename in codenames:
            GroupPagePermission.objects.create(
                group=group, page=homes["ru"], permission=permission(codename)
            )
        group.permissions.add(
            permission("access_admin"), Permission.objects.get(codename="submit_translation")
        )
        return group

    groups = {
        "Translator (ru)": translator("Translators", "add_page", "change_page"),
        "Publisher (ru)": translator("Publishers", "add_page", "change_page", "publish_page"),
        "Office": ensure_office_access(places["own"].page).editors,
        "Secretariat": ensure_secretariat(),
    }
    people = {"Anonymous": None, "Superuser": UserFactory(is_superuser=True)}
    for name, group in groups.items():
        people[name] = UserFactory()
        people[name].groups.add(group)
    return people


# A call


def values(row, place, code, record):
    """What stands in an address."""
    found = {
        "app_label": "news",
        "model_name": "newscategory",
        "pk": locale("es").pk if row.address.startswith("locales") else record.pk,
        "mode": "mode",
    }
    if row.address.startswith("localize/submit/page"):
        found["page_id"] = place.fresh.pk
    elif "<page_id>" in row.address:
        found["page_id"] = place.version(code).pk
    elif "<translation_source_id>" in row.address:
        found["translation_source_id"] = TranslationSource.objects.get(
            object_id=place.page.translation_key, locale=locale(code)
        ).pk
    elif "<translation_id>" in row.address:
        translation = place.translation(code)
        found["translation_id"] = translation.pk
        for name, model, path in (
            ("string_segment_id", StringSegment, "title"),
            ("overridable_segment_id", OverridableSegment, "social_image"),
        ):
            segments = model.objects.filter(source=translation.source, context__path=path)
            found[name] = segments.get().pk
    return found


def body(row, place, code):
    """What is sent."""
    if row.address.startswith("localize/submit"):
        return {"locales": [locale(code).pk]}
    if row.address == "locales/new/":
        return {"language_code": "fr"}
    if row.address == "locales/edit/<pk>/":
        return {"language_code": "fr"}
    if row.address.endswith("upload/"):
        po = place.translation(code).export_po()
        po[0].msgstr = "Uploaded"
        return {"file": SimpleUploadedFile("page.po", str(po).encode())}
    if row.button == "publish":
        return {"action": "publish"}
    return {row.button: "on"} if row.button else {}


def prepare(row, place, code):
    """Bring the page into the state that the call is about."""
    if row.button == "localize-restart-translation":
        Translation.objects.filter(pk=place.translation(code).pk).update(enabled=False)
    if row.address.endswith("machine_translate/"):
        StringTranslation.objects.filter(
            context__object_id=place.page.translation_key, context__path="title"
        ).delete()


def call(client, row, place, code, record):
    """Make a call and undo what it has done.

    Returns:
        the answer, and whether it changed anything.
    """
    parts = values(row, place, code, record)
    address = re.sub(r"<(\w+)>", lambda part: str(parts[part[1]]), row.address)
    with transaction.atomic():
        prepare(row, place, code)
        with writes() as written:
            response = send(client, row, f"/admin/{address}", place, code)
        transaction.set_rollback(True)
    return response, bool(written)


def send(client, row, address, place, code):
    if row.verb in ("PUT", "DELETE"):
        method = client.put if row.verb == "PUT" else client.delete
        return method(address, "value=2", content_type="application/x-www-form-urlencoded")
    if row.verb == "POST":
        return client.post(f"{address}?next=/admin/account/", body(row, place, code))
    return client.get(address)


def is_offered(response, row, code):
    """Whether a form can be used for a language."""
    if row.address.startswith("localize/submit") and row.verb == "GET":
        form = response.context["form"]
        return form.fields["locales"].queryset.filter(language_code=code).exists()
    return True


# These change nothing: they lead on to another page.
LEADS_ON = {"localize-convert-to-alias"}


def is_allowed(client, row, place, code, record, name):
    response, changed = call(client, row, place, code, record)
    where = f"{name}: {row.method} {row.address} {code}: {response.status_code}"
    if name not in TRUSTED:
        assert MARKER not in said(response), where
    if is_refused(response):
        assert not changed, where
        return False
    # No page of ours has a preview mode with a name: who may look for one doesn't find it.
    answers = (404,) if row.address.endswith("<mode>/") else (200, 201, 302)
    assert response.status_code in answers, where
    if row.verb == "GET":
        assert not changed, where
        return is_offered(response, row, code)
    return changed or row.button in LEADS_ON


def cases(row, places):
    """The pages and languages that a row is about: one will do where it is about neither."""
    if row.address.startswith("localize/submit/snippet"):
        return [("site", code) for code in LANGUAGES]
    if not re.search("page_id|translation_id|translation_source_id", row.address):
        return [("site", "ko")]
    codes = SOURCE_LANGUAGES if "<translation_source_id>" in row.address else LANGUAGES
    return [(name, code) for name in places for code in codes]


def expected(cell, found):
    """What a cell of the table means, of the pages and languages that there are."""
    return {
        "–": set(),
        "ru": {case for case in found if case[1] == "ru"},
        "own": {case for case in found if case[0] == "own"},
        "all": set(found),
    }[cell]


@pytest.fixture
def dummy_machine(settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }


def enter(client, user):
    client.logout()
    if user:
        client.force_login(user)


def test_exactly_what_the_table_says_is_allowed(
    places, hidden, people, record, client, dummy_machine
):
    wrong = []
    for name in PEOPLE:
        enter(client, people[name])
        for row in TABLE:
            found = cases(row, places)
            allowed = {
                (place, code)
                for place, code in found
                if is_allowed(client, row, places[place], code, record, name)
            }
            if allowed != expected(row.cells[name], found):
                wrong.append((name, row.method, row.address, sorted(allowed)))
    assert wrong == []


def test_a_draft_and_a_private_page_are_for_those_who_edit_them(hidden, people, record, client):
    wrong = []
    for name in PEOPLE:
        enter(client, people[name])
        for row in TABLE:
            if not re.search("page_id|translation_id", row.address) or "machine" in row.address:
                continue
            # What may be started in Russian is not these pages.
            code = "ru" if row.address.startswith("localize/submit") else "ko"
            for place in hidden:
                allowed = is_allowed(client, row, place, code, record, name)
                if allowed != (row.cells[name] == "all"):
                    wrong.append((name, row.method, row.address, place.page.title))
    assert wrong == []
