from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from languages.alternates import home_languages

# The cookie that wegosite/static/wegosite/js/menus.js sets. It is read at the bare address alone.
CHOSEN = "language"


def choose_language(request):
    """The bare address of the site: to the home page in the reader's language.

    The language that the reader chose last in the language menu, which a script keeps in a cookie;
    else what the browser asks for. Only languages with a published home page count; the default
    language where none fits.
    """
    homes = {one.code: one.url for one in home_languages(request)}
    fallback = f"/{settings.LANGUAGE_CODE}/"
    url = homes.get(settings.LANGUAGE_CODE) or next(iter(homes.values()), fallback)
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for wanted in (request.COOKIES.get(CHOSEN, ""), *(language for language, _ in accepted)):
        try:
            code = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if code in homes:
            url = homes[code]
            break
    response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
