"""Pieces of schema.org data that more than one page type uses. Source: https://schema.org."""


def absolute(request, url):
    """An address with scheme and host, as schema.org wants it."""
    return request.build_absolute_uri(url) if request and url else url


def breadcrumb_list(breadcrumbs, page, request):
    """A `BreadcrumbList` in a list, or nothing for a page without pages above it."""
    if not breadcrumbs:
        return []
    steps = [*breadcrumbs, {"title": page.title, "url": page.get_url(request)}]
    return [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": step["title"],
                    "item": absolute(request, step["url"]),
                }
                for position, step in enumerate(steps, start=1)
            ],
        }
    ]
