from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from core.models import BasePage, Organisation
from core.models.base import OWN_FIELDS
from core.structured_data import absolute
from home.blocks import HomeSectionsBlock
from languages.fallback import is_expired, localized
from languages.fallback import route as fallback_route


class HomePage(BasePage):
    """The home page of one language, made of sections that editors arrange."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.StandardIndexPage",
        "pages.StandardPage",
        "news.NewsIndexPage",
        "regional_offices.RegionalOfficesIndexPage",
        "awards.AwardsPage",
        "partners.PartnersPage",
        "faq.FAQPage",
    ]
    page_description = _("The first page of the site, made of sections.")

    sections = StreamField(HomeSectionsBlock(), verbose_name=_("sections"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("sections"), *BasePage.local_panels]
    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    # The home pages of all languages stand beside each other, where a slug can be used only once.
    override_translatable_fields = OWN_FIELDS

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request, path_components):
        # Wagtail falls back to the default language's tree where a language has no home page.
        # An address says which language it is in; what is not there, the policy decides about.
        try:
            if get_language() != self.locale.language_code:
                raise Http404
            result = super().route(request, path_components)
            if is_expired(result.page):
                raise Http404
            return result
        except Http404:
            return fallback_route(self, request, path_components)

    def chosen_pages(self):
        """The pages that the sections point to, in this language, by translation key."""
        references = self.sections.stream_block.extract_references(self.sections)
        ids = {
            reference[1]
            for reference in references
            if isinstance(reference[0], type) and issubclass(reference[0], Page)
        }
        pages = localized(Page.objects.filter(pk__in=ids))
        return {page.translation_key: page for page in pages}

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["chosen_pages"] = self.chosen_pages()
        context["has_hero"] = any(section.block_type == "hero" for section in self.sections)
        return context

    def structured_data(self, request):
        organisation = Organisation.objects.filter(locale=self.locale).first()
        if organisation is None:
            return []
        return [
            {
                "@type": "Organization",
                "name": organisation.name,
                "alternateName": organisation.short_name,
                "url": absolute(request, self.get_url(request)),
            }
        ]
