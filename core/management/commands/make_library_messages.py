import polib

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from core.catalogues import django_catalogue, key
from core.library_catalogues import DOMAINS, left_untranslated, library_catalogue


class Command(BaseCommand):
    help = (
        "Brings locale_wagtail/ up to date: what Wagtail and wagtail-localize leave untranslated is"
        " there to be translated, and what they have translated since is not."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                for domain in DOMAINS:
                    self.refresh(to_locale(code), domain)

    def refresh(self, name, domain):
        catalogue, path = left_untranslated(name, domain), library_catalogue(name, domain)
        if not catalogue:
            path.unlink(missing_ok=True)
            return
        if path.exists():
            ours = {key(entry): entry for entry in polib.pofile(str(path))}
            catalogue[:] = [ours.get(key(entry), entry) for entry in catalogue]
        catalogue.metadata = {
            "Language": name,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": django_catalogue(name).metadata["Plural-Forms"],
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
