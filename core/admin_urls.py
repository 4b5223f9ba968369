"""Addresses of the admin that stand before Wagtail's own. They have no names: Wagtail's serve."""

from django.urls import path

from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core import choosers, page_views

urlpatterns = decorate_urlpatterns(
    [
        path("choose-page/", choosers.BrowseView.as_view()),
        path("choose-page/<int:parent_page_id>/", choosers.BrowseView.as_view()),
        path("choose-page/search/", choosers.SearchView.as_view()),
        path("choose-page/chosen-multiple/", choosers.ChosenMultipleView.as_view()),
        path("choose-external-link/", choosers.ExternalLinkView.as_view()),
        path("reports/site-history/", page_views.GuardedSiteHistory.as_view()),
        path(
            "reports/site-history/results/",
            page_views.GuardedSiteHistory.as_view(results_only=True),
        ),
        path("reports/page-types-usage/", page_views.GuardedPageTypesUsage.as_view()),
        path(
            "reports/page-types-usage/results/",
            page_views.GuardedPageTypesUsage.as_view(results_only=True),
        ),
    ],
    require_admin_access,
)
