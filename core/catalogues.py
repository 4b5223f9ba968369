"""What is wrong with a message catalogue, compared with the strings of the sources."""

import re
from pathlib import Path

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def key(entry):
    return (entry.msgctxt or "", entry.msgid)


def plural_count(catalogue):
    """How many plural forms a catalogue's header promises."""
    match = re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(match[1]) if match else 0


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
    found = [f"{name}: missing: {msgid!r}" for _ctx, msgid in sorted(wanted - entries.keys())]
    found += [f"{name}: stale: {msgid!r}" for _ctx, msgid in sorted(entries.keys() - wanted)]
    for entry in entries.values():
        if reason := broken(entry, plurals):
            found.append(f"{name}: {reason}: {entry.msgid!r}")
    return found
