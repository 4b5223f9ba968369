from django.http import Http404
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup
from wagtail.wagtail_hooks import check_view_restrictions

from core import admin_api, digest
from core.dashboard import MyDraftsPanel, PublishedLatelyPanel
from core.models import Announcement, Menu, Organisation
from core.page_views import GuardedBulkMove, GuardedPageViewSet, sees_whole_site
from core.records import RecordViewSet
from core.reviews import ReviewsView, may_open_reviews, reviews_due
from core.stale import RecordEditView
from core.visibility import is_in_public_use, may_choose_document, visible_to


class MenuViewSet(RecordViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["title", "place", "sort_order"]
    list_filter = ["place"]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "home"
    menu_label = _("Organisation")
    list_display = ["name", "email"]


class AnnouncementViewSet(RecordViewSet):
    model = Announcement
    icon = "warning"
    list_display = ["message", "live"]
    edit_view_class = RecordEditView


@register_snippet
class FurnitureViewSetGroup(SnippetViewSetGroup):
    """What stands around every page: menus, contact details, the announcement."""

    menu_label = _("Header and footer")
    menu_icon = "cogs"
    menu_order = 250
    items = (MenuViewSet, OrganisationViewSet, AnnouncementViewSet)


# Wagtail's panels that ours replace.
REPLACED = {"recent_edits"}


@hooks.register("construct_homepage_panels")
def dashboard(request, panels):
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels += [MyDraftsPanel(), PublishedLatelyPanel()]


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wegosite/css/admin.css"))


@hooks.register("insert_global_admin_js")
def content_language_js():
    return format_html(
        '<script type="module" src="{}"></script>', static("wegosite/js/content-language.js")
    )


@hooks.register("register_admin_viewset", order=200)
def page_viewset():
    """After Wagtail's own: the one that is registered last for `Page` is used."""
    return GuardedPageViewSet()


# After Wagtail's own of the same name.
hooks.register("register_bulk_action", GuardedBulkMove, order=200)


@hooks.register("register_admin_urls")
def review_urls():
    return [
        path("reports/reviews/", ReviewsView.as_view(), name="reviews_due"),
        path(
            "reports/reviews/results/",
            ReviewsView.as_view(results_only=True),
            name="reviews_due_results",
        ),
    ]


hooks.register(digest.REGISTER, reviews_due, order=100)


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_open_reviews(request.user)


@hooks.register("register_reports_menu_item")
def reviews_menu_item():
    return ReviewsMenuItem(
        _("Reviews due"),
        reverse("reviews_due"),
        name="reviews-due",
        icon_name="calendar-check",
        order=100,
    )


# Who sees what: core.visibility


@hooks.register("construct_page_chooser_queryset")
def choose_visible_pages(pages, request):
    """The page chooser shows no draft of somebody else: a title can be a secret."""
    return visible_to(request.user, pages)


@hooks.register("construct_reports_menu")
def hide_page_types(request, menu_items):
    if not sees_whole_site(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("construct_homepage_summary_items", order=200)
def count_no_pages_of_others(request, items):
    """After Wagtail has added its own, which counts the whole site, whoever reads it."""
    if not sees_whole_site(request.user):
        items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_admin_api", order=200)
def guarded_api(router):
    """After Wagtail's own: the endpoint that is registered last under a name is the one."""
    router.register_endpoint("images", admin_api.ImagesViewSet)
    router.register_endpoint("documents", admin_api.DocumentsViewSet)


@hooks.register("before_serve_document", order=-100)
def serve_what_is_in_use(document, request):
    """A document has no draft: it is public once something that is published refers to it."""
    if not (is_in_public_use(document) or may_choose_document(request.user, document)):
        raise Http404


@hooks.register("on_serve_page")
def alias_is_as_private_as_its_page(serve_next):
    """Wagtail asks for the restrictions of the alias alone."""

    def serve(page, request, serve_args, serve_kwargs):
        def serve_alias(source, *arguments):
            return serve_next(page, *arguments)

        if page.alias_of_id is None:
            return serve_next(page, request, serve_args, serve_kwargs)
        return check_view_restrictions(serve_alias)(
            page.alias_of, request, serve_args, serve_kwargs
        )

    return serve
