"""From groups of terms to scored entries, in a fixed number of statements whatever is searched."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from search import sql
from search.models import Posting

# Entries looked at for one query. A term that stands in more is read from its best entry on.
CEILING = 1000
# What part of a query an entry must have to be shown.
ENOUGH = 0.45
READ_AT_ONCE = 4 * CEILING  # postings


@dataclass
class Match:
    """An entry with what of a query stands in it."""

    entry: int
    language: str
    score: float = 0.0
    cover: float = 0.0  # the share of the query that it has
    terms: dict = field(default_factory=dict)  # weight by primary key of the term


def texts_of(groups):
    for group in groups:
        yield from group.terms
        for _factor, words in group.phrases:
            for terms in words:
                yield from terms


def look_up(texts):
    """The terms of some languages in one statement.

    Args:
        texts: sets of terms by language.

    Returns:
        `(primary key, number of entries)` by language and term; terms that stand nowhere are left
        out. The empty term of each language, which counts its entries, is there as well.
    """
    conditions = []
    for language, terms in texts.items():
        condition, values = sql.any_of("text", ["", *terms])
        conditions.append((f"language = %s AND {condition}", [language, *values]))
    condition, values = sql.either(conditions)
    rows = sql.select(
        f"SELECT language, text, id, entries FROM {sql.TERMS}"  # noqa: S608
        f" WHERE entries > 0 AND ({condition})",
        values,
    )
    found = defaultdict(dict)
    for language, text, pk, entries in rows:
        found[language][text] = (pk, entries)
    return found


def frequency(group, known):
    """In how many entries a group can stand at most."""
    return sum(known[text][1] for text in set(texts_of([group])) if text in known)


def leading(groups, known):
    """The rarest groups of which each entry that is worth showing has at least one."""
    wanted = ENOUGH * sum(group.cover for group in groups)
    covering = sorted(
        (group for group in groups if group.cover and frequency(group, known)),
        key=lambda group: frequency(group, known),
    )
    rest = sum(group.cover for group in covering)
    taken = []
    for group in covering:
        # Without any of those taken, an entry can't have enough. Floats: 0.45 of all is enough.
        if taken and rest < wanted - 1e-9:
            break
        taken.append(group)
        rest -= group.cover
    return taken


def match(queries, known, entries=None):
    """Score what stands in the index.

    Args:
        queries: lists of `Group`s by language.
        known: what `look_up` found for them.
        entries: a queryset of `Entry` to which it is kept; all, whoever may see them, without.

    Returns:
        a list of `Match`es in no order, a thousand a language at most; and the languages in which
        there are more.
    """
    first, then, cut, has_more = set(), set(), set(), set()
    for language, groups in queries.items():
        words = known.get(language, {})
        every = {words[text] for text in texts_of(groups) if text in words}
        if sum(number for _pk, number in every) <= READ_AT_ONCE:
            first |= {pk for pk, _number in every}
            continue
        lead = {words[text] for text in texts_of(leading(groups, words)) if text in words}
        too_many = {pk for pk, number in lead if number > CEILING}
        has_more |= {language} if too_many else set()
        cut |= too_many
        first |= {pk for pk, _number in lead} - too_many
        then |= {pk for pk, _number in every} - first
    found = defaultdict(dict)
    rows = Posting.objects.values_list("entry_id", "term_id", "weight")
    if entries is not None:
        rows = rows.filter(Exists(entries.filter(pk=OuterRef("entry_id"))))
    if first:
        for entry, term, weight in rows.filter(term__in=first):
            found[entry][term] = weight
    for pk in sorted(cut):
        for entry, term, weight in rows.filter(term=pk).order_by("-weight", "entry")[:CEILING]:
            found[entry][term] = weight
    if then and found:
        best = sorted(found, key=lambda entry: (-sum(found[entry].values()), entry))
        has_more |= set(queries) if len(best) > 2 * CEILING else set()
        found = defaultdict(dict, {entry: found[entry] for entry in best[: 2 * CEILING]})
        for entry, term, weight in rows.filter(term__in=then, entry__in=sql.numbers(found)):
            found[entry][term] = weight
    matches = []
    for language, groups in queries.items():
        scored = score(groups, known.get(language, {}), found, language)
        scored.sort(key=lambda match: (-match.score, match.entry))
        has_more |= {language} if len(scored) > CEILING else set()
        matches += scored[:CEILING]
    return matches, has_more


def score(groups, known, found, language):
    """The `Match`es of one language. Score: the share that is covered × the sum over the groups."""
    everything = known.get("", (0, 1))[1]

    def rarity(entries):
        return math.log(1 + max(everything - entries + 0.5, 0.5) / (entries + 0.5))

    def prepare(terms, factor=1.0):
        return [
            (known[text][0], factor * value * rarity(known[text][1]) / 1000)
            for text, value in terms.items()
            if text in known
        ]

    prepared = [
        (
            group,
            prepare(group.terms),
            [[prepare(terms, factor) for terms in words] for factor, words in group.phrases],
        )
        for group in groups
    ]
    everything_asked = sum(group.cover for group in groups) or 1
    mine = {pk for _group, terms, phrases in prepared for pk, _value in terms}
    mine |= {
        pk
        for _group, _terms, phrases in prepared
        for words in phrases
        for terms in words
        for pk, _value in terms
    }
    matches = []
    for entry, weights in found.items():
        weights = {pk: weight for pk, weight in weights.items() if pk in mine}
        if not weights:
            continue
        total = cover = 0.0
        for group, terms, phrases in prepared:
            best = best_of(terms, weights)
            for words in phrases:
                values = [best_of(word, weights) for word in words]
                if all(values):
                    best = max(best, sum(values) / len(values))
            if best:
                total += group.weight * best
                cover += group.cover
        cover /= everything_asked
        if cover:
            matches.append(Match(entry, language, cover * total, cover, weights))
    return matches


def best_of(terms, weights):
    return max((weights[pk] * value for pk, value in terms if pk in weights), default=0.0)
