"""What editors recommend for a query, as far as the reader may see it."""

from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from search.analysis import query
from search.analysis.folding import fold
from search.analysis.stems import LIGHT_STEM, STEM
from search.kinds import KINDS
from search.models import Pick, PickedThing
from search.synonyms import expressions

CACHE_KEY = "search.picks"


@dataclass
class Recommendation:
    """A thing that is recommended, as it is shown."""

    title: str
    url: str
    text: str
    language: str  # the code of the language that the title is in


@lru_cache(maxsize=5000)
def meaning(text, language):
    """The words of an expression, each as a set of the forms by which it is known."""
    words = []
    end = -1
    # Hangul and Han are analysed in pairs that overlap: what does is one word.
    for group in sorted(query(text, language), key=lambda group: (group.start, -group.end)):
        if group.start >= end:
            words.append([group.start, group.end, set()])
        word = words[-1]
        end = word[1] = max(word[1], group.end)
        word[2].update(term for term in group.terms if term.startswith((STEM, LIGHT_STEM)))
    return [forms | {fold(text[start:end])} for start, end, forms in words]


def same(one, other):
    """Whether two meanings have the same words, in whatever order and form."""
    return (
        bool(one)
        and len(one) == len(other)
        and all(any(forms & others for others in other) for forms in one)
        and all(any(forms & others for others in one) for forms in other)
    )


def equals(text, language):
    """The meanings of what was typed and of the synonyms of the whole of it."""
    typed = meaning(text, language)
    found = [typed]
    for lines in expressions().get(language, []):
        meanings = [meaning(line, language) for line in lines]
        if any(same(typed, one) for one in meanings):
            found += meanings
    return found


def phrases(language):
    """The phrases of a language with the primary keys of their picks. One query, or none."""
    found = cache.get(CACHE_KEY)
    if found is None:
        found = {}
        for code, pk, phrase in Pick.objects.values_list("language", "pk", "phrase"):
            found.setdefault(code, []).append((pk, phrase))
        cache.set(CACHE_KEY, found)
    return found.get(language, [])


@receiver([post_save, post_delete], sender=Pick)
def forget(**kwargs):
    cache.delete(CACHE_KEY)


def recommended(text, language):
    """What is recommended to a reader who has searched for something.

    Args:
        text: what was typed; any string.
        language: the reader's.

    Returns:
        a list of `Recommendation`s in the editors' order, without what the reader may not see.
    """
    kept = phrases(language)
    if not kept:
        return []
    wanted = equals(text, language)
    picks = [pk for pk, phrase in kept if any(same(meaning(phrase, language), w) for w in wanted)]
    if not picks:
        return []
    chosen = list(PickedThing.objects.filter(pick__in=picks).order_by("pick", "sort_order", "pk"))
    found = {}
    for name, kind in KINDS.items():
        ids = {getattr(one, f"{name}_id") for one in chosen} - {None}
        if ids:
            things = kind.model._default_manager.filter(pk__in=ids)
            seen = {thing.pk: thing for thing in kind.visible(things, language).order_by()}
            for pk, url in kind.addresses(list(seen.values()), language).items():
                found[name, pk] = seen[pk], url
    shown = {}
    for one in chosen:
        for name in KINDS:
            key = (name, getattr(one, f"{name}_id"))
            if key in found and key not in shown:
                thing, url = found[key]
                shown[key] = Recommendation(str(thing), url, one.text, thing.language)
    return list(shown.values())
