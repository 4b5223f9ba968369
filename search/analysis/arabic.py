"""Arabic: what is attached to a word in writing.

Light stemming after Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information
Retrieval" (2007), light10; its conjunction, articles and suffixes, in two steps of which the first
keeps more of the word. Words come folded (no hamza, ي for ى, ه for ة).
"""

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def bare(word):
    """A word without conjunction, preposition and article, and what else it may be the plural of.

    Returns:
        a list of one or three words. The sound feminine plural in -ات is that of nouns in ة and of
        nouns without it (Ryding 2005, chapter 7): both singulars stand beside it.
    """
    if word.startswith("و") and len(word) >= 4 and not word.startswith("وال"):
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    if word.endswith("ات") and len(word) >= 5:
        return [word, f"{word[:-2]}ه", word[:-2]]
    return [word]


def light_stem(word):
    """A word as `bare` gives it, without its suffixes. At least two letters stay."""
    word = bare(word)[0]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word
