import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale

from core.catalogues import problems
from core.library_catalogues import DOMAINS, left_untranslated, library_catalogue

SKIPPED = (".*", "var", "node_modules", "__pycache__", "*.mo")
MAKEMESSAGES = ("makemessages", "--no-location", "--no-wrap", "--no-obsolete", "--verbosity=0")


def refreshed(project, locales, folder):
    """Catalogues brought up to date with the sources, in a copy of the project.

    `makemessages` writes into each folder named `locale` beneath the one it runs in, whatever the
    settings say: only in a copy does it leave the project's own catalogues as they are.

    Args:
        project: the folder of the project.
        locales: the names of the folders in `locale/`.
        folder: an empty folder for the copy.

    Returns:
        the copy's `locale` folder.
    """
    copy = Path(folder) / "project"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(*SKIPPED))
    done = subprocess.run(  # noqa: S603 (every word of it is ours)
        [sys.executable, "-m", "django", *MAKEMESSAGES, *(f"--locale={name}" for name in locales)],
        cwd=copy,
        env={key: os.environ[key] for key in os.environ if key != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"The strings of the sources can't be read: {done.stderr.strip()}")
    return copy / "locale"


def pairs(name, fresh):
    """Each catalogue of a language that there has to be, with the strings that belong in it.

    Args:
        name: the language as folders are named.
        fresh: the folder of what `refreshed` has brought up to date.

    Returns:
        pairs of a path and a `polib.POFile`.
    """
    own = Path(name) / "LC_MESSAGES" / "django.po"
    yield Path(settings.LOCALE_PATHS[0]) / own, polib.pofile(str(fresh / own))
    for domain in DOMAINS:
        if left := left_untranslated(name, domain):
            yield library_catalogue(name, domain), left


class Command(BaseCommand):
    help = "Fails when a message catalogue misses a string, has a stale, fuzzy or broken one."
    requires_system_checks = []

    def handle(self, *args, **options):
        source_language = to_locale(settings.LANGUAGE_CODE)
        names = [to_locale(code) for code, _name in settings.LANGUAGES]
        locales = [name for name in names if name != source_language]
        found = []
        if (Path(settings.LOCALE_PATHS[0]) / source_language).exists():
            found.append(f"{source_language}: the language of the sources has no catalogue")
        with tempfile.TemporaryDirectory() as copy:
            fresh = refreshed(settings.BASE_DIR, locales, copy)
            for name in locales:
                for path, source in pairs(name, fresh):
                    if path.exists():
                        found += problems(name, polib.pofile(str(path)), source)
                    else:
                        found.append(f"{name}: there is no {path.relative_to(path.parents[3])}")
        if found:
            raise CommandError(
                "The message catalogues need work (make messages):\n" + "\n".join(found)
            )
        self.stdout.write(f"{len(locales)} message catalogues are complete and up to date.")
