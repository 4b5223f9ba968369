"""Synonyms and recommendations of the search: `content/<language>/search.toml`."""

from demo import reader
from search.models import Pick, PickedThing, Synonym


def load_search(code, pages, documents):
    """Make the synonyms and recommendations of a language that has none yet.

    Args:
        code: the language.
        pages: its pages by slug.
        documents: the demo's documents by key.
    """
    text = reader.load(code, "search")
    if not Synonym.objects.filter(language=code).exists():
        for expressions in text["synonyms"].values():
            Synonym.objects.create(language=code, expressions=expressions.strip())
    if not Pick.objects.filter(language=code).exists():
        for pick in text["picks"].values():
            made = Pick(language=code, phrase=pick["phrase"])
            for order, thing in enumerate(pick["things"]):
                made.things.add(
                    PickedThing(
                        page=pages[thing["page"]] if "page" in thing else None,
                        document=documents[thing["document"]] if "document" in thing else None,
                        text=thing["text"],
                        sort_order=order,
                    )
                )
            made.save()
