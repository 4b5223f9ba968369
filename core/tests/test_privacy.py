"""No shared passwords: Wagtail keeps them in clear text, and lets anybody guess at will."""

import pytest

from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.tests.factories import UserFactory


@pytest.fixture
def addresses(homes, client):
    client.force_login(UserFactory(is_superuser=True))
    collection = Collection.objects.get(depth=1).add_child(name="A collection")
    return {
        PageViewRestriction: f"/admin/pages/{homes['ko'].pk}/privacy/",
        CollectionViewRestriction: f"/admin/collections/{collection.pk}/privacy/",
    }


def post(client, address, kind):
    form = {"restriction_type": kind, "password": "a-shared-one", "groups": []}
    return client.post(address, form)


@pytest.mark.parametrize("model", [PageViewRestriction, CollectionViewRestriction])
def test_a_shared_password_is_neither_offered_nor_taken(addresses, client, model):
    form = client.get(addresses[model]).content.decode()
    assert 'value=\\"login\\"' in form
    assert 'value=\\"password\\"' not in form
    assert post(client, addresses[model], "password").status_code == 200
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [PageViewRestriction, CollectionViewRestriction])
def test_log_in_and_groups_are(addresses, client, model):
    post(client, addresses[model], "login")
    assert list(model.objects.values_list("restriction_type", flat=True)) == ["login"]
