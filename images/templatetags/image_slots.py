from django import template

from images.slots import SLOTS, rendition_url, renditions

register = template.Library()

MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}


@register.inclusion_tag("images/picture.html")
def picture_slot(image, name, alt="", css_class="", eager=False):
    """A `<picture>` for an image in a slot of `images.slots`.

    Args:
        image: a `CustomImage`.
        name: the slot, such as `card`.
        alt: the alternative text, in the language of the page; empty for decoration.
        css_class: classes of the `<img>`.
        eager: True for the one picture that a reader sees first.
    """
    by_format = renditions(image, name)
    *modern, fallback = by_format
    return {
        "sources": [
            {
                "type": MIME_TYPES[kind],
                "srcset": ", ".join(f"{item.url} {item.width}w" for item in by_format[kind]),
            }
            for kind in modern
        ],
        "image": by_format[fallback][-1],
        "srcset": ", ".join(f"{item.url} {item.width}w" for item in by_format[fallback]),
        "sizes": SLOTS[name].sizes,
        "alt": alt,
        "css_class": css_class,
        "eager": eager,
    }


@register.simple_tag
def social_image_url(image):
    """The address of the picture that is shown where a page is shared."""
    return rendition_url(image, "social")
