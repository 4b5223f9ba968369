"""Message catalogues: what is wrong with ours, and what libraries leave untranslated."""

import re
from pathlib import Path

import polib

import django
from django.apps import apps
from django.conf import settings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def key(entry):
    return (entry.msgctxt or "", entry.msgid)


def plural_count(catalogue):
    """How many plural forms a catalogue's header promises."""
    match = re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(match[1]) if match else 0


def django_catalogue(name):
    """Django's own catalogue of a language, whose plural forms are the ones to have."""
    path = Path(django.__file__).parent / "conf" / "locale" / name / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path))


def expected_plurals(name):
    """How many plural forms a language has."""
    return plural_count(django_catalogue(name))


def broken(entry, plurals):
    """Why one entry can't be used, or None.

    Args:
        entry: a `polib.POEntry`.
        plurals: how many plural forms its language has.
    """
    if entry.fuzzy:
        return "fuzzy"
    if entry.msgid_plural:
        forms = list(entry.msgstr_plural.values())
        if len(forms) != plurals or not all(forms):
            return "not translated in all plural forms"
        wanted = set(placeholders(entry.msgid_plural))
        if any(not set(placeholders(form)) <= wanted for form in forms):
            return "placeholders differ"
        return None
    if not entry.msgstr:
        return "not translated"
    if placeholders(entry.msgid) != placeholders(entry.msgstr):
        return "placeholders differ"
    return None


def problems(catalogue, source):
    """What is wrong with a catalogue.

    Args:
        catalogue: the path of a `.po` file.
        source: the path of a `.po` or `.pot` file freshly made from the sources.

    Returns:
        a list of lines, empty when the catalogue is complete and up to date.
    """
    entries = {key(entry): entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete}
    wanted = {key(entry) for entry in polib.pofile(str(source)) if not entry.obsolete}
    plurals = plural_count(polib.pofile(str(catalogue)))
    name = Path(catalogue).parts[-3] if len(Path(catalogue).parts) > 2 else str(catalogue)
    return compared(name, entries, wanted, plurals)


def compared(name, entries, wanted, plurals):
    """What is missing among some entries, stale or broken, a line each."""
    found = [f"{name}: missing: {msgid!r}" for _ctx, msgid in sorted(set(wanted) - entries.keys())]
    found += [f"{name}: stale: {msgid!r}" for _ctx, msgid in sorted(entries.keys() - set(wanted))]
    for entry in entries.values():
        if reason := broken(entry, plurals):
            found.append(f"{name}: {reason}: {entry.msgid!r}")
    return found


# Their strings are on every page of the admin; ours are in `locale_wagtail/`.
LIBRARIES = ("wagtail", "wagtail_localize")
DOMAINS = ("django", "djangojs")


def their_catalogues(name, domain):
    """The catalogues that the libraries bring, those of the source language beside them.

    Args:
        name: a language as folders are named, such as `zh_Hans`.
        domain: one of `DOMAINS`.

    Returns:
        pairs of `polib.POFile`: of the source language, of the other one.
    """
    for app in apps.get_app_configs():
        if app.name.split(".")[0] not in LIBRARIES:
            continue
        source, theirs = (
            Path(app.path) / "locale" / folder / "LC_MESSAGES" / f"{domain}.po"
            for folder in (settings.LANGUAGE_CODE, name)
        )
        if source.exists():
            yield polib.pofile(str(source)), polib.pofile(str(theirs) if theirs.exists() else "")


def left_untranslated(name, domain):
    """The strings of the libraries that none of them has translated into a language.

    Args:
        name: a language as folders are named, such as `zh_Hans`.
        domain: one of `DOMAINS`.

    Returns:
        a dictionary: by `key` an empty `polib.POEntry`, in the order of the libraries.
    """
    wanted, translated = {}, set()
    for source, theirs in their_catalogues(name, domain):
        translated |= {key(entry) for entry in theirs if entry.translated() and not entry.obsolete}
        for entry in source:
            if not entry.obsolete:
                wanted.setdefault(key(entry), entry)
    return {
        found: polib.POEntry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
        )
        for found, entry in wanted.items()
        if found not in translated
    }


def library_catalogue(name, domain):
    """The path of our translations of what the libraries leave untranslated in a language."""
    return Path(settings.LOCALE_PATHS[1]) / name / "LC_MESSAGES" / f"{domain}.po"


def library_problems(name, domain):
    """What is wrong with that catalogue, as `problems`."""
    path = library_catalogue(name, domain)
    entries = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    return compared(name, entries, left_untranslated(name, domain), expected_plurals(name))
