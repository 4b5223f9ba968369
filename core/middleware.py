"""Headers of every answer, and a plain answer to what no page or form of ours sends."""

from django.conf import settings
from django.db.models import ProtectedError
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wagtail.admin import messages

PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        # Players of films, which a reader starts: core.blocks.media.
        "frame-src https://www.youtube-nocookie.com https://player.vimeo.com",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
# Wagtail's admin starts its widgets with inline scripts and its editor brings inline styles.
ADMIN_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "script-src-elem 'self' 'unsafe-inline'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
FILE_POLICY = "default-src 'none'; sandbox"

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class SecurityHeadersMiddleware:
    """Sets the content security policy of each kind of address, and the other fixed headers.

    Constant text, the same for every reader: no nonce, so that a page can be cached whole.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def policy(self, path):
        if path.startswith("/admin/"):
            return ADMIN_POLICY
        if path.startswith((settings.MEDIA_URL, "/documents/")):
            return FILE_POLICY
        return PUBLIC_POLICY

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("X-Frame-Options") == "SAMEORIGIN":
            # Wagtail's preview: a public page in a frame of the admin, which has been through
            # this middleware once as a request of its own.
            policy = f"{PUBLIC_POLICY}; frame-ancestors 'self'"
            response.headers["Content-Security-Policy"] = policy
        policy = f"{self.policy(request.path_info)}; frame-ancestors 'none'"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class BadInputMiddleware:
    """Answers 400 to a NUL character in an address: no database can store or search it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in query or "\x00" in query:
            return render(request, "400.html", status=400)
        return self.get_response(request)


class ProtectedRecordMiddleware:
    """Says in the admin what can't be deleted because something needs it; Wagtail answers 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ProtectedError) or not request.path_info.startswith("/admin/"):
            return None
        needed_by = {str(record._meta.verbose_name) for record in exception.protected_objects}
        text = _("This can’t be deleted, because the site needs it: %(needed_by)s.")
        messages.error(request, text % {"needed_by": ", ".join(sorted(needed_by))})
        return redirect(request.path)


class AdminMethodMiddleware:
    """Takes nothing in the admin that no form sends: 405 but where a script of it sends the same.

    Django's views take PUT for POST, and DELETE for a confirmed question: some of Wagtail's then
    do without the questions that their form asks, such as whether a collection is empty.
    """

    METHODS = ("PUT", "DELETE")
    SCRIPTED = "/admin/localize/"  # its editor sends them

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        is_form = path.startswith("/admin/") and not path.startswith(self.SCRIPTED)
        if is_form and request.method in self.METHODS:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self.get_response(request)
