from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from languages.alternates import home_languages


def choose_language(request):
    """The bare address of the site: to the home page in the language the browser asks for.

    Only languages with a published home page are offered; the default language where none fits.
    """
    homes = {one.code: one.url for one in home_languages(request)}
    fallback = f"/{settings.LANGUAGE_CODE}/"
    url = homes.get(settings.LANGUAGE_CODE) or next(iter(homes.values()), fallback)
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            code = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if code in homes:
            url = homes[code]
            break
    response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Accept-Language"])
    return response
