from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from core.records import RecordViewSet
from translations.models import GlossaryTerm
from translations.segments import is_tracked
from translations.views.glossary import GlossaryCheckView, warn_of_missed_terms
from translations.wagtail_hooks.menu import REGISTER, TranslatorsMenuItem


@register_snippet
class GlossaryViewSet(RecordViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 30
    menu_hook = REGISTER
    list_display = ["term", "locale", "forms"]
    search_fields = ["term", "forms", "note"]
    ordering = ["term", "pk"]


@hooks.register("register_admin_urls")
def glossary_urls():
    return [
        path("translations/glossary/check/", GlossaryCheckView.as_view(), name="glossary_check")
    ]


@hooks.register(REGISTER)
def glossary_check_menu_item():
    return TranslatorsMenuItem(
        _("Official names missing"),
        reverse("glossary_check"),
        name="glossary-check",
        icon_name="openquote",
        order=40,
    )


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def warn_after_edit(request, instance):
    # What is saved by itself while somebody writes is not looked at.
    if request.accepts("text/html") and is_tracked(type(instance)):
        warn_of_missed_terms(request, instance)
