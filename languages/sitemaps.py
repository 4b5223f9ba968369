from collections import defaultdict

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from core.querysets import published_anywhere
from languages.alternates import default_language


class MultilingualSitemap(Sitemap):
    """Every published page in every language, each with its other languages (hreflang).

    Wagtail's own walks the tree of the default language only. Protocol: https://www.sitemaps.org.
    """

    limit = 10_000

    def items(self):
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        pages = Page.objects.none()
        for home in published_anywhere(homes):
            pages |= Page.objects.descendant_of(home, inclusive=True)
        # An alias shows another page's text: it is not a page of its own.
        listed = published_anywhere(pages).filter(alias_of__isnull=True)
        listed = list(listed.select_related("locale").order_by("path"))
        self.languages = defaultdict(dict)
        for page in listed:
            self.languages[page.translation_key][page.locale.language_code] = page
        return listed

    def _urls(self, page, protocol, domain):
        urls = []
        for item in self.paginator.page(page).object_list:
            versions = self.languages[item.translation_key]
            alternates = []
            if len(versions) > 1:
                alternates = [
                    {"location": version.get_full_url(self.request), "lang_code": code}
                    for code, version in versions.items()
                ]
                default = versions[default_language(versions)]
                alternates.append(
                    {"location": default.get_full_url(self.request), "lang_code": "x-default"}
                )
            urls.append(
                {
                    "item": item,
                    "location": item.get_full_url(self.request),
                    "lastmod": item.last_published_at,
                    "changefreq": None,
                    "priority": None,
                    "alternates": alternates,
                }
            )
        return urls

    def get_latest_lastmod(self):
        return None
