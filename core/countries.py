"""Countries, languages, time zones: names and lists from CLDR and the IANA database."""

import zoneinfo
from functools import lru_cache

from babel import Locale

from django.utils.translation import get_language, to_locale

# Codes in CLDR's list of territories that are no countries: unions, placeholders, pseudo-locales.
NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def cldr_locale(language=None):
    """The Babel locale of a language code such as `zh-hans`; the active language when left out.

    English is British: `19 June 2017`, not `June 19, 2017`.
    """
    code = language or get_language() or "en"
    return Locale.parse("en_GB" if code == "en" else to_locale(code))


def country_name(code):
    """The name of a country in the active language, from its ISO 3166-1 code of two letters."""
    return cldr_locale().territories.get(code, code)


def language_name(code):
    """The name of a language in the active language, from its BCP 47 code."""
    return Locale.parse(to_locale(code)).get_display_name(cldr_locale())


def country_choices():
    """All countries as `(code, name)`, by name, in the active language."""
    names = cldr_locale().territories
    codes = [code for code in names if len(code) == 2 and code not in NOT_COUNTRIES]
    return sorted(((code, names[code]) for code in codes), key=lambda pair: pair[1])


def language_choices():
    """Languages with a code of two letters as `(code, name)`, by name, in the active language."""
    names = cldr_locale().languages
    codes = [code for code in names if len(code) == 2]
    return sorted(((code, names[code]) for code in codes), key=lambda pair: pair[1])


@lru_cache  # they are read from the disk, each time an office is validated
def time_zone_choices():
    """Time zones of the IANA database as `(name, name)`, by name."""
    zones = (zone for zone in zoneinfo.available_timezones() if "/" in zone)
    return [(zone, zone) for zone in sorted(zones) if not zone.startswith(("Etc/", "SystemV/"))]
