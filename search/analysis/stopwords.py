"""Words that say how something is asked rather than what: dropped from queries, never from texts.

`data/stopwords-*.txt` hold the closed classes of each grammar: articles, pronouns, prepositions,
conjunctions, auxiliaries, question words. README.md names the grammars.
"""

from .data import words_of
from .folding import fold

STOP_WORDS = {
    code: frozenset(map(fold, words_of(f"stopwords-{code}")))
    for code in ("en", "fr", "es", "ru", "ar", "ko")
}
# Chinese is written without spaces: they are found as parts of a run, the longest first.
CHINESE = sorted(map(fold, words_of("stopwords-zh")), key=lambda phrase: (-len(phrase), phrase))
# Left out before a vowel in French (as in Lucene's elision filter). What follows an apostrophe in
# English is a short form of a verb, or the genitive.
ELIDED = frozenset(
    ("l", "d", "qu", "j", "n", "s", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu")
)
CONTRACTED = frozenset(("s", "t", "re", "ll", "ve", "d", "m"))


def is_stop_word(word, language):
    """Whether a folded word is a stop word in a language, or in English."""
    return word in STOP_WORDS.get(language, ()) or word in STOP_WORDS["en"]
