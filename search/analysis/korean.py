"""Korean: particles and endings, which are written together with the word before them.

`data/endings-korean.txt` holds the particles and the endings of 하다, 되다, 받다 and 이다.
"""

from .data import words_of

_ENDINGS = sorted(words_of("endings-korean"), key=lambda ending: (-len(ending), ending))
_SHORTEST = 2  # syllables that stay


def stripped(word):
    """A word without its longest particle or ending, and without the plural's 들 before it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    if word.endswith("들") and len(word) > _SHORTEST:
        word = word[:-1]
    return word
