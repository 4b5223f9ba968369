"""Reads many plain rows with little ado: building a statement takes Django longer than it runs."""

from django.db import connections, router
from django.db.models.expressions import RawSQL

from search.models import Spelling, Term

TERMS, SPELLINGS = Term._meta.db_table, Spelling._meta.db_table


def select(statement, values):
    """The rows of a statement.

    Args:
        statement: SQL, the same for every database; `%s` for each value.
        values: a list of them.
    """
    with connections[router.db_for_read(Term)].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def any_of(column, values):
    """A condition, with its values: a column has one of some values."""
    values = list(values)
    marks = ", ".join(["%s"] * len(values)) or "NULL"
    return f"{column} IN ({marks})", values


def either(conditions):
    """A condition, with its values: one of some holds."""
    conditions = list(conditions)
    both = " OR ".join(f"({condition})" for condition, _values in conditions) or "1 = 0"
    return both, [value for _condition, values in conditions for value in values]


def numbers(values):
    """What Django's `__in` takes for many numbers. It reads and binds each of a list."""
    return RawSQL(", ".join(f"{value:d}" for value in values) or "NULL", [])  # noqa: S611
