from django.db import transaction
from django.dispatch import receiver

from wagtail.signals import page_published

from wagtail_localize.models import TranslationSource


@receiver(page_published)
def refresh_translation_source(sender, instance, alias=False, **kwargs):
    """Tell translations that their source has changed: without it they stay "up to date" for ever.

    What is live in the other languages stays as it is.
    """
    if alias or instance.alias_of_id:
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source and source.translations.filter(enabled=True).exists():
        transaction.on_commit(source.update_from_db)
