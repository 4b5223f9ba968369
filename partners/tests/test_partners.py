import pytest

from django.core.exceptions import ValidationError

from core.tests.factories import UserFactory, locale
from partners.models import Partner, PartnersPage


@pytest.fixture
def page(homes):
    return homes["en"].add_child(instance=PartnersPage(title="Partners", slug="partners"))


def make(name, kind=Partner.Kind.COMPANY, code="en", **fields):
    return Partner.objects.create(name=name, kind=kind, locale=locale(code), **fields)


def test_partners_are_listed_by_kind_and_name(page, client):
    make("Zeta")
    make("Alpha")
    make("World body", kind=Partner.Kind.INTERNATIONAL)
    make("Draft", live=False)
    make("한국", code="ko")
    groups = client.get(page.url).context["groups"]
    assert [[one.name for one in group["partners"]] for group in groups] == [
        ["World body"],
        ["Alpha", "Zeta"],
    ]


def test_a_partner_with_nothing_but_a_name_and_one_with_everything(page, client, image):
    make("Bare")
    make("Full", url="https://example.org/", text="Works with us.", since=2015, logo=image)
    html = client.get(page.url).content.decode()
    assert "Bare" in html
    assert 'href="https://example.org/"' in html
    assert "Partner since 2015" in html
    assert "<picture>" in html


def test_no_partner_yet(page, client):
    assert "No partners are listed yet." in client.get(page.url).content.decode()


def test_a_year_before_the_beginning_is_refused():
    with pytest.raises(ValidationError) as error:
        Partner(name="Old", kind=Partner.Kind.COMPANY, since=1999).full_clean(
            exclude=["locale", "translation_key"]
        )
    assert set(error.value.message_dict) == {"since"}


def test_a_partner_can_be_previewed(page, client):
    client.force_login(UserFactory(is_superuser=True))
    partner = make("Previewed")
    url = f"/admin/snippets/partners/partner/preview/{partner.pk}/"
    form = {"name": "Typed anew", "kind": partner.kind}
    assert client.post(url, form).json()["is_valid"]
    assert "Typed anew" in client.get(url).content.decode()


def test_the_number_of_queries_does_not_grow(page, client, image, django_assert_num_queries):
    make("One", logo=image)
    client.get(page.url)
    with django_assert_num_queries(18) as few:
        client.get(page.url)
    for number in range(10):
        make(f"Partner {number}", logo=image)
    with django_assert_num_queries(len(few)):
        client.get(page.url)
