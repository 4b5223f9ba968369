"""What the pages of offices show: days, hours and time zones by CLDR, and the map."""

from babel.core import get_global
from babel.dates import (
    format_interval,
    get_day_names,
    get_timezone,
    get_timezone_location,
    get_timezone_name,
)
from babel.lists import format_list

from django import template

from core.countries import cldr_locale
from regional_offices.drawing import draw

register = template.Library()


@register.filter
def days(hours):
    """The weekdays of opening hours as the reader's language writes them: Monday – Friday."""
    locale = cldr_locale()
    names = get_day_names("wide", "stand-alone", locale)
    first, last = names[hours.first_day], names[hours.last_day]
    if first == last:
        return first
    return locale.interval_formats[None].replace("{0}", first).replace("{1}", last)


@register.filter
def times(hours):
    """From when to when an office is open, by the clock of 24 hours: 09:00–18:00."""
    return format_interval(hours.opens, hours.closes, "Hm", locale=cldr_locale())


@register.filter
def zone_name(zone):
    """A time zone in words: Korean Time (Seoul). Only its city where CLDR has no name for it.

    Args:
        zone: a name of the IANA database, such as `Asia/Seoul`.
    """
    locale = cldr_locale()
    city = get_timezone_location(get_timezone(zone), locale=locale, return_city=True)
    if zone not in get_global("meta_zones"):
        return city
    name = get_timezone_name(
        get_timezone(zone), width="long", zone_variant="generic", locale=locale
    )
    return f"{name} ({city})"


@register.filter
def name_list(names):
    """Names as one phrase of the reader's language: China, Mongolia and Nepal."""
    return format_list(list(names), locale=cldr_locale())


@register.simple_tag
def office_map(offices):
    """The drawing of some offices on the map, or None when none has coordinates."""
    return draw(offices)
