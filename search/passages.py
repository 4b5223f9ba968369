"""What a result shows of itself: the words that were found, marked, in a passage around them."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from search.analysis import tokens

LENGTH = 220  # characters
# Where a passage may begin and end: at a space, or after a stop of Chinese and Korean.
STOPS = " \n\t。，、；：？！.,;:?!"
LONGEST = 20_000  # characters that are looked through
FURTHER = 2_000  # and past the first place where something is found


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text, not escaped yet."""

    text: str
    is_found: bool = False


def marked(pieces):
    """Pieces as HTML: escaped, what was found in `<mark>`."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece.text) if piece.is_found else piece.text,)
            for piece in pieces
        ),
    )


def found_in(text, language, terms, is_passage=False):
    """Where terms stand in a text, as `(start, end, term)` in order.

    For a passage, no further than it can reach once everything was found. Single letters of Han
    count only where no two of them are found together.
    """
    found, letters, missing, last = [], [], set(terms), LONGEST
    for token in tokens(text[:LONGEST], language):
        if token.start > last:
            break
        if terms.keys().isdisjoint(token.terms):
            continue
        term = next(term for term in token.terms if term in terms)
        place = letters if token.script == "letter" else found
        place.append((token.start, token.end, term))
        if is_passage and place is found:
            missing.difference_update(token.terms)
            further = FURTHER if missing else LENGTH
            last = min(last, token.start + further)
    return sorted(found or letters)


def cut(text, places, start=0, end=None):
    """A stretch of a text as `Piece`s, places that overlap or touch as one."""
    end = len(text) if end is None else end
    pieces, at = [], start
    for first, last, _term in places:
        first, last = max(first, start), min(last, end)
        if last <= at and first < at or first >= last:
            continue
        if first <= at and pieces and pieces[-1].is_found:
            pieces[-1] = Piece(pieces[-1].text + text[at:last], True)
        else:
            if first > at:
                pieces.append(Piece(text[at:first]))
            pieces.append(Piece(text[max(first, at) : last], True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def highlighted(text, language, terms):
    """A whole text as `Piece`s, the terms found in it marked."""
    return cut(text, found_in(text, language, terms))


def passage(text, language, terms):
    """The stretch of a text that says most about a query, as `Piece`s.

    Args:
        text: plain text.
        language: the language it is in.
        terms: how much each term of the query says, by term.

    Returns:
        the pieces, with an ellipsis where something is left out; the beginning of the text where
        no term stands in it.
    """
    text = " ".join(text[:LONGEST].split())
    places = found_in(text, language, terms, is_passage=True)
    start = best_start(places, terms)
    start = max(0, min(start - LENGTH // 4, len(text) - LENGTH))
    end = min(len(text), start + LENGTH)
    if start > 0:
        start = next(
            (at + 1 for at in range(start, min(start + 30, end)) if text[at] in STOPS), start
        )
    if end < len(text):
        end = next((at for at in range(end, max(end - 30, start), -1) if text[at] in STOPS), end)
    pieces = cut(text, places, start, end)
    if start > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def best_start(places, terms):
    best, best_value = 0, 0
    for number, (start, _end, _term) in enumerate(places):
        here = {}
        for _first, last, term in places[number : number + 60]:
            if last > start + LENGTH * 3 // 4:
                break
            here[term] = terms[term]
        value = sum(here.values())
        if value > best_value:
            best, best_value = start, value
    return best
