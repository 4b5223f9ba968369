from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, but an address that is not there is not found at once.

    Django would redirect it to the same address with a language before it, since Wagtail's pattern
    matches everything, and find nothing there.
    """

    def process_response(self, request, response):
        if response.status_code != 404:
            return super().process_response(request, response)
        if not get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", get_language())
        return response
