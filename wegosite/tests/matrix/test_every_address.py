"""Who gets what at every address of the admin: exactly what docs/permissions.md says."""

from dataclasses import replace

import pytest

from django.core import mail
from django.db import transaction

from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from core.tests.matrix import address_asked, admin_addresses, is_refused, read_rows, said
from translations.tests.test_permission_matrix import TABLE as TRANSLATIONS
from wegosite.tests.matrix.calls import (
    LEADS_HOME,
    LEADS_ON,
    SENDS_ON,
    WRITES_NOTHING,
    path_of,
)
from wegosite.tests.matrix.states import after, prepare
from wegosite.tests.matrix.world import PEOPLE, TRUSTED, means

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = list(read_rows(PEOPLE))
# What answers where no other address does: not found.
ANYTHING_ELSE = ".*/"
# Wagtail's own test of what an error looks like.
AN_ERROR = "failwhale/"
# The admin's API answers so when it is asked about a page that it doesn't list, and an invitation
# that is good for nothing any more.
NOT_FOUND = (400, 404, 410)
AJAX = {"x-requested-with": "XMLHttpRequest"}
# Who tries what the rows don't allow anybody: those who should get least, and who gets all.
TRYING = ("Chengdu editor", "Superuser")


# The table is whole


def test_every_address_has_a_row():
    found = set(admin_addresses()) - {ANYTHING_ELSE, AN_ERROR}
    assert found - {address_asked(row.example) for row in [*ROWS, *TRANSLATIONS]} == set()


def test_every_row_has_an_address():
    lost = [row.address for row in ROWS if address_asked(row.example) == ANYTHING_ELSE]
    assert lost == []


def test_every_bulk_action_has_a_row():
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # reads them all
    found = {
        f"bulk/{app_label}/{model_name}/{action}/"
        for app_label, models in bulk_action_registry.actions.items()
        for model_name, actions in models.items()
        for action in actions
    }
    assert found - {row.address.partition("?")[0] for row in ROWS} == set()


def test_no_row_stands_twice():
    rows = [str(row) for row in ROWS]
    assert sorted(set(rows)) == sorted(rows)


# Each row is true


class Attempt:
    """A row's call, about one thing."""

    def __init__(self, caller, row, thing):
        self.caller, self.row, self.thing = caller, row, thing
        values = prepare(caller.world, row, thing)
        self.path = path_of(row.address, values)
        self.data = caller.body(row, thing, values) if row.verb == "POST" else None
        self.done = after(row, caller.world, thing)

    def call(self, person, rendered=True, **headers):
        verb, data = self.row.verb, self.data
        return self.caller.call(person, verb, self.path, data, self.done, rendered, **headers)

    def faults(self, person, expected, rendered=True, **headers):
        """What is wrong with the answer to somebody who is allowed to do this, or is not."""
        row = self.row
        response, written, told = self.call(person, rendered, **headers)
        status = response.status_code
        refused = is_refused(response) or status in NOT_FOUND
        if status == 302 and row.verb == "GET" and not LEADS_ON.fullmatch(row.address):
            refused = True
        if row.address in LEADS_HOME:
            led_away = person == "Anonymous" and status == 302
            refused = not written and (led_away or status in NOT_FOUND)
        allowed = not refused
        if row.verb == "POST" and SENDS_ON.fullmatch(row.address):
            allowed = status == 302 and not refused
        elif row.verb != "GET" and not WRITES_NOTHING.fullmatch(row.address):
            allowed = bool(written)
        faults = [f"tells {one}" for one in sorted(told)]
        if allowed != expected:
            faults.append(f"is {'allowed' if allowed else 'refused'}")
        if written and (refused or row.verb == "GET"):
            faults.append(f"{'is refused' if refused else 'looks'} and writes to {written}")
        if refused and mail.outbox:
            faults.append("is refused, and mail is sent")
        if not refused and not 200 <= status < 400:
            faults.append(f"is answered {status}")
        return [f"{person}: {self.thing.name}: {fault}" for fault in faults]


def cases(row, things):
    """Who tries which things, whether they may, and whether the answer is written out.

    Somebody's own things are all alike to a template: one of them is written out. The
    Secretariat's people may do the same to everything, nearly always: then one tries it all.
    """
    for person in PEOPLE:
        allowed = means(row.cells[person], person, things)
        own = 0
        for number, thing in enumerate(things):
            alike = row.cells[person] == row.cells["Secretariat"] in ("all", "yes")
            if person in ("Administrator", "Superuser") and alike and number:
                continue
            if thing.name in allowed and thing.is_of(person):
                own += 1
            rendered = person not in TRUSTED and (own < 2 or not thing.is_of(person))
            yield person, thing, thing.name in allowed, rendered


# One row of each address.
ASKED_BY_SCRIPT = list({row.address: row for row in reversed(ROWS)}.values())
# What takes long is done on several cores.
PARTS = [
    pytest.param(row, marks=pytest.mark.xdist_group(f"{row.section} {row.verb}")) for row in ROWS
]


@pytest.mark.parametrize("row", PARTS, ids=str)
def test_exactly_what_the_table_says_is_allowed(row, caller):
    things = caller.world.about(row)
    attempts = {thing.name: Attempt(caller, row, thing) for thing in things}
    faults = []
    for person, thing, allowed, rendered in cases(row, things):
        faults += attempts[thing.name].faults(person, allowed, rendered)
    if row in ASKED_BY_SCRIPT:  # for the last thing, which is the one that fewest may have
        name, allowed = things[-1].name, means(row.cells[TRYING[0]], TRYING[0], things)
        faults += attempts[name].faults(TRYING[0], name in allowed, **AJAX)
    assert not faults, "\n".join(faults)


def test_each_thing_is_allowed_to_somebody(caller):
    """So each refusal stands beside the same call that is allowed. The table names what is not."""
    alone = []
    for row in ROWS:
        things = caller.world.about(row)
        allowed = set().union(*(means(row.cells[name], name, things) for name in PEOPLE))
        named = row.section == "Nobody" or row.cells["Superuser"].startswith("all but ")
        if allowed != {one.name for one in things if "ended" not in one.traits} and not named:
            alone.append(str(row))
    assert alone == []


@pytest.mark.parametrize("address", sorted({row.address for row in ROWS}))
def test_a_method_that_has_no_row_changes_nothing(address, caller):
    rows = [row for row in ROWS if row.address == address]
    things = caller.world.about(rows[0])
    faults = []
    for verb in {"POST", "PUT", "DELETE"} - {row.verb for row in rows}:
        row = replace(rows[0], method=verb)
        for thing in things if verb == "POST" else things[-1:]:
            with transaction.atomic():
                attempt = Attempt(caller, row, thing)
                for person in TRYING:
                    response, written, told = attempt.call(person, person not in TRUSTED)
                    if written or told or response.status_code >= 500:
                        fault = (person, verb, thing.name, response.status_code, written, told)
                        faults.append(fault)
                transaction.set_rollback(True)
    assert faults == []


# Where the superuser is shown a title that is secret to others.
TELLING = """
    pages/?q=hush pages/search/results/?q=hush pages/usage/pages/standardpage/
    choose-page/search/?q=hush api/main/images/ api/main/documents/ api/main/pages/
    images/?q=hush images/chooser/ documents/?q=hush documents/chooser/
    reports/workflow/ reports/workflow_tasks/ reports/locked/ reports/site-history/
    reports/aging-pages/ reports/page-types-usage/ reports/reviews/ reports/reviews/?export=csv
    reports/locked/?export=xlsx reports/site-history/?export=xlsx
    translations/ translations/?export=csv
    approvals/ approvals/submitted/ people/ people/?q=hush people/invitations/
    offices/<pk>/ offices/<pk>/pages/ offices/<pk>/pages/?q=hush offices/<pk>/pages/results/
    offices/<pk>/documents/ offices/<pk>/images/
"""


@pytest.mark.parametrize("address", TELLING.split())
def test_there_are_secrets_that_a_list_could_tell(address, caller):
    """So a list that tells an office nothing is not merely empty."""
    (row,) = (row for row in ROWS if str(row) == f"GET {address}")
    text = ""
    for thing in caller.world.about(row):
        path = path_of(address, thing.values)
        text += said(caller.call("Superuser", "GET", path)[0]).lower()
    assert any(word in text for word in caller.world.secrets(TRYING[0]))
