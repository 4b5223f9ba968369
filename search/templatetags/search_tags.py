from django import template

from search.passages import marked as mark

register = template.Library()


@register.filter
def marked(pieces):
    """The title or passage of a `Hit` as HTML: escaped, what was found in `<mark>`."""
    return mark(pieces)
