"""What editors recommend: found in every form of the phrase, never shown to who may not see it."""

from datetime import timedelta

import pytest

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from wagtail.models import Collection, CollectionViewRestriction, Page

from core.permissions import ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory, make_private
from documents.models import CustomDocument
from documents.tests.factories import page_with
from partners.models import Partner, PartnersPage
from search.models import Pick, PickedThing, Synonym
from search.picks import meaning, recommended, same

pytestmark = pytest.mark.django_db


def pick(phrase, *things, language="en"):
    made = Pick(language=language, phrase=phrase)
    for order, thing in enumerate(things):
        made.things.add(PickedThing(sort_order=order, **thing))
    made.save()
    return made


def titles(text, language="en"):
    return [one.title for one in recommended(text, language)]


@pytest.mark.parametrize(
    ("language", "phrase", "same_ones", "others"),
    [
        (
            "en",
            "Smart cities",
            ["smart CITY", "the smart cities", "cities smart"],
            ["smart", "city"],
        ),
        ("fr", "Élections", ["election", "les élections"], ["électeurs"]),
        (
            "es",
            "servicio electrónico",
            ["Servicio electronico", "servicios electrónicos"],
            ["servicio"],
        ),
        ("ru", "город", ["городов", "ГОРОДА"], ["огород"]),
        ("ar", "المدن الذكية", ["مدن ذكية"], ["مدن"]),
        ("ko", "도서관", ["도서관이", "도서관은"], ["도서", "도서관 안내"]),
        ("zh-hans", "图书馆", ["圖書館"], ["图书", "书馆", "图书馆 城市"]),
    ],
)
def test_a_phrase_is_met_in_its_forms_alone(language, phrase, same_ones, others):
    for text in [phrase, *same_ones]:
        assert same(meaning(text, language), meaning(phrase, language)), text
    for text in [*others, "", "!!", "x" * 10_000, "\ud800", "\x00"]:
        assert not same(meaning(text, language), meaning(phrase, language)), text


def test_things_are_shown_in_the_editors_order_with_their_text(homes, client):
    first = StandardPageFactory(parent=homes["en"], title="<b>First</b>")
    second = StandardPageFactory(parent=homes["en"], title="Second")
    pick("lanterns", {"page": second, "text": "Because."}, {"page": first})
    html = client.get("/en/search/", {"q": "LANTERN"}).content.decode()
    assert "Recommended" in html and "Because." in html
    assert html.index("Second") < html.index("&lt;b&gt;First&lt;/b&gt;")
    for more in ({"page": "2", "q": "lantern"}, {"kind": "x", "q": "lantern"}, {"q": "lamp"}):
        shown = client.get("/en/search/", more).context["recommended"]
        assert shown == [] or more.get("page")  # one page of results: there is no second
    assert client.get("/ko/search/", {"q": "lantern"}).context["recommended"] == []


def test_synonyms_of_the_phrase_and_changes_count_at_once(homes):
    made = pick("GA", {"page": StandardPageFactory(parent=homes["en"], title="Assembly")})
    assert titles("general assembly") == []
    synonym = Synonym.objects.create(language="en", expressions="GA\nGeneral Assembly")
    assert titles("General assemblies") == ["Assembly"]
    synonym.delete()
    assert titles("General Assembly") == []
    made.phrase = "board"
    made.save()
    assert titles("GA") == [] and titles("board") == ["Assembly"]
    made.delete()
    assert titles("board") == []


def draft(page):
    page.unpublish()


def expired(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))


def below_a_private_page(page):
    make_private(page.get_parent())


@pytest.mark.parametrize("hide", [draft, expired, make_private, below_a_private_page])
def test_a_page_that_may_not_be_seen_is_not_recommended(hide, homes, client):
    page = StandardPageFactory(parent=homes["en"], title="Secret")
    pick("lantern", {"page": page})
    assert titles("lantern") == ["Secret"]
    hide(page)
    assert titles("lantern") == []
    assert "Secret" not in client.get("/en/search/", {"q": "lantern"}).content.decode()


def test_an_alias_of_a_private_page_is_not_recommended(homes):
    page = StandardPageFactory(parent=homes["en"], title="Secret")
    alias = page.create_alias(parent=homes["en"], update_slug="alias")
    pick("lantern", {"page": alias})
    make_private(page)
    assert titles("lantern") == []


def test_a_partner_and_a_document_are_recommended_as_long_as_they_may_be_seen(homes):
    homes["en"].add_child(instance=PartnersPage(title="Partners", slug="partners"))
    partner = Partner.objects.create(name="Company", kind="5-company", locale=homes["en"].locale)
    place = Collection.get_first_root_node().add_child(name="Place")
    document = CustomDocument.objects.create(
        title="File", language="ko", file=ContentFile(b"text", "file.txt"), collection=place
    )
    page = page_with(document, homes["en"])
    pick("lantern", {"document": document}, {"partner": partner})
    shown = recommended("lantern", "en")
    assert [(one.title, one.language) for one in shown] == [("File", "ko"), ("Company", "en")]
    assert shown[1].url == f"/en/partners/#{partner.anchor}"
    page.unpublish()
    assert titles("lantern") == ["Company"]
    page.save_revision().publish()
    assert titles("lantern") == ["File", "Company"]
    CollectionViewRestriction.objects.create(
        collection=place, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert titles("lantern") == ["Company"]
    make_private(PartnersPage.objects.get())
    assert titles("lantern") == []


def test_the_number_of_queries_does_not_grow(homes, django_assert_num_queries):
    pages = [StandardPageFactory(parent=homes["en"]) for _number in range(5)]
    pick("lantern", {"page": pages[0]})
    recommended("lantern", "en")
    with django_assert_num_queries(2) as few:
        assert len(recommended("lantern", "en")) == 1
    pick("lanterns", *({"page": page} for page in pages[1:]))
    recommended("lantern", "en")
    with django_assert_num_queries(len(few)):
        assert len(recommended("lantern", "en")) == 5
    with django_assert_num_queries(0):
        assert recommended("lamp", "en") == []


def test_either_a_page_a_partner_or_a_document_is_chosen(homes):
    page = StandardPageFactory(parent=homes["en"])
    PickedThing(page=page).clean()
    with pytest.raises(ValidationError, match="either"):
        PickedThing().clean()
    with pytest.raises(ValidationError, match="either"):
        PickedThing(page=page, document=CustomDocument(pk=1)).clean()
    with pytest.raises(ValidationError, match="one word"):
        Pick(language="en", phrase="!!").clean()


def test_the_secretariat_makes_one_and_others_do_not(homes, client):
    page = StandardPageFactory(parent=homes["en"], title="Chosen")
    address = reverse("search_picks:add")
    data = {
        "language": "en",
        "phrase": "lantern",
        "things-TOTAL_FORMS": "1",
        "things-INITIAL_FORMS": "0",
        "things-0-page": page.pk,
        "things-0-ORDER": "1",
        "things-0-text": "Look",
    }
    client.force_login(UserFactory())
    assert client.post(address, data).status_code == 302
    assert not Pick.objects.exists()
    editor = UserFactory()
    editor.groups.add(ensure_secretariat())
    client.force_login(editor)
    html = client.get(address, {"language": "ko", "phrase": "<x>"}).content.decode()
    assert 'value="&lt;x&gt;"' in html and '<option value="ko" selected>' in html
    assert client.post(address, data).status_code == 302
    assert titles("lantern") == ["Chosen"]


def test_json_has_them_on_the_first_page_as_far_as_the_reader_may_see_them(homes, client):
    open_to_all = StandardPageFactory(parent=homes["en"], title="Open", slug="open")
    private = make_private(StandardPageFactory(parent=homes["en"], title="Private"))
    draft = StandardPageFactory(parent=homes["en"], title="Draft", live=False)
    pick("lantern", {"page": private}, {"page": open_to_all, "text": "Because."}, {"page": draft})

    def picks(code="en", **parameters):
        address = f"/{code}/search/results.json"
        return client.get(address, {"q": "lantern", **parameters}).json()["picks"]

    assert picks() == [
        {
            "title": "Open",
            "url": "http://testserver/en/open/",
            "text": "Because.",
            "language": "en",
            "language_name": "English",
            "direction": "ltr",
        }
    ]
    assert picks(kind="news.newspage") == picks(sort="date") == picks(code="ko") == []
    Page.objects.filter(pk=open_to_all.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert picks() == []
