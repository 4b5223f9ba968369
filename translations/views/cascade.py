from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.mixins import HookResponseMixin
from wagtail.models import Page

from translations import announcements
from translations.cascade import scheduled_versions, tree, versions_of


class UnpublishEverywhereView(HookResponseMixin, WagtailAdminTemplateMixin, TemplateView):
    """Unpublishes a page in all the languages in which the user may. Asks first."""

    page_title = _("Unpublish in all languages")
    header_icon = "doc-empty-inverse"
    template_name = "translations/cascade_unpublish.html"
    breadcrumbs_items = []

    def dispatch(self, request, page_id, *args, **kwargs):
        self.object = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id)
        self.versions = versions_of(self.object, request.user)
        self.going = [one for one in self.versions if one.may and not one.follows]
        if not self.going:
            raise PermissionDenied
        self.next_url = get_valid_next_url_from_request(request) or reverse(
            "wagtailadmin_explore", args=[self.going[0].page.get_parent().pk]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        pages = [one.page for one in self.versions if one.is_visible]
        return (self.object if self.object in pages else pages[0]).title

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.object,
            versions=self.versions,
            hidden=sum(not one.is_visible for one in self.versions),
            beneath=sum(one.beneath for one in self.going),
            scheduled=scheduled_versions(self.object, self.request.user),
            next_url=self.next_url,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        include_descendants = bool(request.POST.get("include_descendants"))
        pages = [one.page for one in self.going]
        going = Page.objects.filter(pk__in=[page.pk for page in pages])
        if include_descendants:
            going = tree(pages).live()
        keys = dict(going.values_list("pk", "translation_key"))
        with transaction.atomic():
            for page in pages:
                page = page.specific
                response = self.run_hook("before_unpublish_page", request, page)
                if response:
                    transaction.set_rollback(True)
                    return response
                UnpublishPageAction(
                    page, user=request.user, include_descendants=include_descendants
                ).execute()
                response = self.run_hook("after_unpublish_page", request, page) or response
        count = Page.objects.filter(pk__in=keys, live=False).count()
        text = ngettext(
            "%(count)d page has been unpublished: %(languages)s.",
            "%(count)d pages have been unpublished: %(languages)s.",
            count,
        )
        languages = ", ".join(str(page.locale.get_display_name()) for page in pages)
        messages.success(request, text % {"count": count, "languages": languages})
        announcements.still_live(request, keys.values())
        return response or redirect(self.next_url)
