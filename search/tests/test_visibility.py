"""Each state × each way of finding × each kind: what may not be seen leaves no trace."""

from datetime import timedelta

import pytest

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    make_private,
    translate,
)
from documents.models import CustomDocument
from documents.tests.factories import page_with
from faq.models import FAQItem, FAQPage
from languages.models import FallbackPolicy
from news.models import NewsIndexPage, NewsPage
from partners.models import Partner, PartnersPage
from search.engine import other_languages, search, suggestions
from search.models import Pick, PickedThing
from search.picks import recommended

pytestmark = pytest.mark.slow

WORD = {"en": "zeppelin", "ko": "비행선", "ar": "المنطاد"}
MISTYPED = {"en": "zepelin", "ko": "비행선", "ar": "المنطد"}


def recommend(code, reader):
    """Have editors recommend whatever has the word in its title, in whatever state it is."""
    pick = Pick(language=reader, phrase=WORD[code])
    for name, model, title in (
        ("page", Page, "title"),
        ("partner", Partner, "name"),
        ("document", CustomDocument, "title"),
    ):
        for thing in model.objects.filter(**{title: WORD[code]}).order_by("pk"):
            pick.things.add(PickedThing(**{name: thing}))
    pick.save()


def traces(code):
    """Everything in which a thing of a language could be seen by anybody."""
    found = {}
    for reader in WORD:
        recommend(code, reader)
        found["picks", reader] = recommended(WORD[code], reader)
        for text in {WORD[code], MISTYPED[code]} if reader == code else {WORD[code]}:
            results = search(text, reader)
            found["results", reader, text] = [hit.url for hit in results[:20]]
            found["total", reader, text] = len(results)
            found["facets", reader, text] = {k: v for k, v in results.facets.items() if v}
            found["did you mean", reader, text] = results.did_you_mean
        found["other", reader] = other_languages(WORD[code], reader)
        address = f"/{reader}/search/results.json"
        answer = Client().get(address, {"q": WORD[code]}).json()
        told = ("total", "did_you_mean", "picks", "results", "other_languages")
        found |= {("JSON", name, reader): answer[name] for name in told}
        found["JSON", "facets", reader] = [one for few in answer["facets"].values() for one in few]
        for address in ("suggest", "suggest/opensearch"):
            answer = Client().get(f"/{reader}/search/{address}/", {"q": WORD[code][:3]}).json()
            rows = answer["suggestions"] if address == "suggest" else answer[1]
            found[address, reader] = rows
    found["suggestions"] = suggestions(WORD[code][:3], code)
    return {way: value for way, value in found.items() if value}


def standard(home, **fields):
    title = WORD[home.locale.language_code]
    return StandardPageFactory(parent=home, locale=home.locale, title=title, **fields)


def news(home, **fields):
    index = home.add_child(instance=NewsIndexPage(title="News", slug="news", locale=home.locale))
    page = NewsPage(title=WORD[home.locale.language_code], locale=home.locale, **fields)
    return index.add_child(instance=page)


def question(home, **fields):
    page = FAQPage(title="FAQ", slug="faq", locale=home.locale, **fields)
    page.items.add(
        FAQItem(question=WORD[home.locale.language_code], answer="<p>-</p>", locale=home.locale)
    )
    return home.add_child(instance=page)


PAGES = [standard, news, question]


def draft(make, home, commit):
    with commit():
        make(home, live=False)


def draft_of_a_live_page(make, home, commit):
    with commit():
        page = make(home)
    with commit():
        page.title = "Something else"
        if hasattr(page, "items"):
            page.items.all()[0].question = "x"
            page.items.set([])
        page.save()
        page.title = WORD[home.locale.language_code]
        page.save_revision()


def scheduled(make, home, commit):
    with commit():
        page = make(home, live=False)
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()


def expired(make, home, commit):
    with commit():
        page = make(home)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))


def unpublished(make, home, commit):
    with commit():
        page = make(home)
    with commit():
        page.unpublish()


def deleted(make, home, commit):
    with commit():
        page = make(home)
    with commit():
        page.delete()


def private(make, home, commit):
    with commit():
        make_private(make(home))


def below_a_private_page(make, home, commit):
    with commit():
        page = make(home)
    make_private(page.get_parent() if page.depth > 3 else home)


def moved_under_a_private_page(make, home, commit):
    with commit():
        page = make(home)
        there = make_private(
            StandardIndexPageFactory(parent=home, locale=home.locale, title="Private")
        )
    with commit():
        page.move(there, pos="last-child")


def alias_of_a_private_page(make, home, commit):
    with commit():
        page = make(home)
        place = StandardIndexPageFactory(parent=home, locale=home.locale, title="Open")
        page.create_alias(parent=place, update_slug="alias")
    make_private(page)


STATES = [
    draft,
    draft_of_a_live_page,
    scheduled,
    expired,
    unpublished,
    deleted,
    private,
    below_a_private_page,
    moved_under_a_private_page,
    alias_of_a_private_page,
]


@pytest.mark.parametrize("code", WORD)
@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_may_not_be_seen_leaves_no_trace(state, make, code, homes, commit):
    state(make, homes[code], commit)
    assert traces(code) == {}


@pytest.mark.parametrize("code", WORD)
@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_what_is_public_is_found_in_every_way(make, code, homes, commit):
    with commit():
        make(homes[code])
    found = traces(code)
    assert found["results", code, WORD[code]]
    assert found["total", code, WORD[code]] == 1
    assert found["facets", code, WORD[code]]["kind"]
    assert found["suggestions"]
    assert found["JSON", "total", code] == 1
    assert found["JSON", "results", code] and found["JSON", "facets", code]
    assert found["suggest", code] and found["suggest/opensearch", code]
    if make != question:
        assert found["picks", code] and found["JSON", "picks", code]
    # A reader of another language is offered it there, and has nothing suggested.
    others = {reader for reader in WORD if reader != code}
    assert all(found["JSON", "other_languages", reader] for reader in others)
    assert not any(("suggest", reader) in found for reader in others)
    assert not any(("picks", reader) in found for reader in others)
    assert all(found["other", reader] for reader in WORD if reader != code)
    if code != "ko":  # Korean is found by pairs of letters: there is nothing to correct
        assert found["did you mean", code, MISTYPED[code]]


def test_it_is_found_again_when_the_restriction_is_lifted(homes, commit):
    with commit():
        page = make_private(standard(homes["en"]))
    assert traces("en") == {}
    PageViewRestriction.objects.filter(page=page).delete()
    assert len(search(WORD["en"], "en")) == 1


def test_a_private_version_is_not_found_through_another(homes, commit):
    FallbackPolicy.objects.create(
        locale=homes["ko"].locale, action="show", chain=[("language", "en")]
    )
    with commit():
        page = standard(homes["en"])
    assert [hit.language for hit in search(WORD["en"], "ko")[:5]] == ["en"]
    with commit():
        make_private(translate(page, homes["ko"], title="비밀"))
    assert len(search(WORD["en"], "ko")) == 0


@pytest.fixture
def partner(homes, commit):
    with commit():
        homes["en"].add_child(instance=PartnersPage(title="Partners", slug="partners"))
        return Partner.objects.create(name=WORD["en"], kind="5-company", locale=homes["en"].locale)


def test_a_partner_is_found_on_the_page_of_partners(partner):
    (hit,) = search(WORD["en"], "en")[:5]
    assert hit.url == f"/en/partners/#{partner.anchor}"
    assert hit.kind == "partners.partner"


@pytest.mark.parametrize(
    "state", ["unpublished", "expired", "deleted", "page unpublished", "page private"]
)
def test_partners_that_may_not_be_seen_leave_no_trace(state, partner, commit):
    page = PartnersPage.objects.get()
    with commit():
        if state == "unpublished":
            partner.unpublish()
        elif state == "deleted":
            partner.delete()
        elif state == "page unpublished":
            page.unpublish()
        elif state == "page private":
            make_private(page)
    if state == "expired":
        Partner.objects.update(expire_at=timezone.now() - timedelta(hours=1))
    assert traces("en") == {}


@pytest.fixture
def document(homes, commit):
    with commit():
        place = Collection.get_first_root_node().add_child(name="Place")
        document = CustomDocument.objects.create(
            title=WORD["en"],
            description="A description",
            language="en",
            file=ContentFile(b"text", "zeppelin.txt"),
            collection=place.add_child(name="Deeper"),
        )
        page_with(document, homes["en"], title="Papers")
    return document


def test_a_document_is_found_by_title_and_description(document):
    (hit,) = search(WORD["en"], "en")[:5]
    assert hit.url == document.url
    assert [hit.thing for hit in search("description", "en")[:5]] == [document]


@pytest.mark.parametrize("depth", ["own", "above"])
def test_documents_of_restricted_collections_leave_no_trace(depth, document):
    collection = document.collection
    CollectionViewRestriction.objects.create(
        collection=collection if depth == "own" else collection.get_parent(),
        restriction_type=CollectionViewRestriction.LOGIN,
    )
    assert traces("en") == {}


def test_a_document_that_no_published_page_refers_to_leaves_no_trace(document):
    assert traces("en") != {}
    Page.objects.get(title="Papers").specific.unpublish()
    assert traces("en") == {}


def test_a_deleted_document_leaves_no_trace(document, commit):
    with commit():
        document.delete()
    assert traces("en") == {}
