"""Addresses of the site. Readers' pages carry their language; the admin and files do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import index as sitemap_index
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from languages.sitemaps import MultilingualSitemap
from languages.views import choose_language
from people.views.invitation import InvitationView
from search.answers import open_search
from wegosite import views

sitemaps = {"pages": MultilingualSitemap}

urlpatterns = [
    path("", choose_language, name="choose_language"),
    path("admin/", include("core.admin_urls")),
    path("admin/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap_index, {"sitemaps": sitemaps, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
]

if getattr(settings, "SERVE_MEDIA", False):
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )

urlpatterns += i18n_patterns(
    path("search/", include("search.urls")),
    path("opensearch.xml", open_search, name="opensearch"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = "wegosite.views.bad_request"
handler403 = "wegosite.views.permission_denied"
handler404 = "wegosite.views.page_not_found"
handler500 = "wegosite.views.server_error"
