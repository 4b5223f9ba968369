from django.db.models import Q
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.dashboard import MyDraftsPanel, PublishedLatelyPanel, WaitingForMePanel
from core.models import Announcement, Menu, Organisation


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["title", "place", "sort_order"]
    list_filter = ["place"]
    copy_view_enabled = False


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    menu_label = _("Organisation")
    list_display = ["name", "email"]
    copy_view_enabled = False


class AnnouncementViewSet(SnippetViewSet):
    model = Announcement
    icon = "warning"
    list_display = ["message", "live"]
    copy_view_enabled = False


@register_snippet
class FurnitureViewSetGroup(SnippetViewSetGroup):
    """What stands around every page: menus, contact details, the announcement."""

    menu_label = _("Header and footer")
    menu_icon = "cogs"
    menu_order = 250
    items = (MenuViewSet, OrganisationViewSet, AnnouncementViewSet)


# Wagtail's panels that ours replace.
REPLACED = {"recent_edits", "workflow_objects_to_moderate"}


@hooks.register("construct_homepage_panels")
def dashboard(request, panels):
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels += [WaitingForMePanel(), MyDraftsPanel(), PublishedLatelyPanel()]


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wegosite/css/admin.css"))


@hooks.register("insert_global_admin_js")
def content_language_js():
    return format_html(
        '<script type="module" src="{}"></script>', static("wegosite/js/content-language.js")
    )


@hooks.register("construct_page_chooser_queryset")
def choose_live_or_own_pages(pages, request):
    """The page chooser shows no draft of somebody else: a title can be a secret."""
    if request.user.is_superuser:
        return pages
    own = page_permission_policy.instances_user_has_any_permission_for(
        request.user, {"change", "publish"}
    )
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))
