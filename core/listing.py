"""Lists: twelve or twenty at a time, and a page for every query string."""

from django.core.paginator import Paginator

PER_PAGE = 12


def paginate(request, items, per_page=PER_PAGE):
    """The page of a list that `?page=` asks for.

    Args:
        request: the request; a page number that is no number gives the first page, one that is
            too high the last.
        items: an ordered queryset or list.
        per_page: how many items a page holds.

    Returns:
        a `django.core.paginator.Page`, with `numbers` (page numbers to show, `…` for a gap) and
        `query` (the other parameters of the address, to keep in links).
    """
    page = Paginator(items, per_page).get_page(request.GET.get("page") if request else None)
    page.numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop("page", None)
    page.query = query.urlencode() if query else ""
    return page
