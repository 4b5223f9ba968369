"""Keeps the desk up to date: what changed is refreshed once, when the change is committed."""

import threading
from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from wagtail.models import Page, TaskState, TranslatableMixin, WorkflowState
from wagtail.signals import page_published, post_page_move

from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from translations.access import ensure_translators
from translations.memory import carry_over
from translations.models import MachineSuggestion
from translations.segments import is_tracked
from translations.states import refresh

waiting = threading.local()  # what this thread's transaction has changed


def entries():
    if not hasattr(waiting, "entries"):
        waiting.entries = set()
    return waiting.entries


def flush(entry):
    """Refresh one row, unless another change of the same transaction has done so already."""
    if entry in entries():
        entries().discard(entry)
        refresh(*entry)


def changed(model, translation_key):
    """Have a row refreshed once the transaction is committed.

    Args:
        model: the specific model.
        translation_key: the key that the versions share.
    """
    if is_tracked(model):
        entry = (model, translation_key)
        entries().add(entry)
        # robust: what an editor did stands, whatever the index says.
        transaction.on_commit(lambda: flush(entry), robust=True)


@receiver([post_save, post_delete])
def content_changed(sender, instance, raw=False, **kwargs):
    if raw or not isinstance(instance, TranslatableMixin):
        return
    if sender is Page:
        changed(instance.specific_class, instance.translation_key)
    else:
        changed(sender, instance.translation_key)


@receiver(post_save)
def home_page_made(sender, instance, created=False, raw=False, **kwargs):
    if created and not raw and isinstance(instance, Page) and instance.depth == 2:
        transaction.on_commit(ensure_translators)


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    for page in instance.get_descendants(inclusive=True):
        changed(page.specific_class, page.translation_key)


@receiver([post_save, post_delete], sender=StringTranslation)
def string_translated(sender, instance, **kwargs):
    source = TranslationSource.objects.filter(object_id=instance.context.object_id).first()
    if source:
        changed(source.specific_content_type.model_class(), source.object_id)


@receiver([post_save, post_delete], sender=Translation)
def translation_changed(sender, instance, **kwargs):
    source = instance.source
    changed(source.specific_content_type.model_class(), source.object_id)


@receiver([post_save, post_delete], sender=MachineSuggestion)
def suggestion_changed(sender, instance, **kwargs):
    item = instance.cell.item
    changed(item.model, item.translation_key)


@receiver(post_save, sender=WorkflowState)
@receiver(post_save, sender=TaskState)
def workflow_changed(sender, instance, **kwargs):
    state = instance.workflow_state if sender is TaskState else instance
    thing = state.content_object
    if isinstance(thing, Page):
        thing = thing.specific
    if thing:
        changed(type(thing), thing.translation_key)


@receiver(page_published)
def source_published(sender, instance, alias=False, **kwargs):
    """Give wagtail-localize the new source; what was translated before is kept beside it."""
    if alias or instance.alias_of_id:
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source and source.translations.filter(enabled=True).exists():
        transaction.on_commit(partial(carry_over, source))
