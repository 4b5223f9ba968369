"""Writes the index. What is written is read fresh from the database."""

import hashlib
import re
from collections import Counter, defaultdict

from django.db import connections, router, transaction
from django.db.models import F

from wagtail.models import Page

from regional_offices.models import RegionalOfficePage
from search import analysis
from search.analysis.distance import allowed, deletions
from search.analysis.stems import STEM
from search.kinds import KINDS
from search.models import Entry, Posting, Spelling, Term
from search.texts import TITLE, parts

# BM25F: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
SATURATION, LENGTH_SHARE = 1.2, 0.4
USUAL_LENGTH = 60  # words
USUAL_LETTERS = 120  # pairs of letters, in Korean and Chinese
# Words and stems that are corrected. Han and Hangul are found by pairs whatever is wrong.
CORRECTED = re.compile(r"~?(?=.*[^\W\d_])[^\W\u1100-\u11ff\u2e80-\U0003ffff]{3,}")
CHUNK = 200
MOST_PARAMETERS = 5000  # in one statement


def batches(things, size=MOST_PARAMETERS):
    things = list(things)
    return (things[start : start + size] for start in range(0, len(things), size))


def spelling_keys(language, term):
    """Numbers that a word or stem has in common with those that are near it.

    Stems are given one error. What has a number in common by chance, the distance sorts out.
    """
    word, mark = term.lstrip(STEM), STEM if term.startswith(STEM) else ""
    for letters in deletions(word, min(allowed(word), 1) if mark else allowed(word)):
        digest = hashlib.blake2b(f"{language}:{mark}{letters}".encode(), digest_size=8).digest()
        yield int.from_bytes(digest, "big", signed=True)


def weigh(part, language):
    """The terms of a `Part` with their weights in thousandths, as a dictionary."""
    frequencies, length = Counter(), 0
    for boost, text in [(TITLE, part.title), *part.fields]:
        for token in analysis.tokens(text, language):
            length += token.script not in ("letter", "stem", "joined")
            for term in token.terms:
                frequencies[term] += boost
    usual = USUAL_LETTERS if language.startswith(("ko", "zh")) else USUAL_LENGTH
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / usual)
    return {
        term: round(1000 * frequency * (SATURATION + 1) / (frequency + norm))
        for term, frequency in frequencies.items()
    }


def entries_of(kind, thing, offices):
    """The entries of a thing, not saved, each with the `part` it is made of."""
    language = kind.language(thing)
    office = None
    if isinstance(thing, Page):
        paths = [thing.path[:end] for end in range(len(thing.path), 0, -Page.steplen)]
        office = next((offices[path] for path in paths if path in offices), None)
    date = getattr(thing, "date", None)
    for part in parts(thing):
        text = "\n".join(text for boost, text in part.fields if boost >= 1 and text)
        entry = Entry(
            source=kind.name,
            object_id=thing.pk,
            anchor=part.anchor,
            language=language,
            kind=part.model._meta.label_lower,
            office=office,
            date=date,
            title=part.title,
            text=text,
            version=analysis.VERSION,
        )
        made_of = (analysis.VERSION, language, entry.kind, office, date, part.title, part.fields)
        entry.digest = hashlib.blake2b(
            repr(made_of).encode("utf-8", "replace"), digest_size=16
        ).hexdigest()
        entry.part = part
        yield entry


def update(kind, ids):
    """Bring the entries of some things up to date: written, left as they are, or removed.

    Args:
        kind: a `Kind`.
        ids: their primary keys. Things that are gone, or not to be found any more, are removed.

    Returns:
        how many entries were written.
    """
    ids = list(ids)
    queryset = kind.indexed(kind.model._default_manager.filter(pk__in=ids)).order_by("pk")
    if kind.model is Page:
        queryset = queryset.specific()
    things = list(queryset)
    offices = {}
    if kind.model is Page:
        offices = dict(RegionalOfficePage.objects.values_list("path", "translation_key"))
    wanted = {
        (entry.object_id, entry.anchor): entry
        for thing in things
        if hasattr(thing, "get_search_fields")
        for entry in entries_of(kind, thing, offices)
    }
    with transaction.atomic():
        present = Entry.objects.filter(source=kind.name, object_id__in=ids).select_for_update()
        gone = []
        for entry in present.only("object_id", "anchor", "digest").order_by("pk"):
            new = wanted.get((entry.object_id, entry.anchor))
            if new and new.digest == entry.digest:
                del wanted[(entry.object_id, entry.anchor)]
            else:
                gone.append(entry.pk)
        changes = Counter()
        remove(gone, changes)
        write(list(wanted.values()), changes)
        count(changes)
    return len(wanted)


def remove(entry_ids, changes):
    """Delete entries with their postings; note in `changes` how many each term loses."""
    for batch in batches(entry_ids, CHUNK):
        postings = Posting.objects.filter(entry__in=batch)
        changes.subtract(postings.values_list("term_id", flat=True))
        for language in Entry.objects.filter(pk__in=batch).values_list("language", flat=True):
            changes[language] -= 1
        postings._raw_delete(postings.db)
        Entry.objects.filter(pk__in=batch)._raw_delete(postings.db)


def write(entries, changes):
    """Save new entries with their postings; note in `changes` how many each term gains."""
    Entry.objects.bulk_create(entries)
    weighed = [(entry, weigh(entry.part, entry.language)) for entry in entries]
    texts = defaultdict(set)
    for entry, weights in weighed:
        texts[entry.language] |= weights.keys()
        changes[entry.language] += 1
    ids = {language: term_ids(language, texts[language]) for language in texts}
    postings = []
    for entry, weights in weighed:
        for text, weight in weights.items():
            term = ids[entry.language][text]
            postings.append((term, entry.pk, weight))
            changes[term] += 1
    insert(Posting, ("term_id", "entry_id", "weight"), postings)


def insert(model, columns, rows):
    """Insert rows of plain numbers; those that are there stay. Models would cost ten times."""
    connection = connections[router.db_for_write(model)]
    name = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for batch in batches(rows, MOST_PARAMETERS // len(columns)):
            cursor.execute(
                f"INSERT INTO {name(model._meta.db_table)} ({', '.join(map(name, columns))})"  # noqa: S608
                f" VALUES {', '.join([row] * len(batch))} ON CONFLICT DO NOTHING",
                [value for values in batch for value in values],
            )


def term_ids(language, texts):
    """The primary keys of terms by their text. New ones are made, with their spellings."""
    terms = Term.objects.filter(language=language)
    found = {}
    for batch in batches(sorted(texts)):
        found.update(terms.filter(text__in=batch).values_list("text", "pk"))
    new = sorted(texts - found.keys())
    for batch in batches(new):
        Term.objects.bulk_create(
            [Term(language=language, text=text) for text in batch], ignore_conflicts=True
        )
        found.update(terms.filter(text__in=batch).values_list("text", "pk"))
    spellings = {
        (key, found[text])
        for text in new
        if CORRECTED.fullmatch(text)
        for key in spelling_keys(language, text)
    }
    insert(Spelling, ("key", "term_id"), sorted(spellings))
    return found


def count(changes):
    """Note in how many entries terms stand now.

    Args:
        changes: how many more, by primary key of the term; by language for the entries themselves.
    """
    for language in [key for key in changes if isinstance(key, str)]:
        changes[term_ids(language, {""})[""]] += changes.pop(language)
    by_change = defaultdict(list)
    for term, change in changes.items():
        if change:
            by_change[change].append(term)
    # In one order, so that two who save at once wait for each other rather than for ever.
    for batch in batches(sorted(term for term, change in changes.items() if change)):
        list(Term.objects.select_for_update().filter(pk__in=batch).order_by("pk").values_list("pk"))
    for change, terms in sorted(by_change.items()):
        for batch in batches(sorted(terms)):
            Term.objects.filter(pk__in=batch).update(entries=F("entries") + change)


def clear():
    """Empty the index."""
    for model in (Posting, Spelling, Entry, Term):
        model.objects.all()._raw_delete(router.db_for_write(model))


def rebuild(only_stale=False, progress=lambda *args: None):
    """Bring the whole index up to date, and remove what is left of things that are gone.

    Args:
        only_stale: look only at what another version of the analysis has written.
        progress: called with the name of a kind, how many things are done, and of how many.

    Returns:
        how many entries were written.
    """
    written = 0
    for kind in KINDS.values():
        entries = Entry.objects.filter(source=kind.name)
        if only_stale:
            ids = set(entries.exclude(version=analysis.VERSION).values_list("object_id", flat=True))
        else:
            ids = set(entries.values_list("object_id", flat=True))
            things = kind.indexed(kind.model._default_manager.all())
            ids.update(things.values_list("pk", flat=True))
        done = 0
        for batch in batches(sorted(ids), CHUNK):
            written += update(kind, batch)
            done += len(batch)
            progress(kind.name, done, len(ids))
    if not only_stale:
        Term.objects.filter(entries__lte=0).exclude(text="").delete()
    return written
