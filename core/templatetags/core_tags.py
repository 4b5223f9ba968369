"""Filters and tags that any template may use: dates and numbers by CLDR, icons, structured data."""

import json
import re

from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_decimal
from babel.units import format_unit

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core.countries import cldr_locale, language_name
from core.navigation import get_navigation

register = template.Library()

PROGRAMME_DRAWINGS = 5
WORD_JOINER = "\u2060"
HYPHEN_IN_WORD = re.compile(r"\b(e)-(?=\w)", re.IGNORECASE)


@register.simple_tag
def icon(name, css_class="", size=""):
    """An icon of `img/icons.svg`. Decorative: the words beside it say what it means.

    Args:
        name: the name of the symbol, such as `arrow`.
        css_class: more classes, such as `icon--dir` for one that turns in right-to-left.
    """
    classes = " ".join(part for part in ("icon", css_class, size and f"icon--{size}") if part)
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("wegosite/img/icons.svg"),
        name,
    )


@register.simple_tag
def cover_url(number):
    """The address of one of the mosaics that stand in for a missing picture."""
    return static(f"wegosite/img/cover-{number}.svg")


@register.simple_tag
def programme_art(index):
    """The address of one of the drawings of the programme tabs, one after the other."""
    return static(f"wegosite/img/prog-{index % PROGRAMME_DRAWINGS + 1}.svg")


@register.filter
def cldr_date(value, style="long"):
    """A date as the reader's language writes it: 19 June 2017, 2017년 6월 19일. Source: CLDR."""
    return format_date(value, format=style, locale=cldr_locale()) if value else ""


@register.filter
def cldr_month(value):
    """Month and year as the reader's language writes them: June 2017, 2017년 6월. Source: CLDR."""
    return format_skeleton("yMMMM", value, locale=cldr_locale()) if value else ""


@register.filter
def cldr_time(value):
    """A time of day without seconds, as the reader's language writes it. Source: CLDR."""
    return format_time(value, format="short", locale=cldr_locale()) if value else ""


@register.simple_tag
def cldr_interval(start, end, skeleton="yMMMd"):
    """Two dates as one interval: 19–22 Jun 2017. One of them alone when the other is missing."""
    if start and end:
        return format_interval(start, end, skeleton, locale=cldr_locale())
    return cldr_date(start or end)


@register.filter
def cldr_number(value):
    """A whole number with the separators of the reader's language, in Western digits."""
    return format_decimal(value, locale=cldr_locale())


@register.filter
def file_size(size):
    """A size in bytes as `120 kB` or `2,4 Mo`, in the reader's language. Source: CLDR."""
    unit, number = ("megabyte", size / 1e6) if size >= 1e6 else ("kilobyte", max(size / 1e3, 1))
    digits = "0.#" if unit == "megabyte" else "0"
    return format_unit(
        number, f"digital-{unit}", length="short", format=digits, locale=cldr_locale()
    )


@register.filter
def in_own_language(code):
    """The name of a language in the reader's language, from its BCP 47 code."""
    return language_name(code)


@register.filter
def keep_words(text):
    """Text whose `e-Government` does not part at its hyphen (U+2060, on the page only)."""
    return HYPHEN_IN_WORD.sub(rf"\1{WORD_JOINER}-{WORD_JOINER}", str(text or ""))


@register.simple_tag
def json_ld(objects):
    """schema.org objects as data in the head; nothing for an empty list.

    `<` is escaped, so that no text can end the element.
    """
    if not objects:
        return ""
    data = {"@context": "https://schema.org", "@graph": objects}
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag(takes_context=True)
def navigation(context):
    """The menus, organisation details and announcement of the page that is shown."""
    return get_navigation(context.get("request"), context.get("page"))
