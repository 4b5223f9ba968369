"""How an address of the table is called: what stands in it, what is sent, what is so before."""

import re
from contextlib import nullcontext
from copy import copy
from datetime import timedelta
from unittest import mock

from django.contrib.auth.backends import ModelBackend
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.utils import timezone

from wagtail.models import Page, Revision, Task, Workflow, WorkflowPage
from wagtail.permissions import policy_registry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from core.models import Announcement
from core.tests.matrix import said, writes
from documents.models import CustomDocument
from images.models import CustomImage
from partners.models import Partner
from regional_offices.models import RegionalOfficeTeam
from wegosite.tests.matrix.world import picture

AJAX = {"x-requested-with": "XMLHttpRequest"}


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


def users(world, thing):
    return {
        "username": "new",
        "email": "new@example.org",
        "password1": "a-long-password-for-tests",
        "password2": "a-long-password-for-tests",
        "first_name": "New",
        "last_name": "Person",
        "is_active": "on",
        "groups": [],
    }


# What is sent, by the address and the button of a row: the first expression that fits. A form
# without fields where none does.
SENT = [
    (r"pages/<page_id>/edit/ publish", Form(**{"title": "Changed", "action-publish": "on"})),
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
    # Administration
    (r"users/(new|edit|copy).*", users),
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


def task_state(world, thing):
    """A page waits for approval."""
    page = page_of(thing).specific
    state = page.get_workflow().start(page, world.people["Superuser"])
    mail.outbox.clear()
    return {
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "task_id": state.current_task_state.task_id,
    }


def locked(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(
        locked=True, locked_at=timezone.now(), locked_by=world.people["Superuser"]
    )


def live(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(live=True)


def not_live(world, thing):
    Page.objects.filter(pk=thing.values["pk"]).update(live=False)


def alias(world, thing):
    source = world.parents["home"]
    Page.objects.filter(pk=thing.values["pk"]).update(alias_of=source)


def scheduled(world, thing):
    revision = page_of(thing).get_latest_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()
    return {"revision_id": revision.pk}


def record_scheduled(world, thing):
    Revision.objects.filter(pk=thing.values["revision_id"]).update(
        approved_go_live_at=timezone.now() + timedelta(days=1)
    )


def with_workflow(world, thing):
    page = page_of(thing)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": world.workflow})
    return {"workflow_pk": world.workflow.pk}


def closed(world, thing):
    RegionalOfficeTeam.objects.filter(pk=thing.values["pk"]).update(closed_at=timezone.now())


def inactive(world, thing):
    Workflow.objects.filter(pk=thing.values["pk"]).update(active=False)


def inactive_task(world, thing):
    Task.objects.filter(pk=thing.values["pk"]).update(active=False)


def live_record(world, thing):
    Partner.objects.update(live=True)
    Announcement.objects.update(live=True, message="No secret any more")


# What must be so before, by the address and the button. What is returned stands in the address.
BEFORE = [
    (r"pages/workflow/.*|.*cancel-workflow|.*/workflow_history/detail/.*", task_state),
    (r"pages/<page_id>/unlock/", locked),
    (r"pages/<page_id>/revisions/<revision_id>/unschedule/", scheduled),
    (r"pages/<page_id>/unpublish/|bulk/.*/page/unpublish/.*|api/.*/unpublish/", live),
    (r"translations/unpublish/.*", live),
    (r"bulk/.*/page/publish/.*|api/.*/publish/", not_live),
    (r"pages/<page_id>/convert_alias/|api/.*/convert_alias/", alias),
    (r"workflows/remove/.*", with_workflow),
    (r"offices/<pk>/reopen/", closed),
    (r"workflows/enable/.*", inactive),
    (r"workflows/tasks/enable/.*", inactive_task),
    (r"snippets/.*/unpublish/.*", live_record),
    (r"snippets/.*/unschedule/", record_scheduled),
    (
        r".*/move/<destination_id>/.*",
        lambda world, thing: {"destination_id": beside(world, thing).pk},
    ),
    (
        r".*/move/<elsewhere_id>/.*",
        lambda world, thing: {"elsewhere_id": elsewhere(world, thing).pk},
    ),
]

# Where a form is sent to and nothing is written: what is allowed is then an answer.
WRITES_NOTHING = re.compile(
    r"pages/.*/preview/|pages/workflow/collect_action_data/.*|editing-sessions/.*|choose-.*"
    r"|images/chooser/<image_id>/select_format/|snippets/.*/preview/.*|embeds/.*|logout/|login/"
    r"|password_reset/|translations/exchange/|redirects/import/"
)
# Where a form is sent to that leads on, when it is right, to the one that is about the matter.
SENDS_ON = re.compile(r"pages/create/.*|pages/<page_to_move_id>/move/")
# Where an answer leads on to another page. Anywhere else that is a refusal, of who looks.
LEADS_ON = re.compile(
    r"pages/|pages/\?.*|pages/create/.*|pages/<page_id>/(add_subpage|revisions)/|api/.*/find/.*"
    r"|workflows/tasks/select_type/|workflows/task_chooser/create/.*"
)
# Those who are in are led to the admin's first page or to log in, as if it were a refusal.
LEADS_HOME = ("login/", "logout/")


def after(row, world, thing):
    """Whether a call did what it is about, where a row written is not enough."""
    page = Page.objects.filter(pk=thing.values.get("pk", 0))
    checks = {
        "publish": lambda: page.filter(live=True, title="Changed").exists(),
        "schedule": lambda: (
            page.get().specific.revisions.filter(approved_go_live_at__isnull=False).exists()
        ),
        "submit": lambda: page.get().specific.workflow_in_progress,
        "cancel-workflow": lambda: not page.get().specific.workflow_in_progress,
    }
    check = checks.get(row.button)
    if re.fullmatch(r"(images|documents)/(add|multiple/add|chooser/create)/", row.address):
        model = CustomImage if row.address.startswith("images") else CustomDocument

        def check():
            newest = model.objects.order_by("-pk").first()
            return newest.collection_id == thing.values["collection_id"]

    return check


def first(table, row, default=None):
    key = f"{row.address} {row.button}".strip()
    return next((found for pattern, found in table if re.fullmatch(pattern, key)), default)


def prepare(world, row, thing):
    """The values for an address, once everything is as it has to be."""
    before = first(BEFORE, row)
    return thing.values | ((before(world, thing) or {}) if before else {})


def path_of(address, values):
    return "/admin/" + re.sub(r"<(\w+)>", lambda part: str(values[part[1]]), address)


class Remembered(ModelBackend):
    """People with their rights, looked up once: every call begins with the same ones."""

    people = {}

    def get_user(self, user_id):
        return copy(self.people[user_id])

    @classmethod
    def remember(cls, user):
        user = cls.people[user.pk] = type(user).objects.get(pk=user.pk)
        user.get_all_permissions()
        for model in (Page, CustomImage):
            policy_registry.get_by_type(model).get_cached_permissions_for_user(user)


class Caller:
    """Makes the calls, as each of the people."""

    def __init__(self, world):
        self.world = world
        self.forms = {}  # by path: as long as nothing has been prepared they are the same
        self.clients = {name: Client(raise_request_exception=False) for name in world.people}
        for name, user in world.people.items():
            if user:
                self.clients[name].force_login(user)
                Remembered.remember(user)
        self.secrets = {
            name: re.compile("|".join(words), re.IGNORECASE)
            for name in world.people
            if (words := world.secrets(name))
        }

    def form(self, path, sending=None, **changes):
        """The form at an address, with changes, as a superuser finds it: that of most fields.

        Args:
            path: the address.
            sending: makes what is sent there to be shown the form, where that is needed.
        """
        client = self.clients["Superuser"]
        answer = client.post(path, sending()) if sending else client.get(path)
        form = fields(answer.content.decode())
        for name, value in changes.items():
            form[name] = value
        return form

    def body(self, row, thing, values):
        sent = first(SENT, row, {})
        if callable(sent):
            sent = sent(self.world, thing)
        if isinstance(sent, Form):
            path = path_of(sent.at or row.address, values)
            if path not in self.forms or first(BEFORE, row):
                self.forms[path] = self.form(path, sent.sending)
            sent, changes = self.forms[path].copy(), sent
            for name, value in changes.items():
                sent[name] = value
        return sent

    def call(
        self, person, verb, path, data=None, done=None, rendered=True, content_type=None, **headers
    ):
        """Make a call, and undo what it has done.

        Args:
            done: says, while it is not undone, whether it did what it is about.
            rendered: whether the answer is written out, which takes most of the time.

        Returns:
            the answer, the tables that were written to, the secrets that it tells.
        """
        client = self.clients[person]
        extra = {"content_type": content_type} if content_type else {}
        for value in data.values() if isinstance(data, dict) else ():
            if hasattr(value, "seek"):
                value.seek(0)
        cookies = client.cookies.copy()
        mail.outbox.clear()
        with transaction.atomic(), writes() as written:
            with nullcontext() if rendered else unrendered():
                response = getattr(client, verb.lower())(path, data or {}, headers=headers, **extra)
            if written and done and not done():
                written.clear()
            transaction.set_rollback(True)
        client.cookies = cookies
        told = set()
        if person in self.secrets:
            told = set(self.secrets[person].findall(said(response).lower()))
        return response, written, told


def fields(html):
    """What the form of most fields in a page sends."""
    found = [querydict_from_html(html, form_index=number) for number in range(html.count("<form"))]
    form = max(found, key=len, default=QueryDict(mutable=True))
    for name in re.findall(r'id="([\w-]+)"[^>]* data-block ', html):
        form.setdefault(f"{name}-count", "0")  # the browser makes their fields
    return form


def unrendered():
    return mock.patch.object(SimpleTemplateResponse, "rendered_content", "")
