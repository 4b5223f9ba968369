"""Answers that belong to no page: errors and robots.txt."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from languages.alternates import versions_at

SERVER_ERROR = Path(__file__).parent / "templates" / "500.html"


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """Not there, in the language of the address; and where the same page can be read."""
    return render(request, "404.html", {"versions": versions_at(request)}, status=404)


def server_error(request):
    """A file as it lies: no template, no database, all languages at once."""
    return HttpResponseServerError(SERVER_ERROR.read_bytes())


@cache_control(public=True, max_age=3600)
def robots(request):
    """What robots may read (RFC 9309), and where the sitemap is."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: /{code}/search/" for code, _name in settings.LANGUAGES]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
