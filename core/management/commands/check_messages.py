import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings
from django.utils.translation import to_locale

from core.catalogues import problems

IGNORED = [".venv", "var", "node_modules"]


class Command(BaseCommand):
    help = "Fails when a message catalogue misses a string, has a stale, fuzzy or broken one."

    def handle(self, *args, **options):
        locales = [
            to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        ]
        folder = Path(settings.LOCALE_PATHS[0])
        found = []
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            with override_settings(LOCALE_PATHS=[copy]):
                call_command(
                    "makemessages",
                    locale=locales,
                    no_location=True,
                    no_wrap=True,
                    no_obsolete=True,
                    ignore_patterns=IGNORED,
                    verbosity=0,
                )
            for name in locales:
                catalogue = folder / name / "LC_MESSAGES" / "django.po"
                if not catalogue.exists():
                    found.append(f"{name}: there is no catalogue")
                    continue
                found += problems(catalogue, Path(copy) / name / "LC_MESSAGES" / "django.po")
        if found:
            raise CommandError(
                "The message catalogues need work (make messages):\n" + "\n".join(found)
            )
        self.stdout.write(f"{len(locales)} message catalogues are complete and up to date.")
