"""Keeps the index true: what has changed is read anew once the change is committed."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from wagtail.models import Page
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, post_page_move

from search import index
from search.kinds import kind_of

waiting = set()


def flush(kind, pk):
    """Update one thing, unless another change of the same transaction has done so already."""
    if (kind.name, pk) in waiting:
        waiting.discard((kind.name, pk))
        index.update(kind, [pk])


def changed(kind, pk):
    waiting.add((kind.name, pk))
    # Inline children are saved after their parent, within the transaction. robust: what an editor
    # did stands, whatever the index says.
    transaction.on_commit(lambda: flush(kind, pk), robust=True)


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
