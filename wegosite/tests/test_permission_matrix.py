"""Who gets what at every address of the admin: exactly what docs/permissions.md says."""

import pytest

from django.db import transaction

from core.tests.matrix import is_refused, read_rows
from wegosite.tests.matrix.calls import AJAX, WRITES_NOTHING, Caller, after, path_of, prepare
from wegosite.tests.matrix.world import PEOPLE, make_world, means

pytestmark = pytest.mark.django_db
ROWS = list(read_rows(PEOPLE))


@pytest.fixture(scope="module")
def caller(django_db_setup, django_db_blocker):
    """Built once: each call is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Caller(make_world())
        transaction.set_rollback(True)


def outcome(caller, row, person, thing, path, data, **headers):
    """Whether somebody was allowed to make a call, and what is wrong with the answer."""
    done = after(row, caller.world, thing)
    response, written, told = caller.call(person, row.verb, path, data, done, **headers)
    status = response.status_code
    faults = [f"tells {one}" for one in told]
    refused = is_refused(response) or status == 404
    if refused and written:
        faults.append(f"refused, and yet wrote to {written}")
    if not refused and not 200 <= status < 400:
        faults.append(f"answers {status}")
    if row.verb == "GET" and written:
        faults.append(f"GET wrote to {written}")
    allowed = not refused
    if row.verb != "GET" and not WRITES_NOTHING.fullmatch(row.address):
        allowed = bool(written)
    return allowed, faults


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_exactly_what_the_table_says_is_allowed(row, caller):
    world = caller.world
    things = world.about(row)
    wrong = []
    with transaction.atomic():
        calls = []
        for thing in things:
            values = prepare(world, row, thing)
            data = caller.body(row, thing, values) if row.verb == "POST" else None
            calls.append((thing, path_of(row.address, values), data))
        for person in PEOPLE:
            allowed = set()
            for thing, path, data in calls:
                for headers in ({}, AJAX):
                    may, faults = outcome(caller, row, person, thing, path, data, **headers)
                    if may:
                        allowed.add(thing.name)
                    wrong += [f"{person}: {thing.name}: {fault}" for fault in faults]
            try:
                expected = means(row.cells[person], person, things)
            except KeyError:
                expected = None
            if allowed != expected:
                wrong.append(f"{person} may {sorted(allowed)}")
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
