from django.utils.translation import gettext_lazy as _

from wagtail.snippets.models import register_snippet

from core.records import RecordViewSet
from faq.models import FAQCategory


@register_snippet
class FAQCategoryViewSet(RecordViewSet):
    model = FAQCategory
    icon = "help"
    menu_label = _("FAQ categories")
    list_display = ["name"]
    sort_order_field = "sort_order"
