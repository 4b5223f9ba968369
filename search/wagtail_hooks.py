from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import Synonym


class SynonymViewSet(ModelViewSet):
    """Expressions that find one another, kept by editors for each language."""

    model = Synonym
    name = "search_synonyms"
    url_prefix = "search-synonyms"
    icon = "search"
    menu_label = _("Search synonyms")
    menu_order = 720
    add_to_settings_menu = True
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    search_fields = ["expressions"]
    ordering = ["language", "expressions", "pk"]
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def synonym_viewset():
    return SynonymViewSet()
