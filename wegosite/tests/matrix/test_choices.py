"""What is chosen in a form by its number alone: core.choices."""

import json

import pytest

from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from wagtail_localize.models import OverridableSegment, SegmentOverride

from core.tests.factories import StandardPageFactory
from documents.models import CustomDocument
from faq.models import FAQPage
from images.models import CustomImage
from translations.sources import translate
from wegosite.tests.matrix.calls import path_of
from wegosite.tests.matrix.payloads import EDIT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EDITOR = "Chengdu editor"
FORM = "application/x-www-form-urlencoded"
MESSAGES = {
    "Pictures": "Choose one of the pictures you may use.",
    "Documents": "Choose one of the documents you may use.",
    "Pages": "Choose one of the pages you may see.",
}


def block(kind, value):
    return nested_form_data({"body": streamfield([(kind, value)])})


def picture_block(number):
    picture = {"image": number, "decorative": "on", "alt_text": ""}
    return block("image", {"image": picture, "caption": ""})


def document_block(number):
    item = {"type": "item", "value": number, "order": "0", "deleted": ""}
    return block("documents", {"title": "Files", "documents": {"count": "1", "0": item}})


def linked(kind):
    """A paragraph with a link, as the editor of texts sends it."""

    def text(number):
        entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": number}}
        line = {"key": "a", "text": "Here", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
        line["entityRanges"] = [{"offset": 0, "length": 4, "key": 0}]
        return block("paragraph", json.dumps({"blocks": [line], "entityMap": {"0": entity}}))

    return text


WAYS = {
    "sharing image": ("Pictures", lambda number: {"social_image": number}),
    "lead image": ("Pictures", lambda number: {"lead_image": number}),
    "image block": ("Pictures", picture_block),
    "documents block": ("Documents", document_block),
    "link to a document": ("Documents", linked("DOCUMENT")),
    "link to a page": ("Pages", linked("LINK")),
}
ALLOWED = {"Pictures": ["Chengdu", "shared"], "Documents": ["Chengdu", "shared"]}
ALLOWED["Pages"] = ["Chengdu draft", "home"]
FOREIGN = {"Pictures": ["Ulyanovsk", "Secretariat"], "Documents": ["Ulyanovsk", "Secretariat"]}
FOREIGN["Pages"] = ["Ulyanovsk draft", "private", "draft"]


def pairs(names):
    return [(way, name) for way, (section, _fields) in WAYS.items() for name in names[section]]


@pytest.fixture
def path(world):
    live = next(thing for thing in world.things["Pages"] if thing.name == "Chengdu live")
    return path_of(EDIT, live.values)


@pytest.fixture
def form(caller, world, path):
    """The form of Chengdu's page in which a thing has been chosen."""

    def form(way, name, keep=True, title="Typed"):
        section, fields = WAYS[way]
        thing = next(one for one in world.things[section] if one.name == name)
        return caller.form(path, keep=keep, **{"title": title, **fields(thing.values["pk"])})

    return form


@pytest.mark.parametrize(("way", "name"), pairs(FOREIGN))
def test_what_one_may_not_use_is_an_error_that_does_not_name_it(caller, form, path, way, name):
    response, written, told = caller.call(EDITOR, "POST", path, form(way, name))
    assert (response.status_code, written, told) == (200, set(), set())
    html = response.content.decode()
    assert MESSAGES[WAYS[way][0]] in html
    assert 'value="Typed"' in html
    assert caller.call("Secretariat", "POST", path, form(way, name))[1]


@pytest.mark.parametrize(("way", "name"), pairs(FOREIGN))
def test_nor_is_it_told_by_a_preview_or_when_the_form_saves_by_itself(
    caller, form, path, way, name
):
    data = form(way, name)
    response, written, told = caller.call(EDITOR, "POST", path, data, accept="application/json")
    assert (response.status_code, written, told) == (400, set(), set())
    response, _written, told = caller.call(EDITOR, "POST", f"{path}preview/", data)
    assert (response.json()["is_valid"], told) == (False, set())


@pytest.mark.parametrize(("way", "name"), pairs(ALLOWED))
def test_what_one_may_use_is_taken(caller, form, path, way, name):
    response, written, _told = caller.call(EDITOR, "POST", path, form(way, name))
    assert response.status_code == 302 and "wagtailcore_revision" in written


@pytest.mark.parametrize(("way", "name"), pairs(FOREIGN))
def test_what_the_secretariat_has_put_there_stays(caller, world, form, path, way, name):
    """Whoever edits the page can save it, and take it out again, and nothing more of that kind."""
    caller.clients["Secretariat"].post(path, form(way, name))
    page = Page.objects.get(pk=world.page("Chengdu live").pk).specific
    assert page.get_latest_revision_as_object().title == "Typed"
    # The revision that was seen is now the Secretariat's.
    sent = form(way, name, keep=False, title="Once more")
    assert caller.call(EDITOR, "POST", path, sent)[1]


@pytest.mark.parametrize(("name", "allowed"), [("draft", False), ("home", True)])
def test_what_repeats_in_a_form_is_asked_too(caller, world, name, allowed):
    """An answer of the FAQ, which is text in a row of its own."""
    page = world.homes["ru"].add_child(instance=FAQPage(title="FAQ", live=False))
    html = f'<p><a linktype="page" id="{world.page(name).pk}">Here</a></p>'
    rows = [{"question": "Where?", "answer": rich_text(html), "id": ""}]
    path = path_of(EDIT, {"page_id": page.pk})
    data = caller.form(path, **nested_form_data({"items": inline_formset(rows)}))
    response, written, told = caller.call("Translator (ru)", "POST", path, data)
    assert (bool(written), told) == (allowed, set())
    assert allowed or MESSAGES["Pages"] in response.content.decode()


@pytest.mark.parametrize(
    ("section", "field", "name", "allowed"),
    [
        ("Pictures", "social_image", "Ulyanovsk", False),
        ("Pictures", "social_image", "Secretariat", False),
        ("Pictures", "social_image", "shared", True),
        ("Pictures", "body.", "Ulyanovsk", False),
        ("Documents", "body.", "Ulyanovsk", False),
        ("Documents", "body.", "shared", True),
    ],
)
def test_nor_is_it_taken_in_place_of_what_the_source_has(
    caller, world, section, field, name, allowed
):
    def one(model, owner):
        thing = next(thing for thing in world.things[section] if thing.name == owner)
        return model.objects.get(pk=thing.values["pk"])

    model = {"Pictures": CustomImage, "Documents": CustomDocument}[section]
    shared = one(model, "shared")
    fields = {"body": [("documents", {"title": "", "documents": [shared]})]}
    if section == "Pictures":
        fields = {"social_image": shared, "body": [("image", {"image": shared, "caption": ""})]}
    page = StandardPageFactory(parent=world.offices["Chengdu"], **fields)
    translate(page, [world.locale("ru")])
    segment = OverridableSegment.objects.get(
        source__object_id=page.translation_key, context__path__startswith=field
    )
    translation = segment.source.translations.get()
    path = f"/admin/localize/translate/{translation.pk}/overrides/{segment.pk}/edit/"
    for person, taken in ((EDITOR, allowed), ("Secretariat", True)):
        value, stored = f"value={one(model, name).pk}", SegmentOverride.objects.exists
        response, written, _told = caller.call(
            person, "PUT", path, value, stored, content_type=FORM
        )
        assert bool(written) == taken
        assert (response.status_code == 403) != taken
