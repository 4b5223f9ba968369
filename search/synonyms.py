"""Expressions that editors have said to mean the same: each finds the others."""

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from search.analysis import query
from search.models import Synonym

CACHE_KEY = "search.synonyms"
FACTOR = 0.8


def expressions():
    """The expressions of all languages: by language, a list of sets of them. One query, or none."""
    found = cache.get(CACHE_KEY)
    if found is None:
        found = {}
        for synonym in Synonym.objects.all():
            found.setdefault(synonym.language, []).append(synonym.lines)
        cache.set(CACHE_KEY, found)
    return found


@receiver([post_save, post_delete], sender=Synonym)
def forget(**kwargs):
    cache.delete(CACHE_KEY)


def places(words, groups):
    """Where words stand in a query, one after another: the groups of each place."""
    typed = [group.word for group in groups]
    for start in range(len(typed) - len(words) + 1):
        if typed[start : start + len(words)] == words:
            yield groups[start : start + len(words)]


def add_synonyms(groups, language):
    """Let each expression of a query be found by those that mean the same. In place."""
    for lines in expressions().get(language, []):
        analysed = [query(line, language) for line in lines]
        for one in analysed:
            for place in places([group.word for group in one], groups) if one else []:
                for other in analysed:
                    if other and other is not one:
                        phrase = [dict(group.terms) for group in other if group.cover]
                        for group in place:
                            group.phrases.append((FACTOR, phrase))
    return groups
