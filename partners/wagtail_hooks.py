from django.utils.translation import gettext_lazy as _

from wagtail.snippets.models import register_snippet

from core.records import RecordViewSet
from core.stale import RecordEditView
from partners.models import Partner


@register_snippet
class PartnerViewSet(RecordViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "kind", "since", "live"]
    list_filter = ["kind", "live"]
    edit_view_class = RecordEditView
