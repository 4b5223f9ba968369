"""What is typed: groups of terms of which one each is looked for."""

from dataclasses import dataclass, field

from .korean import stripped
from .stems import LIGHT_STEM, stems
from .stems import STEM as STEM_MARK
from .stopwords import CHINESE, is_stop_word
from .terms import as_one, base, is_clipped, letters, pairs
from .words import Piece, words

LONGEST = 200  # characters
MOST_WORDS = 12
MOST_LETTERS = 20  # of Han and Hangul
EXACT, STEM, LIGHT, NEIGHBOURS = 1.0, 0.85, 0.6, 0.9


@dataclass
class Group:
    """Terms that stand for one another, of which the best counts.

    `weight` is its share of the score, `cover` its share of what was asked for: what only adds to
    the score covers nothing.
    """

    word: str  # folded, as typed
    script: str
    start: int
    end: int
    terms: dict = field(default_factory=dict)  # term: factor
    weight: float = 1.0
    cover: float = 1.0
    is_last: bool = False  # somebody may still be typing it
    # Other expressions for it: each a factor and the terms of each of its words, all to be there.
    phrases: list = field(default_factory=list)

    def add(self, terms, factor=1.0):
        """Let more terms stand for the group, at a factor; a term that is there keeps its best."""
        for term, value in terms.items():
            self.terms[term] = max(self.terms.get(term, 0), value * factor)


def graded(piece, language):
    """The terms of a piece of a word with their factors: the word itself first, then its stems.

    A stem is looked for as a word too: a word that is its own stem is indexed once. And a word is
    looked for as a stem: *ciudad*, which has one of its own, is that of *ciudades*.
    """
    found = {piece.word: EXACT}
    if piece.script in ("latin", "cyrillic"):
        found[STEM_MARK + piece.word] = STEM
    for stem in stems(piece.text, piece.word, piece.script, language):
        factor = LIGHT if stem.startswith(LIGHT_STEM) else STEM
        for term in (stem, stem[1:]):
            found[term] = max(found.get(term, 0), factor)
    return found


def query(text, language):
    """The groups of what somebody typed.

    Args:
        text: any string. 200 characters and twelve words of it are read; punctuation is no syntax.
        language: a language tag.

    Returns:
        a list of `Group`s in the order of the text; empty where there is no word in it. Stop words
        are left out, unless there is nothing else.
    """
    text = text[:LONGEST]
    language = base(language)
    found = [
        (word, [piece for piece in word.pieces if not is_clipped(piece, text, language)])
        for word in words(text)
    ]
    found = [(word, pieces) for word, pieces in found if pieces][:MOST_WORDS]
    shouted = text.upper() == text
    stops = [all(_is_stop(piece, language, shouted) for piece in pieces) for _, pieces in found]
    if all(stops):
        stops = [False] * len(stops)
    groups, previous, room = [], [], MOST_LETTERS
    for (word, pieces), stop in zip(found, stops, strict=True):
        here = []
        for piece in pieces:
            if piece.script in ("han", "hangul"):
                run = _han(piece, room) if piece.script == "han" else _hangul(piece, language, room)
                room -= len(piece.word)
                here += run
            else:
                terms = graded(piece, language)
                here.append(Group(piece.word, piece.script, piece.start, piece.end, terms))
        if word.joined:
            joined = graded(as_one(word), language)
            for group in here:
                group.add(joined)
        _join(previous, here, language)
        previous = here
        if not stop:
            groups += here
    groups = groups[: MOST_WORDS + 2 * MOST_LETTERS]
    if groups and not text[groups[-1].end :].strip():
        groups[-1].is_last = True
    return groups


def _is_stop(piece, language, shouted):
    if piece.text.isupper() and len(piece.text) > 1 and not shouted:
        return False  # IT, WHO, US
    if piece.script == "hangul":
        return is_stop_word(piece.word, language) or is_stop_word(stripped(piece.word), language)
    if piece.script == "han":
        return all(_asked_with(piece.word))
    return is_stop_word(piece.word, language)


def _join(previous, here, language):
    """Let two neighbours be found where they are written as one: `block chain`."""
    if len(previous) != 1 or len(here) != 1:
        return
    left, right = previous[0], here[0]
    if len({left.script, right.script} - {"number"}) != 1 or "arabic" in (
        left.script,
        right.script,
    ):
        return
    one = left.word + right.word
    script = right.script if right.script != "number" else left.script
    joined = graded(Piece(left.start, right.end, script, one, one), language)
    for group in (left, right):
        group.add(joined, NEIGHBOURS)


def _asked_with(run):
    """For each letter of a run of Han: whether it says how something is asked."""
    asked = [False] * len(run)
    for phrase in CHINESE:
        at = run.find(phrase)
        while at >= 0:
            asked[at : at + len(phrase)] = [True] * len(phrase)
            at = run.find(phrase, at + 1)
    return asked


def _spread(groups, share):
    """Give a share of the cover to those groups that have any, in equal parts."""
    counted = [group for group in groups if group.cover]
    for group in counted:
        group.cover = share / len(counted)


def _han(piece, room):
    piece = piece._replace(word=piece.word[: max(room, 0)])
    size = len(piece.word)
    if size < 2:
        return [
            Group(letter, "han", start, end, {letter: 1.0}) for start, end, letter in letters(piece)
        ]
    asked = _asked_with(piece.word)
    if all(asked):
        asked = [False] * size
    double = [
        Group(pair, "han", start, end, {pair: 1.0}, (size - 1) ** -0.5, not any(asked[at : at + 2]))
        for at, (start, end, pair) in enumerate(pairs(piece))
    ]
    single = [
        Group(letter, "han", start, end, {letter: 1.0}, 0.3 * size**-0.5, 1)
        for at, (start, end, letter) in enumerate(letters(piece))
        if not asked[at]
    ]
    _spread(single, 0.4 if any(group.cover for group in double) else 1)
    _spread(double, 0.6)
    return [*double, *single]


def _hangul(piece, language, room):
    piece = piece._replace(word=piece.word[: max(room, 0)])
    word, stem = piece.word, stripped(piece.word)
    if len(word) < 3:
        return [Group(word, "hangul", piece.start, piece.end, {word: 1.0})] if word else []
    weight = (len(stem) - 1) ** -0.5
    # What a particle makes with the last syllable may be part of the word: it adds, if found.
    groups = [
        Group(
            pair,
            "hangul",
            start,
            end,
            {pair: 1.0},
            weight if at < len(stem) - 1 else 0.3,
            at < len(stem) - 1,
        )
        for at, (start, end, pair) in enumerate(pairs(piece))
    ]
    _spread(groups, 1)
    for whole in stems(piece.text, word, "hangul", language):
        groups.append(Group(word, "hangul", piece.start, piece.end, {whole: EXACT}, 0.5, 0))
    return groups
