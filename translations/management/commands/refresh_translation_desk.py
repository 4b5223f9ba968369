from django.core.management.base import BaseCommand

from wagtail.models import get_page_models

from translations.models import TranslatedItem
from translations.segments import is_tracked, tracked_records
from translations.states import refresh


class Command(BaseCommand):
    help = (
        "Makes the translation desk's index anew: how each page and record stands in each"
        " language. Keeps what translators have seen. Idempotent; needed after a restored or"
        " imported database and when a language is added."
    )

    def handle(self, *args, **options):
        models = [model for model in get_page_models() if is_tracked(model)] + tracked_records()
        seen = set()
        for model in models:
            keys = model.objects.order_by("translation_key")
            for key in keys.values_list("translation_key", flat=True).distinct():
                if item := refresh(model, key):
                    seen.add(item.pk)
        TranslatedItem.objects.exclude(pk__in=seen).delete()
        self.stdout.write(f"The translation desk knows {len(seen)} pages and records.")
