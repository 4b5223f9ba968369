from django import template

from wagtail.models import Page

from translations.cascade import by_language, moves, staying, tree

register = template.Library()


def pages_of(items):
    """The pages of a confirmation: one, or the rows of a bulk action."""
    return [items] if isinstance(items, Page) else [item["item"] for item in items]


@register.inclusion_tag("translations/cascade_panel.html", takes_context=True)
def staying_live(context, items, action):
    """Which versions stay live when pages go, each language with a box to take it along.

    Args:
        items: a page, or the rows of a bulk action.
        action: `delete`, `unpublish` or `move`. What is beneath the pages goes with `delete`.
    """
    pages = pages_of(items)
    request = context["request"]
    going = tree(pages) if action == "delete" else Page.objects.filter(pk__in=[p.pk for p in pages])
    right = "change" if action == "move" else "publish"
    return {
        "languages": by_language(staying(going), request.user, right),
        "action": action,
        "ticked": request.POST.getlist("too"),
    }


@register.inclusion_tag("translations/cascade_moves.html", takes_context=True)
def moving_too(context, page, destination):
    """The versions in other languages, each with a box to move it to the same place."""
    return {"moves": moves(page, destination, context["request"].user)}
