"""What Wagtail and wagtail-localize leave in English, which `locale_wagtail/` translates."""

from pathlib import Path

import polib

from django.apps import apps
from django.conf import settings

from core.catalogues import key

LIBRARIES = ("wagtail", "wagtail_localize")
DOMAINS = ("django", "djangojs")


def library_catalogue(name, domain):
    """The path of our translations.

    Args:
        name: a language as folders are named, such as `zh_Hans`.
        domain: one of `DOMAINS`.
    """
    return Path(settings.LOCALE_PATHS[1]) / name / "LC_MESSAGES" / f"{domain}.po"


def entries(name, domain):
    """The entries of all catalogues that the libraries bring in a language, obsolete ones apart."""
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / name / "LC_MESSAGES" / f"{domain}.po"
        if app.name.split(".")[0] in LIBRARIES and path.exists():
            yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def left_untranslated(name, domain):
    """The strings that no library has translated into a language.

    Args:
        name: a language as folders are named, such as `zh_Hans`.
        domain: one of `DOMAINS`.

    Returns:
        a `polib.POFile` of entries without a translation, in the order of the libraries.
    """
    found = polib.POFile(wrapwidth=0)
    seen = {key(entry) for entry in entries(name, domain) if entry.translated()}
    for entry in entries(settings.LANGUAGE_CODE, domain):
        if key(entry) not in seen:
            seen.add(key(entry))
            found.append(
                polib.POEntry(
                    msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural
                )
            )
    return found
