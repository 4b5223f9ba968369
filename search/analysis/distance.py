"""Typing errors: how far two words are from each other, and which words may be near."""

from itertools import combinations

# A letter left out of both words makes near words alike: Garbe's symmetric delete (2012). What
# lies behind the first letters is left to the distance.
PREFIX = 7


def allowed(word):
    """How many errors are forgiven in a word: one up to five letters, then two."""
    return 0 if len(word) < 3 else 1 if len(word) <= 5 else 2


def deletions(word, most):
    """The beginning of a word, and what is left of it without some of its letters.

    Words with at most `most` errors between them have at least one of these in common.
    """
    start = word[:PREFIX]
    found = {start}
    for missing in range(1, min(most, len(start) - 1) + 1):
        for left in combinations(start, len(start) - missing):
            found.add("".join(left))
    return {one for one in found if one}


def distance(one, other, limit):
    """The optimal string alignment distance of two words (Damerau 1964, restricted).

    A letter more, less, or another, and two neighbours swapped, count one each.

    Returns:
        the distance, or `limit` + 1 where it is more than `limit`.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    previous, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, previous, row = previous, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
