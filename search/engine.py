"""Finds what a reader may see. The results page asks `search`; docs/search.md says how it works.

What may be seen is asked of Wagtail's own tables for every answer: the index says what is relevant,
never what is public. Results, counts, facets, suggestions and corrections are all made of what is
left after that.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.conf import settings

from languages.models import rules_for
from search.analysis import query as analyse
from search.analysis import tokens
from search.kinds import KINDS
from search.matching import ENOUGH, look_up, match, texts_of
from search.models import Entry
from search.passages import highlighted, passage
from search.repair import repair
from search.synonyms import add_synonyms

# Shown is what has all of the query; and what has much of it and does not fall far behind the best.
COMPLETE, GOOD = 0.99, 0.35
FACETS = ("kind", "office", "year")
OTHER_LANGUAGE_HITS = 3
SUGGESTIONS = 8


@dataclass
class Hit:
    """A result as it is shown. Its title and passage are lists of `passages.Piece`, not escaped."""

    thing: object  # the page, record or document
    url: str  # with the anchor
    entry: Entry
    terms: dict  # how much each term says that was looked for

    @property
    def language(self):
        """The code of the language that the text is in."""
        return self.entry.language

    @property
    def date(self):
        return self.entry.date

    @property
    def kind(self):
        """The label of a model, such as `news.newspage`."""
        return self.entry.kind

    @property
    def kind_name(self):
        return apps.get_model(self.kind)._meta.verbose_name

    @cached_property
    def title(self):
        return highlighted(self.entry.title, self.language, self.terms)

    @cached_property
    def passage(self):
        return passage(self.entry.text, self.language, self.terms)


def languages_of(language):
    """The languages that a reader of one is shown: theirs, then those of its fallback."""
    return list(dict.fromkeys([language, *rules_for(language).languages]))


class Found:
    """What a query finds for a reader in some languages, before any filter.

    Args:
        text: what was typed, whatever it is.
        language: the reader's; None where each language is looked at by itself.
        languages: in which it is looked for, the most wanted first.
        is_typing: whether the last word is perhaps only begun.
    """

    def __init__(self, text, language, languages, is_typing=False):
        self.text, self.language, self.languages = text, language, languages
        queries = {code: add_synonyms(analyse(text, code), code) for code in languages}
        self.queries = {code: groups for code, groups in queries.items() if groups}
        self.known, self.corrections, self.is_cut, self.matches = {}, [], False, []
        if self.queries:
            self.known = look_up({code: set(texts_of(q)) for code, q in self.queries.items()})
            if language:
                self.corrections = repair(self.queries, self.known, is_typing)
            matches, self.is_cut = match(self.queries, self.known)
            self.matches = worth_showing(self.visible(matches), languages)

    def visible(self, matches):
        """The matches that the reader may see, with the facts of their entries."""
        entries = Entry.objects.filter(
            pk__in=[one.entry for one in matches], language__in=self.languages
        )
        facts = {
            row["pk"]: row
            for row in entries.values(
                "pk", "source", "object_id", "language", "kind", "office", "date"
            )
        }
        by_source = defaultdict(set)
        for row in facts.values():
            by_source[row["source"]].add(row["object_id"])
        may_see = {
            (source, pk)
            for source, ids in by_source.items()
            for pk in KINDS[source]
            .visible(KINDS[source].model._default_manager.filter(pk__in=ids), self.language)
            .order_by()
            .values_list("pk", flat=True)
        }
        seen = []
        for one in matches:
            row = facts.get(one.entry)
            if row and (row["source"], row["object_id"]) in may_see:
                one.kind, one.office, one.date = row["kind"], row["office"], row["date"]
                seen.append(one)
        return seen

    @cached_property
    def rarities(self):
        """How much each term says that was looked for, by language and term: for passages."""
        return {
            code: {text: 1 / entries for text, (_pk, entries) in terms.items() if text}
            for code, terms in self.known.items()
        }


def worth_showing(matches, languages):
    """Those of some matches that are shown, best first; newer before older where they are equal."""
    shown = []
    for place, language in enumerate(languages):
        here = [one for one in matches if one.language == language]
        if not here:
            continue
        best = max(one.score for one in here)
        kept = [
            one
            for one in here
            if one.cover >= COMPLETE or (one.cover >= ENOUGH and one.score >= GOOD * best)
        ]
        if not kept:
            most = max(one.cover for one in here)
            kept = [one for one in here if one.cover >= most - 1e-9]
        for one in kept:
            # To the thousandth of the best: what is as good is ordered by date.
            one.place, one.rank = place, round(one.score / best, 3)
        shown += kept
    return sorted(shown, key=by_relevance)


def by_relevance(one):
    newest = -(one.date.toordinal() if one.date else 0)
    return (one.place, -one.rank, newest, one.entry)


def by_date(one):
    return (-(one.date.toordinal() if one.date else 0), *by_relevance(one))


class Results:
    """What a query finds: as long as what is found, and sliced into `Hit`s, for a paginator.

    Attributes:
        has_words: whether there was a word in what was typed.
        total: how many were found; the same as `len()`.
        is_cut: whether there are more than were looked at: say "more than".
        did_you_mean: the query without its typing errors, where only so something was found;
            otherwise empty.
        facets: for `kind`, `office` and `year`, the number of results by value, each counted with
            the other filters on, the most frequent first (years: the latest first).
    """

    def __init__(self, found, filters=None, sort="relevance"):
        self.found = found
        self.has_words, self.is_cut = bool(found.queries), found.is_cut
        self.filters = {name: value for name, value in (filters or {}).items() if value}
        self.matches = [one for one in found.matches if self.passes(one)]
        if sort == "date":
            self.matches.sort(key=by_date)
        self.total = len(self.matches)

    def passes(self, one, but=None):
        return all(
            value_of(one, name) == str(value) for name, value in self.filters.items() if name != but
        )

    def __len__(self):
        return self.total

    def __getitem__(self, which):
        return hits(self.found, self.matches[which])

    @cached_property
    def facets(self):
        facets = {}
        for name in FACETS:
            values = (
                value_of(one, name) for one in self.found.matches if self.passes(one, but=name)
            )
            counted = Counter(value for value in values if value)
            order = (lambda row: row[0]) if name == "year" else (lambda row: (row[1], row[0]))
            facets[name] = dict(sorted(counted.items(), key=order, reverse=True))
        return facets

    @cached_property
    def did_you_mean(self):
        return corrected(self.found)


def value_of(one, facet):
    """The value of a match for a facet, as it stands in an address; empty where it has none."""
    if facet == "year":
        return str(one.date.year) if one.date else ""
    return str(getattr(one, facet) or "")


def search(text, language, *, kind="", office="", year="", sort="relevance"):
    """Find what a reader of a language may see.

    Args:
        text: what was typed; any string at all.
        language: the reader's language. What stands in for it by the fallback policy comes after.
        kind: only this kind: the label of a model, such as `news.newspage`.
        office: only what stands beneath this office: the translation key of its page.
        year: only of this year.
        sort: `relevance`, or `date` for the newest first.

    Returns:
        `Results`. A value that nothing has gives none; nothing is raised for any input.
    """
    found = Found(text, language, languages_of(language))
    return Results(found, {"kind": kind, "office": office, "year": year}, sort)


def other_languages(text, language):
    """What readers of the other languages would find: at most three a language.

    Args:
        text: what was typed.
        language: the reader's.

    Returns:
        lists of `Hit`s by language, in the order of the settings; languages without any left out.
    """
    own = languages_of(language)
    codes = [code for code, _name in settings.LANGUAGES if code not in own]
    found = Found(text, None, codes)
    first = []
    for code in codes:
        first += [one for one in found.matches if one.language == code][:OTHER_LANGUAGE_HITS]
    by_language = {}
    for hit in hits(found, first):
        by_language.setdefault(hit.language, []).append(hit)
    return by_language


def hits(found, matches):
    """The `Hit`s of some matches, in their order: four statements, and one a source."""
    entries = Entry.objects.in_bulk([one.entry for one in matches])
    ids = defaultdict(set)
    for entry in entries.values():
        ids[entry.source].add(entry.object_id)
    things, urls = {}, {}
    for source, pks in ids.items():
        kind = KINDS[source]
        things[source] = kind.model._default_manager.in_bulk(pks)
        urls[source] = kind.addresses(list(things[source].values()), found.language)
    shown = []
    for one in matches:
        entry = entries.get(one.entry)
        thing = entry and things[entry.source].get(entry.object_id)
        url = thing and urls[entry.source].get(thing.pk)
        if not url:
            continue
        url = f"{url}#{entry.anchor}" if entry.anchor else url
        shown.append(Hit(thing, url, entry, found.rarities[entry.language]))
    return shown


def corrected(found):
    """A query with its mistyped words as they stand in the best result that has them.

    Returns:
        the corrected query, or an empty string: also where what the words were corrected to stands
        only in what the reader may not see.
    """
    changes = {}
    for language, group, words in found.corrections:
        if language != found.languages[0] or group.start in changes:
            continue
        for one in found.matches[:20]:
            written = [word for word in words if stands_in(word, one, found.known[language])]
            if written:
                changes[group.start] = (group.end, as_written(written[0], one))
                break
    text, at = "", 0
    for start, (end, word) in sorted(changes.items()):
        text += found.text[at:start] + word
        at = end
    return text + found.text[at:] if changes else ""


def stands_in(word, one, known):
    return all(part in known and known[part][0] in one.terms for part in word.split())


def as_written(words, one):
    """Folded words as they are written in an entry, accents and capitals kept."""
    entry = Entry.objects.get(pk=one.entry)
    text = f"{entry.title}\n{entry.text}"
    written = {}
    for token in tokens(text, entry.language):
        for term in token.terms:
            written.setdefault(term, text[token.start : token.end])
    return " ".join(written.get(word, word).lower() for word in words.split())


def suggestions(text, language, limit=SUGGESTIONS):
    """Things whose titles go on as somebody has begun to type.

    Args:
        text: what is typed so far; any string.
        language: the reader's.
        limit: how many at most.

    Returns:
        a list of `Hit`s with a word of the query, perhaps begun, in their titles; no title twice.
    """
    found = Found(text, language, languages_of(language), is_typing=True)
    chosen = {}
    for hit in hits(found, found.matches[: 3 * limit]):
        if any(piece.is_found for piece in hit.title):
            chosen.setdefault("".join(piece.text for piece in hit.title), hit)
    return list(chosen.values())[:limit]
