"""The official names of the demo: `content/<language>/glossary.toml` as terms of the glossary."""

import tomllib

from demo import reader
from translations.models import GlossaryTerm


def read_glossary(code):
    """The names of one language: term, forms and note by key.

    Not laid over the English ones as texts are: each language has forms of its own.
    """
    return tomllib.loads((reader.FOLDER / code / "glossary.toml").read_text("utf-8"))


def load_glossary(locale, key_of):
    """Make the terms of a language that are missing; those that are there are left as they are.

    Args:
        locale: the `Locale`.
        key_of: gives the translation key of a demo object from its name.
    """
    for key, name in read_glossary(locale.language_code).items():
        GlossaryTerm.objects.get_or_create(
            translation_key=key_of("glossary", key),
            locale=locale,
            defaults={
                "term": name["term"],
                "forms": "\n".join(name.get("forms", [])),
                "note": name.get("note", ""),
            },
        )
