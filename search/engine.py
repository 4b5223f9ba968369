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
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from languages.models import rules_for
from search import sql
from search.analysis import query as analyse
from search.analysis import tokens
from search.kinds import KINDS
from search.matching import ENOUGH, look_up, match, texts_of
from search.models import Entry
from search.passages import LONGEST, highlighted, passage
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
    terms: dict  # what was looked for and stands in it: how much each term says

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
        return passage(self.entry.beginning, self.language, self.terms)


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
            self.matches = self.shown()

    def shown(self):
        """The matches that are shown, best first."""
        matches, has_more = match(self.queries, self.known)
        self.is_cut = bool(has_more)
        asked, seen = self.seen(matches)
        # Where most of the best may not be seen, the best of what may be is read.
        before, after = (Counter(one.language for one in some) for some in (asked, seen))
        hidden = {code for code in has_more if 2 * after[code] < before[code]}
        if hidden:
            queries = {code: self.queries[code] for code in hidden}
            matches, _has_more = match(queries, self.known, self.entries_seen())
            seen = [one for one in seen if one.language not in hidden] + self.visible(matches)
        return worth_showing(seen, self.languages)

    def seen(self, matches):
        """What of some matches the reader may see, as far as it is worth showing.

        Returns:
            the matches of which it was asked, and those that may be seen.
        """
        likely, bests = [], set()
        for language, here in by_language(matches).items():
            best = max(here, key=lambda one: one.score)
            good = [one for one in here if is_good(one, best.score)]
            # Little may be seen in a language that stands in for the reader's.
            if best in good and language == (self.language or language):
                likely += good
                bests.add(best.entry)
            else:
                likely += here
        seen = self.visible(likely)
        # The best says what is good beside it. Where it may not be seen, more is.
        unsure = {one.language for one in likely if one.entry in bests}
        unsure -= {one.language for one in seen if one.entry in bests}
        asked = {one.entry for one in likely}
        rest = [one for one in matches if one.language in unsure and one.entry not in asked]
        return likely + rest, seen + self.visible(rest)

    def visible(self, matches):
        """The matches that the reader may see, with the facts of their entries."""
        if not matches:
            return []
        entries = Entry.objects.filter(pk__in=sql.numbers(one.entry for one in matches))
        facts, by_source = {}, defaultdict(set)
        for pk, source, thing, *values in entries.values_list(
            "pk", "source", "object_id", "kind", "office", "date"
        ):
            facts[pk] = (source, thing, *values)
            by_source[source].add(thing)
        may_see = {
            source: set(
                self.things_seen(source, pk__in=sql.numbers(ids)).values_list("pk", flat=True)
            )
            for source, ids in by_source.items()
        }
        seen = []
        for one in matches:
            if one.entry in facts:
                source, thing, one.kind, one.office, one.date = facts[one.entry]
                if thing in may_see[source]:
                    seen.append(one)
        return seen

    def things_seen(self, source, **conditions):
        kind = KINDS[source]
        things = kind.model._default_manager.filter(**conditions)
        return kind.visible(things, self.language).order_by()

    def entries_seen(self):
        """The entries that the reader may see, as a queryset. Slow for many: it asks for each."""
        may_see = Q(pk__in=[])
        for source in KINDS:
            here = self.things_seen(source, pk=OuterRef("object_id"))
            may_see |= Q(source=source) & Exists(here)
        return Entry.objects.filter(may_see)

    def terms_in(self, one):
        """The terms of the query that stand in an entry, and how much each says: for passages."""
        return {
            text: 1 / entries
            for text, (pk, entries) in self.known[one.language].items()
            if pk in one.terms
        }


def by_language(matches):
    found = defaultdict(list)
    for one in matches:
        found[one.language].append(one)
    return found


def is_good(one, best):
    """Whether a match is shown beside one with the best score."""
    return one.cover >= COMPLETE or (one.cover >= ENOUGH and one.score >= GOOD * best)


def worth_showing(matches, languages):
    """Those of some matches that are shown, best first; newer before older where they are equal."""
    shown = []
    here = by_language(matches)
    for place, language in enumerate(code for code in languages if code in here):
        best = max(one.score for one in here[language])
        kept = [one for one in here[language] if is_good(one, best)]
        if not kept:
            most = max(one.cover for one in here[language])
            kept = [one for one in here[language] if one.cover >= most - 1e-9]
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
    # Of a long text, what passages are cut out of is read alone.
    entries = Entry.objects.defer("text").annotate(beginning=Substr("text", 1, LONGEST))
    entries = entries.in_bulk([one.entry for one in matches])
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
        shown.append(Hit(thing, url, entry, found.terms_in(one)))
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
