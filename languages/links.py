"""Links between pages in rich text: to the version that the reader may read."""

from django.utils.html import escape

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from languages.fallback import readable
from languages.reader import in_reader_language


class PageLinkHandler(WagtailPageLinkHandler):
    """Turns a stored link into one to the page in the reader's language, in two queries for all.

    Wagtail's own leads to drafts and private pages too, and asks anew for each link. A link whose
    page the reader can't read keeps its words and leads nowhere.
    """

    @classmethod
    def get_many(cls, attrs_list):
        ids = [attrs.get("id") for attrs in attrs_list]
        keys = dict(
            Page.objects.filter(pk__in=[id_ for id_ in ids if str(id_).isdigit()])
            .order_by()
            .values_list("pk", "translation_key")
        )
        pages = {
            page.translation_key: page
            for page in readable(Page.objects.filter(translation_key__in=set(keys.values())))
        }
        return [pages.get(keys.get(int(id_))) if str(id_).isdigit() else None for id_ in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = [page and in_reader_language(page.url) for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
