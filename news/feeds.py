"""Atom feeds (RFC 4287): one for each list of news, hence one a language and one an office."""

from datetime import datetime, time

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone, make_aware

FEED_LENGTH = 30


def atom_feed(index, request):
    """The newest items of a `NewsIndexPage` as an Atom document.

    Args:
        index: the list of news.
        request: the request, for addresses.

    Returns:
        an `HttpResponse` of type `application/atom+xml`.
    """
    feed_url = index.get_full_url(request) + index.reverse_subpage("feed")
    feed = Atom1Feed(
        title=index.meta_title,
        link=index.get_full_url(request),
        feed_url=feed_url,
        description=index.meta_description,
        subtitle=index.meta_description,
        language=index.locale.language_code,
    )
    for item in index.news()[:FEED_LENGTH]:
        url = item.get_full_url(request)
        feed.add_item(
            title=item.title,
            link=url,
            unique_id=f"urn:uuid:{item.translation_key}:{index.locale.language_code}",
            description=item.summary,
            pubdate=make_aware(datetime.combine(item.date, time()), get_default_timezone()),
            updateddate=item.last_published_at,
            categories=[category.name for category in item.tags],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
