"""What is wrong with a message catalogue, compared with the strings that belong in it."""

import re
from pathlib import Path

import polib

import django

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


def problems(name, catalogue, source):
    """What is wrong with a catalogue, its head included.

    Args:
        name: its language as folders are named, such as `zh_Hans`.
        catalogue: a `polib.POFile`.
        source: a `polib.POFile` of the strings that have to be in it.

    Returns:
        a list of lines, empty when the catalogue is complete and up to date.
    """
    plurals = plural_count(django_catalogue(name))
    found = []
    if catalogue.metadata_is_fuzzy:
        found.append(f"{name}: the header is marked fuzzy, so the catalogue is never compiled")
    if plural_count(catalogue) != plurals:
        found.append(
            f"{name}: the header gives {plural_count(catalogue)} plural forms instead of {plurals}"
        )
    entries = {key(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = {key(entry) for entry in source if not entry.obsolete}
    found += [f"{name}: missing: {msgid!r}" for _ctx, msgid in sorted(wanted - entries.keys())]
    found += [f"{name}: stale: {msgid!r}" for _ctx, msgid in sorted(entries.keys() - wanted)]
    for entry in entries.values():
        if reason := broken(entry, plurals):
            found.append(f"{name}: {reason}: {entry.msgid!r}")
    return found
