from django import template
from django.utils.translation import gettext as _

from babel.dates import get_day_names, get_timezone, get_timezone_location

from core.countries import cldr_locale
from regional_offices.geography import MAP_HEIGHT, MAP_WIDTH

register = template.Library()


@register.filter
def days(hours):
    """The weekdays of opening hours in the reader's language: `Monday – Friday`. Source: CLDR."""
    names = get_day_names("wide", context="stand-alone", locale=cldr_locale())
    if hours.first_day == hours.last_day:
        return names[hours.first_day]
    first, last = names[hours.first_day], names[hours.last_day]
    return _("%(first)s – %(last)s") % {"first": first, "last": last}


@register.filter
def zone_name(zone):
    """A time zone by its place, in the reader's language: `Seoul Time`. Source: CLDR."""
    return get_timezone_location(get_timezone(zone), locale=cldr_locale())


@register.simple_tag
def office_map(offices):
    """What the map draws: pins with labels, and arcs from the Secretariat to each office.

    Args:
        offices: office pages; those without coordinates are left out.

    Returns:
        `{"pins", "arcs"}`, in the units of `regional_offices.geography`, or None without pins.
    """
    pins = []
    for office in offices:
        if position := office.map_position:
            x, y = position["x"], position["y"]
            # Near an edge of the map the label turns inwards.
            anchor = "start" if x < MAP_WIDTH * 0.1 else "end" if x > MAP_WIDTH * 0.9 else "middle"
            below = y < MAP_HEIGHT * 0.85
            pins.append(
                {
                    "x": x,
                    "y": y,
                    "label": office.city,
                    "label_y": round(y + 26 if below else y - 14, 1),
                    "anchor": anchor,
                    "is_hub": office.kind == office.Kind.SECRETARIAT,
                }
            )
    if not pins:
        return None
    hub = next((pin for pin in pins if pin["is_hub"]), None)
    arcs = []
    for pin in pins if hub else []:
        if pin is not hub:
            middle = round((hub["x"] + pin["x"]) / 2, 1)
            rise = abs(hub["x"] - pin["x"]) * 0.25
            top = round(min(hub["y"], pin["y"]) - rise, 1)
            arcs.append(f"M{hub['x']} {hub['y']}Q{middle} {top} {pin['x']} {pin['y']}")
    return {"pins": pins, "arcs": arcs}
