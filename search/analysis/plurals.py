"""Singulars of plurals that a stemmer keeps apart: more stems for a word, none fewer.

Each rule is one of the language, for whatever word has the ending; README.md names the grammars.
What is no plural gets a stem that nobody looks for.
"""

import re

_RULES = {
    # -s after a vowel, which Snowball takes together with what is before it (gobiernos); -z is
    # written c before e.
    "es": [("(?<=..[aeiouáéíóú])s$", ""), ("(?<=..)ces$", "z")],
    # Snowball keeps the s after a, i, o, u, è, s. The plural of -ail in -aux.
    "fr": [("(?<=...)[sx]$", ""), ("(?<=.)aux$", "ail")],
    "en": [
        ("([lr]|ea|ee|ie|oa|oo)ves$", r"\1f"),
        ("(?<=.)ives$", "ife"),
        ("(?<=.s)es$", ""),
        ("zzes$", "z"),
        ("(?<=[^s]s)es$", "is"),
        ("(?<=..)ices$", "ex"),
        ("(?<=..)ices$", "ix"),
        ("men$", "man"),
        ("(?<=..)eaux$", "eau"),
        ("(?<=...)i$", "us"),
        ("(?<=...)ae$", "a"),
    ],
    # Vowels that come and go before the last consonant: рынок and рынка, справка and справок.
    # Citizens in -анин have -ане. Nouns in -ей and -ея keep their е.
    "ru": [
        ("(?<=[бвгджзклмнпрстфхцчшщй])[оеё](?=[кцнлр]ь?$)", ""),
        ("(?<=л)[её](?=[кцн]$)", "ь"),
        ("(?<=[аеёоуяю])[её](?=к$)", "й"),
        ("([ая]н)(ин(а|у|ом|е)?|е|ам|ами|ах)?$", r"\1е"),
        ("(?<=е)(я|ю|ем|е|и|ев|ям|ями|ях)$", "й"),
    ],
}
_PATTERNS = {
    language: [(re.compile(pattern), replacement) for pattern, replacement in rules]
    for language, rules in _RULES.items()
}
SHORTEST = 3  # letters of what is left


def singulars(word, language):
    """What a word may be the plural, or another form, of.

    Args:
        word: in lower case, with or without accents.
        language: `en`, `es`, `fr` or `ru`.

    Returns:
        a set of words, to be stemmed as the word itself is; without the word itself.
    """
    if len(word) < SHORTEST:
        return set()
    found = {pattern.sub(replacement, word) for pattern, replacement in _PATTERNS[language]}
    return {one for one in found if len(one) >= SHORTEST} - {word}
