"""Atom feeds (RFC 4287): one for each list of news, hence one a language and one an office.

An item in another language, where the policy shows it, says so in its title and by `xml:lang`.
The author of an item is the office it comes from, that of the others and of the feed the
organisation.
"""

from datetime import datetime, time

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone, make_aware

from core.countries import language_name
from core.models import Organisation
from languages.reader import in_reader_language, reader_language
from news.models import publishers, with_publishers

FEED_LENGTH = 30


class NewsFeed(Atom1Feed):
    def item_attributes(self, item):
        return {**super().item_attributes(item), "xml:lang": item["language"]}


def atom_feed(index, request):
    """The newest items of a `NewsIndexPage` as an Atom document.

    Args:
        index: the list of news.
        request: the request, for addresses.

    Returns:
        an `HttpResponse` of type `application/atom+xml`.
    """
    address = request.build_absolute_uri(in_reader_language(index.get_url(request)))
    feed_url = address + index.reverse_subpage("feed")
    organisation = Organisation.objects.filter(locale__language_code=reader_language()).first()
    feed = NewsFeed(
        title=index.meta_title,
        link=address,
        feed_url=feed_url,
        description=index.meta_description,
        subtitle=index.meta_description,
        language=reader_language(),
        author_name=organisation and organisation.name,
    )
    for item in with_publishers(list(index.news()[:FEED_LENGTH]), publishers()):
        url = request.build_absolute_uri(in_reader_language(item.get_url(request)))
        title = f"{item.title} ({language_name(item.language)})" if item.borrowed else item.title
        feed.add_item(
            title=title,
            link=url,
            unique_id=f"urn:uuid:{item.translation_key}:{reader_language()}",
            description=item.summary,
            author_name=item.publisher and item.publisher.title,
            language=item.language,
            pubdate=make_aware(datetime.combine(item.date, time()), get_default_timezone()),
            updateddate=item.last_published_at,
            categories=[category.name for category in item.tags],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
