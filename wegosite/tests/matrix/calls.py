"""Makes the calls of the table, and says what came of them."""

import re
from contextlib import nullcontext
from copy import copy
from unittest import mock

from django.contrib.auth.backends import ModelBackend
from django.core import mail
from django.db import transaction
from django.http import QueryDict
from django.template.response import SimpleTemplateResponse
from django.test import Client

from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.test.utils.form_data import querydict_from_html

from core.tests.matrix import said, writes
from images.models import CustomImage
from wegosite.tests.matrix.payloads import SENT, Form, first
from wegosite.tests.matrix.states import BEFORE

# Where a form is sent to and nothing is written: what is allowed is then an answer.
WRITES_NOTHING = re.compile(
    r"pages/.*/preview/|pages/workflow/collect_action_data/.*|editing-sessions/.*|choose-.*"
    r"|images/chooser/<image_id>/select_format/|snippets/.*/preview/.*|embeds/.*|logout/|login/"
    r"|password_reset/|translations/local/.*/preview/|translations/exchange/|redirects/import/"
)
# Where a form is sent to that leads on, when it is right, to the one that is about the matter.
SENDS_ON = re.compile(r"pages/create/.*|pages/<page_to_move_id>/move/")
# Where an answer leads on to another page. Anywhere else that is a refusal, of who looks.
LEADS_ON = re.compile(
    r"pages/|pages/\?.*|pages/create/.*|pages/<page_id>/(add_subpage|revisions)/|api/.*/find/.*"
    r"|offices/|workflows/tasks/select_type/|workflows/task_chooser/create/.*"
)
# Those who are in are led to the admin's first page or to log in, as if it were a refusal.
LEADS_HOME = ("login/", "logout/", "invitation/<token>/")


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


class RoomyClient(Client):
    """A client whose requests have all of their frames in one piece of memory.

    Python takes memory for frames in pieces of 16 KB and gives each back as soon as it is empty. A
    loop at the end of one asked the system for it in every round: an eighth of the time.
    """

    def request(self, **request):
        return super().request(**request)

    # A frame as large as that comes in a piece with as much room again.
    request.__code__ = request.__code__.replace(co_stacksize=1 << 17)


class Caller:
    """Makes the calls, as each of the people."""

    def __init__(self, world):
        self.world = world
        self.forms = {}  # by path
        self.clients = {name: RoomyClient(raise_request_exception=False) for name in world.people}
        for name, user in world.people.items():
            if user:
                self.clients[name].force_login(user)
                Remembered.remember(user)
        self.secrets = {
            name: re.compile("|".join(words), re.IGNORECASE)
            for name in world.people
            if (words := world.secrets(name))
        }

    def form(self, path, sending=None, keep=False, **changes):
        """The form at an address, with changes, as a superuser finds it: that of most fields.

        Args:
            path: the address.
            sending: makes what is sent there to be shown the form, where that is needed.
            keep: whether nothing has been prepared, so that it is the same form each time.
        """
        form = self.forms.get(path) if keep else None
        if form is None:
            client = self.clients["Superuser"]
            answer = client.post(path, sending()) if sending else client.get(path)
            form = fields(answer.content.decode())
            if keep:
                self.forms[path] = form
        form = form.copy()
        for name, value in changes.items():
            form[name] = value
        return form

    def body(self, row, thing, values):
        sent = first(SENT, row, {})
        if callable(sent):
            sent = sent(self.world, thing)
        if isinstance(sent, Form):
            path = path_of(sent.at or row.address, values)
            sent = self.form(path, sent.sending, keep=not first(BEFORE, row), **sent)
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
    forms = [part.partition("</form")[0] for part in html.split("<form")[1:]]
    if not forms:
        return QueryDict(mutable=True)
    most = max(range(len(forms)), key=lambda number: forms[number].count(" name="))
    form = querydict_from_html(html, form_index=most)
    for name in re.findall(r'id="([\w-]+)"[^>]* data-block ', html):
        form.setdefault(f"{name}-count", "0")  # the browser makes their fields
    return form


def unrendered():
    return mock.patch.object(SimpleTemplateResponse, "rendered_content", "")
