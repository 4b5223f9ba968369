"""Counts what people search for, by language and day. Nothing is kept that says who it was."""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError
from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone

from search.analysis.folding import fold
from search.models import AskedQuery

logger = logging.getLogger(__name__)

MOST_DIGITS = 4  # more is perhaps a telephone number
MOST_A_DAY = 5000  # different queries a language: whoever makes them up fills no disk
waiting = threading.local()


def folded(text):
    """The form in which a query is counted, or an empty string where it isn't to be.

    Args:
        text: what was typed; any string.
    """
    words = " ".join(fold(word) for word in text.split())[:200].strip()
    words = words.encode("utf-8", "ignore").decode()  # without halves of surrogate pairs
    is_personal = "@" in words or sum(letter.isdigit() for letter in words) > MOST_DIGITS
    return "" if is_personal else words


def note(text, language, is_answered):
    """Have a query counted once the reader has the answer."""
    waiting.query = (text, language, is_answered)


@receiver(request_finished)
def write(**kwargs):
    query, waiting.query = getattr(waiting, "query", None), None
    if query:
        try:
            count(*query)
        except (DatabaseError, ValueError):  # ValueError: characters that no database stores
            logger.warning("A query was not counted.", exc_info=True)


def count(text, language, is_answered):
    words = folded(text)
    if not words:
        return
    today = timezone.localdate()
    rows = AskedQuery.objects.filter(day=today, language=language)
    unanswered = int(not is_answered)
    changed = rows.filter(text=words).update(
        times=F("times") + 1, unanswered=F("unanswered") + unanswered
    )
    # Two who are the first at once are counted as one: ignored is what is there.
    if not changed and rows.count() < MOST_A_DAY:
        new = AskedQuery(day=today, language=language, text=words, times=1, unanswered=unanswered)
        AskedQuery.objects.bulk_create([new], ignore_conflicts=True)


def purge():
    """Delete what is older than SEARCH_LOG_DAYS. Returns how many rows."""
    oldest = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return AskedQuery.objects.filter(day__lt=oldest).delete()[0]
