"""Words that the index does not know: half typed, written in one, mistyped, of the same family.

Four statements at most, whatever the number of words. Only what readers really find by it is
offered to them as a correction: `engine.Results.did_you_mean`.
"""

from collections import defaultdict
from os.path import commonprefix

from search import sql
from search.analysis.arabic import bare
from search.analysis.distance import allowed, distance
from search.analysis.query import graded
from search.analysis.stems import STEM, stems, without_prefix
from search.analysis.terms import base
from search.analysis.words import Piece
from search.index import spelling_keys
from search.matching import look_up, texts_of

ALPHABETIC = {"latin", "cyrillic", "arabic"}
PREFIX, FAMILY, TYPO, SPLIT = 0.8, 0.6, 0.6, 0.9
SHORTEST_PREFIX, SHORTEST_FAMILY, FAMILY_START, FAMILY_SHARE = 3, 6, 5, 0.65
MOST = 20  # words that one stands for
MOST_ERRORS = 5
READ = 400  # words for each that is unknown, the most frequent first
LAST = "\U0010ffff"


def repair(queries, known, is_typing=False):
    """Let words that stand nowhere be found by words that do.

    Args:
        queries: lists of `Group`s by language; groups of unknown words get terms.
        known: what `matching.look_up` found for them; gets what stands for them.
        is_typing: whether the last word is taken as begun even where it is known.

    Returns:
        the corrections: `(language, group, replacements)` for each word that was mistyped or
        written in one with its neighbour.
    """
    unknown = [
        (language, group)
        for language, groups in queries.items()
        for group in groups
        if (is_typing and group.is_last and group.cover)
        or (group.script in ALPHABETIC and not is_known(group, known[language]))
    ]
    if not unknown:
        return []
    beginnings = words_begun(unknown)
    corrections, more = [], defaultdict(set)
    left = []
    for language, group in unknown:
        begins = beginnings[language]
        if group.is_last and (words := begun(group, begins, is_typing)):
            stand_for(group, words, PREFIX, language)
        elif is_known(group, known[language]):
            continue
        elif two := halves(group.word, begins):
            group.phrases.append((SPLIT, [terms_of(word, group, language) for word in two]))
            corrections.append((language, group, [" ".join(two)]))
        else:
            left.append((language, group))
            continue
        more[language].update(texts_of([group]))
    spellings = words_spelt_like(left) if left else {}
    strange = []
    for language, group in left:
        if words := nearest(forms(group, base(language)), spellings[language]):
            stand_for(group, words, TYPO, language)
            corrections.append((language, group, words))
            more[language].update(texts_of([group]))
        else:
            strange.append((language, group))
    relations = words_related(strange) if strange else {}
    for language, group in strange:
        if words := family(relatives(group, base(language)), relations[language]):
            stand_for(group, words, FAMILY, language)
            more[language].update(texts_of([group]))
    for language, terms in look_up(more).items() if more else ():
        known[language].update(terms)
    return corrections


def is_known(group, known):
    return any(text in known for text in texts_of([group]))


def forms(group, language):
    """A word of a query and its stems, as they stand in the index."""
    found = stems(group.word, group.word, group.script, language)
    return {group.word, *(stem for stem in found if stem.startswith(STEM))}


def terms_of(word, group, language):
    if word.startswith(STEM) or group.script not in ALPHABETIC:
        return {word: 1.0}
    return graded(Piece(0, 0, group.script, word, word), language)


def stand_for(group, words, factor, language):
    for word in words:
        group.add(terms_of(word, group, language), factor)


def words_begun(unknown):
    """Words with unknown ones as their beginning, where these are the last; and the halves of all.

    Returns:
        in how many entries each stands, by language and word.
    """
    conditions = []
    for language, group in unknown:
        here = [sql.any_of("text", [half for two in splits(group.word) for half in two])]
        if group.is_last:
            here += begin_with({group.word, *arabic_forms(group)})
        conditions.append(in_language(language, here))
    return frequencies(conditions)


def words_related(unknown):
    """Words and stems with the first letters of unknown ones. Returned as by `words_begun`."""
    conditions = []
    for language, group in unknown:
        starts = {one[:FAMILY_START] for one in relatives(group, base(language))}
        conditions.append(
            in_language(language, begin_with(starts | {STEM + one for one in starts}))
        )
    return frequencies(conditions)


def begin_with(starts):
    # A range, where `LIKE` would read the whole language.
    return [("text >= %s AND text < %s", [start, start + LAST]) for start in sorted(starts)]


def in_language(language, conditions):
    condition, values = sql.either(conditions)
    return f"language = %s AND ({condition})", [language, *values]


def frequencies(conditions):
    """Words of which one of the conditions holds, and in how many entries each stands."""
    condition, values = sql.either(conditions)
    return by_language(
        f"SELECT language, text, entries FROM {sql.TERMS}"  # noqa: S608
        f" WHERE entries > 0 AND ({condition})"
        f" ORDER BY entries DESC, text LIMIT {READ * len(conditions)}",
        values,
    )


def words_spelt_like(unknown):
    """Words that share letters with unknown ones: one statement. Returned as by `words_begun`."""
    keys = {
        key
        for language, group in unknown
        for form in forms(group, base(language))
        for key in spelling_keys(language, form)
    }
    condition, values = sql.any_of("spelling.key", sorted(keys))
    return by_language(
        f"SELECT term.language, term.text, term.entries FROM {sql.SPELLINGS} AS spelling"  # noqa: S608
        f" JOIN {sql.TERMS} AS term ON term.id = spelling.term_id"
        f" WHERE term.entries > 0 AND {condition}"
        f" ORDER BY term.entries DESC, term.text LIMIT {READ * len(unknown)}",
        values,
    )


def by_language(statement, values):
    found = defaultdict(dict)
    for language, text, entries in sql.select(statement, values):
        found[language][text] = entries
    return found


def most_frequent(words, most):
    return sorted(words, key=lambda word: (-words[word], word))[:most]


def arabic_forms(group):
    """In Arabic somebody may begin a word without what is attached to it in the text."""
    return {STEM + one for one in bare(group.word)} if group.script == "arabic" else set()


def begun(group, words, is_typing=False):
    """The words that begin with what is typed so far."""
    if len(group.word) < SHORTEST_PREFIX and not is_typing:
        return []
    starts = (group.word, *arabic_forms(group))
    return most_frequent({one: n for one, n in words.items() if one.startswith(starts)}, MOST)


def splits(word):
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)]


def halves(word, words):
    """The two known words that a word is made of, the shorter as long as can be; or None."""
    found = [two for two in splits(word) if two[0] in words and two[1] in words]
    return max(found, key=lambda two: (min(map(len, two)), two), default=None)


def nearest(forms, words):
    """The words with the fewest errors between, those with the same first letter before others.

    Stems count where no word is near.
    """
    ranked = defaultdict(dict)
    for form in forms:
        is_stem = form.startswith(STEM)
        bare_form = form.lstrip(STEM)
        limit = min(allowed(bare_form), 1) if is_stem else allowed(bare_form)
        for other, entries in words.items():
            if other.startswith(STEM) == is_stem:
                bare_other = other.lstrip(STEM)
                errors = distance(bare_form, bare_other, limit)
                if errors <= limit:
                    ranked[is_stem, errors, bare_form[0] != bare_other[0]][other] = entries
    return most_frequent(ranked[min(ranked)], MOST_ERRORS) if ranked else []


def relatives(group, language):
    """A word and its stems, without their marks: what its family is known by."""
    if len(group.word) < SHORTEST_FAMILY:
        return set()
    words = {group.word, without_prefix(group.word, group.script)}
    for word in set(words):
        words.update(stem[1:] for stem in stems(word, word, group.script, language))
    return {word for word in words if len(word) >= FAMILY_START}


def family(relatives, words):
    """The words and stems that begin as those of a word do, for most of the longer of the two."""
    found = {}
    for one in relatives:
        for other, entries in words.items():
            common = len(commonprefix([one, other.lstrip(STEM)]))
            longer = max(len(one), len(other.lstrip(STEM)))
            if common >= FAMILY_START and common >= FAMILY_SHARE * longer:
                found[other] = entries
    return most_frequent(found, MOST)
