from django.utils.translation import gettext_lazy as _

from wagtail.snippets.models import register_snippet

from core.records import RecordViewSet
from news.models import NewsCategory


@register_snippet
class NewsCategoryViewSet(RecordViewSet):
    model = NewsCategory
    icon = "tag"
    menu_label = _("News categories")
    list_display = ["name", "slug"]
    sort_order_field = "sort_order"
