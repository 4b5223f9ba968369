"""No search keeps the database busy: on PostgreSQL a statement of it ends after a while.

SQLite has no such limit. There what is read is bounded: `analysis.query`, `matching.CEILING`.
"""

import logging
from contextlib import contextmanager
from functools import wraps

from django.db import OperationalError, connections, router, transaction

from search.models import Entry

logger = logging.getLogger(__name__)

LONGEST_STATEMENT = 2000  # milliseconds
QUERY_CANCELED = "57014"  # PostgreSQL's code


class TooSlow(Exception):
    """A statement took longer than a search may."""


@contextmanager
def time_limit():
    """Within it, and to the end of the transaction, no statement on PostgreSQL takes longer.

    Raises:
        TooSlow: a statement was ended.
    """
    connection = connections[router.db_for_read(Entry)]
    if connection.vendor != "postgresql":
        yield
        return
    try:
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_STATEMENT:d}")
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == QUERY_CANCELED:
            raise TooSlow from error
        raise


def in_time(otherwise):
    """Decorate a view that searches: what takes too long is answered by `otherwise(request)`."""

    def decorate(view):
        @wraps(view)
        def bounded(request):
            try:
                with time_limit():
                    return view(request)
            except TooSlow:
                logger.warning("A search took too long.")
            return otherwise(request)

        return bounded

    return decorate
