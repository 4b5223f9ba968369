"""The panels of the admin's first page: what is mine, what came out lately."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

ROWS = 8


class DashboardPanel(Component):
    """A table of things to open. Subclasses give a heading, a text for when it is empty, rows."""

    template_name = "core/admin/dashboard_panel.html"
    name = heading = empty = who_heading = when_heading = ""

    def rows(self, user):
        """At most `ROWS` of `(object, person, moment)`."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        finder = AdminURLFinder(request.user)
        context = super().get_context_data(parent_context)
        context["panel"] = self
        context["rows"] = [
            {
                "object": thing,
                "title": getattr(thing, "draft_title", None) or str(thing),
                "language": thing.locale,
                "url": finder.get_edit_url(thing),
                "who": person,
                "when": moment,
            }
            for thing, person, moment in self.rows(request.user)
        ]
        return context


class MyDraftsPanel(DashboardPanel):
    name = "my_drafts"
    order = 130
    heading = _("My pages in draft")
    empty = _("You have no unpublished changes.")
    who_heading = _("Owner")
    when_heading = _("Last changed")

    def rows(self, user):
        pages = (
            Page.objects.filter(latest_revision__user=user, has_unpublished_changes=True)
            .select_related("locale", "owner")
            .order_by("-latest_revision_created_at", "-pk")[:ROWS]
        )
        return [(page, page.owner, page.latest_revision_created_at) for page in pages]


class PublishedLatelyPanel(DashboardPanel):
    name = "published_lately"
    order = 140
    heading = _("Published lately")
    empty = _("Nothing that you may edit has been published yet.")
    who_heading = _("Published by")
    when_heading = _("Published")

    def rows(self, user):
        pages = (
            page_permission_policy.instances_user_has_any_permission_for(
                user, {"change", "publish"}
            )
            .filter(live=True, last_published_at__isnull=False)
            .select_related("locale", "live_revision__user")
            .order_by("-last_published_at", "-pk")[:ROWS]
        )
        return [
            (page, page.live_revision.user if page.live_revision else None, page.last_published_at)
            for page in pages
        ]
