"""Keeps the index true: what has changed is read anew once the change is committed."""

import threading

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from wagtail.models import Page
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, post_page_move

from search import index
from search.kinds import kind_of

waiting = threading.local()  # what this thread's transaction has changed


def flush():
    """Update all that a transaction has changed. The first call leaves nothing to the others."""
    changed_ids, waiting.ids = getattr(waiting, "ids", {}), {}
    for kind, ids in changed_ids.items():
        for batch in index.batches(sorted(ids), index.CHUNK):
            index.update(kind, batch)


def changed(kind, pk):
    if not hasattr(waiting, "ids"):
        waiting.ids = {}
    waiting.ids.setdefault(kind, set()).add(pk)
    # Inline children are saved after their parent, within the transaction. robust: what an editor
    # did stands, whatever the index says.
    transaction.on_commit(flush, robust=True)


@receiver([post_save, post_delete])
def thing_changed(sender, instance, raw=False, **kwargs):
    if not raw and (kind := kind_of(sender)):
        changed(kind, instance.pk)


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    kind = kind_of(Page)
    for pk in instance.get_descendants(inclusive=True).values_list("pk", flat=True):
        changed(kind, pk)


@receiver(page_published)
def index_with_children(sender, instance, **kwargs):
    """Index a page for the admin's search once more when its inline children are saved as well.

    Wagtail's index is brought up to date when the page's own row is saved, which is before the rows
    of its questions, contacts or winners are.
    """
    insert_or_update_object(instance)
