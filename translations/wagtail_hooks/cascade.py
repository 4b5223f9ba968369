from django.db import transaction
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin

from translations import announcements
from translations.cascade import live_versions, move_too, moves, tree, unpublish
from translations.views.cascade import UnpublishEverywhereView

# The name of the boxes to tick: its values are codes of languages.
TOO = "too"


@hooks.register("register_admin_urls")
def unpublish_everywhere_url():
    return [
        path(
            "translations/unpublish/<int:page_id>/",
            UnpublishEverywhereView.as_view(),
            name="unpublish_everywhere",
        )
    ]


def button(page, next_url):
    url = reverse("unpublish_everywhere", args=[page.pk])
    if next_url:
        url += "?" + urlencode({"next": next_url})
    return Button(_("Unpublish in all languages"), url, icon_name="download", priority=62)


@hooks.register("register_page_header_buttons")
def header_button(page, user, view_name, next_url=None):
    """The page itself may be a draft: what counts are its versions."""
    if not page.is_root() and any(
        version.permissions_for_user(user).can_unpublish() for version in live_versions(page)
    ):
        yield button(page, next_url)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page, user, next_url=None):
    """A list asks no question of its own for each page: it offers this for those that are live."""
    if page.permissions_for_user(user).can_unpublish():
        yield button(page, next_url)


def remember(request, going):
    """Note which pages are about to go: afterwards they can't be asked for."""
    request.keys_going = list(going.values_list("translation_key", flat=True))


def remember_unpublishing(request, pages, include_descendants):
    if include_descendants:
        remember(request, tree(pages).live())
    else:
        remember(request, Page.objects.filter(pk__in=[page.pk for page in pages]))


def finish(request):
    """Take the ticked languages along, and tell what stays."""
    pages = Page.objects.live().filter(
        translation_key__in=request.keys_going,
        locale__language_code__in=request.POST.getlist(TOO),
    )
    with transaction.atomic():
        announcements.unpublished(request, unpublish(pages, request.user))
    announcements.still_live(request, request.keys_going)


def finish_moves(request, pages, destination):
    """Move the ticked languages too, and tell what stays."""
    moved, stayed = [], []
    with transaction.atomic():
        for page in pages:
            found = moves(page, destination, request.user)
            done, left = move_too(found, request.POST.getlist(TOO), request.user)
            moved += done
            stayed += left
    announcements.moved(request, moved, stayed)


@hooks.register("before_delete_page")
def before_delete(request, page):
    remember(request, tree([page]))


@hooks.register("after_delete_page")
def after_delete(request, page):
    finish(request)


@hooks.register("before_unpublish_page")
def before_unpublish(request, page):
    if request.resolver_match.view_name == "wagtailadmin_pages:unpublish":
        remember_unpublishing(request, [page], request.POST.get("include_descendants"))


@hooks.register("after_unpublish_page")
def after_unpublish(request, page):
    if request.resolver_match.view_name == "wagtailadmin_pages:unpublish":
        finish(request)


@hooks.register("after_move_page")
def after_move(request, page):
    page = Page.objects.get(pk=page.pk)
    finish_moves(request, [page], page.get_parent())


@hooks.register("after_delete_snippet")
def after_delete_record(request, instances):
    if instances and isinstance(instances[0], TranslatableMixin):
        announcements.records_kept(request, instances)


@hooks.register("before_bulk_action")
def before_bulk_action(request, action_type, objects, action):
    if not isinstance(action, PageBulkAction):
        return
    if action_type == "delete":
        remember(request, tree(objects))
    elif action_type == "unpublish":
        include_descendants = action.cleaned_form.cleaned_data["include_descendants"]
        remember_unpublishing(request, objects, include_descendants)


@hooks.register("after_bulk_action")
def after_bulk_action(request, action_type, objects, action):
    if not isinstance(action, PageBulkAction):
        return
    if action_type in ("delete", "unpublish"):
        finish(request)
    elif action_type == "move":
        finish_moves(request, objects, action.cleaned_form.cleaned_data["chooser"])
