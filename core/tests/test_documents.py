"""A document is public once a published page refers to it, and at one address."""

from pathlib import Path

import pytest

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone

from wagtail.models import Collection

from core.permissions import set_collection_permissions
from core.tests.factories import StandardPageFactory, UserFactory, locale, make_private
from core.visibility import is_in_public_use
from documents.tests.factories import DocumentFactory, page_with


@pytest.fixture
def document(homes):
    collection = Collection.objects.get(depth=1).add_child(name="Office")
    return DocumentFactory(collection=collection)


def person(*collections):
    group = Group.objects.create(name="Choosers")
    set_collection_permissions(group, dict.fromkeys(collections, ("choose_document",)))
    user = UserFactory()
    user.groups.add(group)
    return user


def test_what_nothing_refers_to_is_not_public(document, client):
    assert client.get(document.url).status_code == 404


def test_who_has_rights_on_its_collection_may_read_it_before(document, client):
    other = Collection.objects.get(depth=1).add_child(name="Other office")
    client.force_login(person(other))
    assert client.get(document.url).status_code == 404
    Group.objects.all().delete()
    client.force_login(person(document.collection))
    response = client.get(document.url)
    assert response.status_code == 200
    assert "Cookie" in response["Vary"]
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(document.url).status_code == 200


def test_a_published_page_makes_it_public(document, homes, client):
    page = page_with(document, homes["en"], live=False)
    assert client.get(document.url).status_code == 404
    page.save_revision().publish()
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"What it says"
    assert not response.cookies
    page.refresh_from_db()
    page.unpublish()
    assert client.get(document.url).status_code == 404


def test_a_draft_of_a_live_page_does_not(document, homes, client):
    page = StandardPageFactory(parent=homes["en"])
    page.body = page_with(document, homes["en"], live=False).body
    revision = page.save_revision()
    assert client.get(document.url).status_code == 404
    revision.publish()
    assert client.get(document.url).status_code == 200


def test_a_private_or_expired_page_does_not(document, homes):
    make_private(page_with(document, homes["en"]))
    page_with(document, homes["en"], expire_at=timezone.now())
    assert not is_in_public_use(document)
    page_with(document, homes["ko"], locale=locale("ko"))
    assert is_in_public_use(document)


def test_the_file_has_no_other_address(document, client, homes):
    page_with(document, homes["en"])
    stored = Path(document.file.path)
    assert stored.exists()
    assert not stored.is_relative_to(settings.MEDIA_ROOT)
    assert client.get(f"/media/{document.file.name}").status_code == 404
    with pytest.raises(NotImplementedError):
        _address = document.file.url


def test_it_takes_three_queries_at_most(document, homes, django_assert_max_num_queries):
    for _number in range(3):
        page_with(document, homes["en"])
    with django_assert_max_num_queries(3):
        assert is_in_public_use(document)
