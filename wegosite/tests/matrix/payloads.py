"""What is sent to an address of the table."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from wegosite.tests.matrix.world import picture


def first(table, row, default=None):
    key = f"{row.address} {row.button}".strip()
    return next((found for pattern, found in table if re.fullmatch(pattern, key)), default)


class Form(dict):
    """Send the form that a superuser finds at an address, or when sending this, with changes."""

    def __init__(self, at=None, sending=None, **changes):
        super().__init__(changes)
        self.at, self.sending = at, sending


def image():
    return SimpleUploadedFile("new.png", picture())


def text():
    return SimpleUploadedFile("new.txt", b"What it says")


EDIT = "pages/<page_id>/edit/"
LOCAL = "translations/local/<page_id>/"
ADD = "pages/add/pages/standardpage/<page_id>/"


def page_of(thing):
    return Page.objects.get(pk=thing.values["pk"])


def copied(world, thing, parent=None):
    return {
        "new_title": "Copy",
        "new_slug": "copy-of-it",
        "new_parent_page": (parent or page_of(thing).get_parent()).pk,
    }


def office_of(thing):
    return next(iter(thing.traits & {"Chengdu", "Ulyanovsk"}), "home")


def elsewhere(world, thing):
    """A draft of others that something could be moved beneath."""
    return world.parents["Ulyanovsk" if office_of(thing) == "Chengdu" else "Chengdu"]


def beside(world, thing):
    """A draft of the same people, in the same language, that something can be moved beneath."""
    code = page_of(thing).locale.language_code
    office = office_of(thing)
    return world.parents.get(f"{office} {code}", world.parents[office])


def described(kind, key):
    """What is sent to describe one of many files."""

    def data(world, thing):
        number = thing.values[key]
        fields = {"title": "Changed", "tags": "", "description": "", "language": "en"}
        fields["collection"] = thing.values["collection_id"]
        return {f"{kind}-{number}-{name}": value for name, value in fields.items()}

    return data


def sent_file(file, prefix="", name="file"):
    """What is sent to upload a file into the collection of a thing."""

    def data(world, thing):
        fields = {"title": "New", "tags": "", "description": "", "language": "en"}
        fields |= {"collection": thing.values["collection_id"], name: file()}
        return {f"{prefix}{field}": value for field, value in fields.items()}

    return data


def site(world, thing):
    return {"hostname": "other.example.org", "port": 80, "root_page": world.homes["en"].pk}


def redirects_file(*args):
    content = b"from,to\n/new/,https://example.org/\n"
    return {"import_file": SimpleUploadedFile("redirects.csv", content)}


NEW = {
    "password1": "a-long-password-for-tests",
    "password2": "a-long-password-for-tests",
    "first_name": "New",
    "last_name": "Person",
}
USER = NEW | {"username": "new", "email": "new@example.org", "is_active": "on", "groups": []}


# What is sent, by the address and the button of a row: the first expression that fits. A form
# without fields where none does.
SENT = [
    (r"pages/<page_id>/edit/ publish", Form(**{"title": "Changed", "action-publish": "on"})),
    (r"pages/workflow/action/<page_id>/approve/<task_state_id>/( managers)?", Form()),
    (r"pages/<page_id>/edit/ submit", Form(**{"title": "Changed", "action-submit": "on"})),
    (
        r"pages/<page_id>/edit/ schedule",
        Form(**{"go_live_at": "2037-01-01 10:00", "action-publish": "on"}),
    ),
    (r"pages/<page_id>/edit/ cancel-workflow", Form(**{"action-cancel-workflow": "on"})),
    (r"pages/<page_id>/edit/preview/", Form(EDIT, title="Changed")),
    (r"pages/<page_id>/edit/", Form(title="Changed")),
    (r"pages/add/.*preview/", Form(ADD, title="New", slug="new")),
    (r"pages/add/.*", Form(title="New", slug="new")),
    (r"pages/<page_id>/revisions/<revision_id>/revert/", Form()),
    (
        r"pages/<page_id>/copy/ elsewhere",
        lambda world, thing: copied(world, thing, elsewhere(world, thing)),
    ),
    (r"pages/<page_id>/copy/", copied),
    (
        r"pages/<page_to_move_id>/move/ elsewhere",
        lambda world, thing: {"new_parent_page": elsewhere(world, thing).pk},
    ),
    (
        r"pages/<page_to_move_id>/move/",
        lambda world, thing: {"new_parent_page": beside(world, thing).pk},
    ),
    (
        r"pages/create/.* elsewhere",
        lambda world, thing: {"parent_page": world.page("draft").pk},
    ),
    (r"pages/create/.*", lambda world, thing: {"parent_page": world.page("Chengdu ru").pk}),
    (r"pages/<page_id>/privacy/", {"restriction_type": "login"}),
    (r"pages/workflow/(action|collect_action_data)/.*/reject/.*", {"comment": "No"}),
    (
        r"bulk/wagtailcore/page/move/.* elsewhere",
        lambda world, thing: {"chooser": elsewhere(world, thing).pk},
    ),
    (
        r"bulk/wagtailcore/page/move/.*",
        lambda world, thing: {"chooser": beside(world, thing).pk},
    ),
    (r"api/main/pages/<pk>/action/(copy|create_alias)/", {"slug": "new", "update_slug": "new"}),
    (
        r"api/main/pages/<pk>/action/move/ elsewhere",
        lambda world, thing: {"destination_page_id": elsewhere(world, thing).pk},
    ),
    (
        r"api/main/pages/<pk>/action/move/",
        lambda world, thing: {"destination_page_id": beside(world, thing).pk},
    ),
    (r"api/main/pages/<pk>/action/copy_for_translation/", {"locale": "es", "copy_parents": "on"}),
    (
        r"api/main/pages/<pk>/action/revert_to_page_revision/",
        lambda world, thing: {"revision_id": thing.values["revision_id"]},
    ),
    (r"translations/unpublish/.*", Form()),
    (r"translations/sheet/.*", {"action": "begin"}),
    (r"approvals/submit/.*", {"note": "Please"}),
    (r"translations/local/<page_id>/preview/", Form(LOCAL)),
    (r"translations/local/<page_id>/ publish", Form(**{"action-publish": "on"})),
    (r"translations/local/<page_id>/ submit", Form(**{"action-submit": "on"})),
    (r"translations/local/<page_id>/", Form()),
    # Pictures and documents
    (r"(images/<image_id>|documents/edit/<document_id>)/", Form(title="Changed")),
    (r"images/multiple/<image_id>/", described("image", "image_id")),
    (r"documents/multiple/<doc_id>/", described("doc", "doc_id")),
    (r"images/multiple/create_from.*", described("uploaded-image", "image_upload_id")),
    (r"documents/multiple/create_from.*", described("uploaded-document", "document_upload_id")),
    (r"images/add/", sent_file(image)),
    (r"images/multiple/add/", sent_file(image, name="files[]")),
    (r"images/chooser/create/", sent_file(image, "image-chooser-upload-")),
    (
        r"images/chooser/<image_id>/select_format/",
        {"image-chooser-insertion-format": "left", "image-chooser-insertion-alt_text": "Text"},
    ),
    (r"documents/add/", sent_file(text)),
    (r"documents/multiple/add/", sent_file(text, name="files[]")),
    (r"documents/chooser/create/", sent_file(text, "document-chooser-upload-")),
    (
        r"bulk/.*/add_to_collection/.*",
        lambda world, thing: {"collection": world.root_collection.pk},
    ),
    (r"bulk/.*/add_tags/.*", {"tags": "new"}),
    # Collections, records, offices
    (r"collections/add/", lambda world, thing: {"name": "New", "parent": world.root_collection.pk}),
    (r"collections/<pk>/", Form(name="Changed")),
    (r"collections/<collection_id>/privacy/", {"restriction_type": "login"}),
    (r"offices/<pk>/settings/", {"approval": "managers"}),
    (r"offices/<pk>/close/", {"unpublish": "keep"}),
    (r".*core/menu/(add|edit).*", Form(title="Changed", place="main")),
    (r".*core/announcement/(add|edit).*", Form(message="Changed")),
    (r".*glossaryterm/(add|edit).*", Form(term="Changed")),
    (r"snippets/.*/(add|edit)/.*", Form(name="Changed", slug="changed", short_name="New")),
    (r"snippets/.*/revert/", Form()),
    (r"snippets/partners/partner/preview/.*", {}),
    (
        r"language-fallbacks/.*",
        lambda world, thing: {
            "locale": world.locale("zh-hans" if "<pk>" not in thing.values else "ru").pk,
            "action": "not_found",
            "chain-count": "0",
            "exceptions-count": "0",
        },
    ),
    (r"search-synonyms/(new|edit)/.*", {"language": "en", "expressions": "a new\nan old"}),
    (
        r"search-recommendations/(new|edit)/.*",
        lambda world, thing: nested_form_data(
            {
                "language": "en",
                "phrase": "changed",
                "things": inline_formset([{"page": world.homes["en"].pk}]),
            }
        ),
    ),
    # People
    (r"people/<pk>/", {"place": "language:ru"}),
    (r"people/<pk>/take-away/", lambda world, thing: {"place": "".join(thing.values["held"])}),
    (r"people/invite/", {"email": "new@example.org", "place": "language:ru", "language": "ru"}),
    (r"invitation/.*", NEW),
    # Administration
    (r"users/(new|edit|copy).*", USER),
    (r"groups/(new|edit).*", Form(name="Changed")),
    (r"sites/(new|edit|copy).*", site),
    (r"bulk/users/user/assign_role/.*", lambda world, thing: {"role": world.group.pk}),
    (r"bulk/users/user/set_active_state/.*", {"mark_as_active": "False"}),
    (
        r"redirects/(add|<redirect_id>)/",
        Form(old_path="/new/", redirect_link="https://example.org/"),
    ),
    (r"redirects/import/", redirects_file),
    (
        r"redirects/import/process/",
        Form("redirects/import/", redirects_file, from_index="0", to_index="1"),
    ),
    (r"workflows/(add|edit/<pk>)/", Form(name="Changed")),
    (r"workflows/tasks/edit/<pk>/", Form(name="Changed")),
    (r"workflows/tasks/add/.*", lambda world, thing: {"name": "New", "groups": [world.group.pk]}),
    (
        r"workflows/task_chooser/create/.*",
        lambda world, thing: {"create-task-name": "New", "create-task-groups": [world.group.pk]},
    ),
    # The rest
    (r"choose-external-link/", {"external-link-chooser-url": "https://example.org/"}),
    (r"choose-email-link/", {"email-link-chooser-email_address": "a@example.org"}),
    (r"choose-phone-link/", {"phone-link-chooser-phone_number": "1"}),
    (r"choose-anchor-link/", {"anchor-link-chooser-url": "here"}),
    (r"account/", Form(**{"name_email-first_name": "New", "name_email-last_name": "Name"})),
    (r"password_reset/", {"email": "nobody@example.org"}),
]
