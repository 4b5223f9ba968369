"""Addresses of the admin that stand before Wagtail's own. They have no names: Wagtail's serve."""

from django.urls import path

from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core import choosers

urlpatterns = decorate_urlpatterns(
    [
        path("choose-page/", choosers.BrowseView.as_view()),
        path("choose-page/<int:parent_page_id>/", choosers.BrowseView.as_view()),
        path("choose-page/search/", choosers.SearchView.as_view()),
        path("choose-page/chosen-multiple/", choosers.ChosenMultipleView.as_view()),
        path("choose-external-link/", choosers.ExternalLinkView.as_view()),
    ],
    require_admin_access,
)
