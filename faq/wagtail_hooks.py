from django.utils.translation import gettext_lazy as _

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from faq.models import FAQCategory


@register_snippet
class FAQCategoryViewSet(SnippetViewSet):
    model = FAQCategory
    icon = "help"
    menu_label = _("FAQ categories")
    list_display = ["name"]
    sort_order_field = "sort_order"
    copy_view_enabled = False
