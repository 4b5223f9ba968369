"""An editor with a section of their own, beside one that holds secrets."""

import pytest

from django.contrib.auth.models import Group

from wagtail.models import Collection

from core.permissions import permission, set_collection_permissions, set_page_permissions
from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    UserFactory,
    make_private,
    make_site,
)

MARKER = "Secret marker"


@pytest.fixture
def sections(db):
    """Two sections of which an editor has one, with what is secret in the other."""
    home = make_site()["en"]
    own = StandardIndexPageFactory(parent=home, title="Own")
    other = StandardIndexPageFactory(parent=home, title="Other")
    pages = {
        "home": home,
        "own": own,
        "own draft": StandardPageFactory(parent=own, title="Own draft", live=False),
        "other": other,
        "draft": StandardIndexPageFactory(parent=other, title=f"{MARKER}: draft", live=False),
        "private": make_private(StandardPageFactory(parent=other, title=f"{MARKER}: private")),
        "live": StandardPageFactory(parent=other, title="Live"),
    }
    pages["beneath draft"] = StandardPageFactory(parent=pages["draft"], title="Beneath draft")
    pages["live"].title = f"{MARKER}: new title"
    pages["live"].save_revision()
    pages["live"].refresh_from_db()
    return pages


@pytest.fixture
def collections(sections):
    root = Collection.objects.get(depth=1)
    return {name: root.add_child(name=name) for name in ("Own", "Other", "Shared")}


@pytest.fixture
def editor(sections, collections):
    group = Group.objects.create(name="Own section")
    group.permissions.add(permission("access_admin"))
    set_page_permissions(group, [sections["own"]], ("add_page", "change_page"))
    media = ("add_image", "change_image", "choose_image")
    files = ("add_document", "change_document", "choose_document")
    shared = ("choose_image", "choose_document")
    set_collection_permissions(
        group, {collections["Own"]: media + files, collections["Shared"]: shared}
    )
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def reader_of_all(db):
    return UserFactory(is_superuser=True)
