"""How a picture is treated in each place it can stand in: sizes, formats, crops.

Templates say `{% picture_slot image "card" %}`; nothing else decides on sizes. `fill-` crops keep
the focal point that the editor set.
"""

from dataclasses import dataclass

from wagtail.images.models import Filter

FORMATS = ("avif", "webp", "jpeg")


@dataclass(frozen=True)
class Slot:
    filters: tuple  # Wagtail's resize operations, smallest first
    sizes: str  # the `sizes` attribute: how wide the picture is drawn
    formats: tuple = FORMATS


SLOTS = {
    "card": Slot(
        ("fill-400x267", "fill-800x533"),
        "(width >= 76rem) 26rem, (width >= 40rem) 50vw, 100vw",
    ),
    "lead": Slot(
        ("fill-640x360", "fill-1280x720"),
        "(width >= 64rem) 58rem, 100vw",
    ),
    "text": Slot(("width-480", "width-960"), "(width >= 46rem) 46rem, 100vw"),
    "portrait": Slot(("fill-400x500", "fill-800x1000"), "(width >= 48rem) 40vw, 100vw"),
    "logo": Slot(("max-200x100", "max-400x200"), "12.5rem", ("webp", "png")),
    "social": Slot(("fill-1200x630",), "", ("jpeg",)),
}


def filter_specs(name):
    """Wagtail filter specifications of a slot, by format: `{"avif": [...], …}`."""
    slot = SLOTS[name]
    return {kind: [f"{spec}|format-{kind}" for spec in slot.filters] for kind in slot.formats}


def renditions(image, name):
    """The renditions of an image for a slot, by format, smallest first. Made where missing."""
    specs = filter_specs(name)
    made = image.get_renditions(*[spec for group in specs.values() for spec in group])
    return {kind: [made[spec] for spec in group] for kind, group in specs.items()}


def rendition_url(image, name):
    """The address of the largest rendition of a slot in its last, most widely read format."""
    spec = list(filter_specs(name).values())[-1][-1]
    return image.get_rendition(Filter(spec=spec)).url
