"""The offices on the dotted world: which part of it is shown, pins, labels, arcs.

All in the units of `regional_offices.geography`. Nothing here knows how wide the map is drawn:
letters are a share of the part that is shown, large enough for a phone. `wego.css` draws them
smaller on a wide map.
"""

from dataclasses import dataclass, field
from math import hypot
from unicodedata import east_asian_width

from regional_offices.geography import MAP_HEIGHT, MAP_WIDTH

SMALLEST_WIDTH = 400  # units: about a continent, and its dots are still sharp
ASPECT = 430 / 330
MARGIN = 0.14  # of the width, around the outermost pins: room for labels
LETTER = 0.05  # of the width: 16 px on a map of 320 px, the narrowest
LIFT = 0.36  # how high an arc rises, as a share of its length
PIN = 8  # radius


@dataclass
class Pin:
    city: str
    x: float
    y: float
    is_secretariat: bool
    label: dict = field(default_factory=dict)  # attributes of the text


@dataclass
class Drawing:
    left: float
    top: float
    width: float
    height: float
    pins: list
    arcs: list  # the `d` of each path

    @property
    def view_box(self):
        return f"{self.left:.0f} {self.top:.0f} {self.width:.0f} {self.height:.0f}"

    @property
    def letter(self):
        """The size of the letters."""
        return round(self.width * LETTER)

    @property
    def radius(self):
        return round(PIN * self.width / 430, 1)


def draw(offices):
    """Lay out a map of offices.

    Args:
        offices: pages with `map_position`, `city` and `kind`; those without a position are left
            out.

    Returns:
        a `Drawing`, or None when no office has a position.
    """
    pins = [
        Pin(office.city, position["x"], position["y"], office.kind == "secretariat")
        for office in offices
        if (position := office.map_position)
    ]
    if not pins:
        return None
    centre = next((pin for pin in pins if pin.is_secretariat), None)
    others = [pin for pin in pins if pin is not centre] if centre else []
    arcs = [_arc(centre, pin) for pin in others]
    tops = [_top_of_arc(centre, pin) for pin in others]
    drawing = Drawing(*_part(pins, tops), pins, arcs)
    _place_labels(drawing)
    return drawing


def _arc(start, end):
    lift = LIFT * hypot(end.x - start.x, end.y - start.y)
    middle_x, middle_y = (start.x + end.x) / 2, (start.y + end.y) / 2 - lift
    return f"M{start.x} {start.y}Q{middle_x:.1f} {middle_y:.1f} {end.x} {end.y}"


def _top_of_arc(start, end):
    # A quadratic curve reaches half as high as its control point.
    lift = LIFT * hypot(end.x - start.x, end.y - start.y) / 2
    return min(start.y, end.y, (start.y + end.y) / 2 - lift)


def _part(pins, tops):
    """The part of the world around the pins, in one shape where the world is large enough."""
    left, right = min(pin.x for pin in pins), max(pin.x for pin in pins)
    top, bottom = min([*tops, *(pin.y for pin in pins)]), max(pin.y for pin in pins)
    width = max(
        SMALLEST_WIDTH,
        (right - left) / (1 - 2 * MARGIN),
        (bottom - top) * ASPECT / (1 - 2 * MARGIN),
    )
    width = min(width, MAP_WIDTH)
    height = min(width / ASPECT, MAP_HEIGHT)
    # Never beyond the map, but for an arc that rises above it.
    x = min(max((left + right - width) / 2, 0), MAP_WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), MAP_HEIGHT - height)
    above = max(0, y - top + 10)
    return x, y - above, width, height + above


def _label_width(text, letter):
    wide = sum(east_asian_width(character) in "WF" for character in text)
    return letter * (wide + 0.6 * (len(text) - wide))


def _places(pin, width, letter, radius):
    """Where a label may stand, best first.

    Yields:
        `(label, box)`: the attributes of the text, shifts being in its own letters, as they may
        be drawn smaller than they are reckoned here; and the room it takes at most.
    """
    left, right, above, below = (
        pin.x - radius, pin.x + radius, pin.y - radius, pin.y + radius,
    )  # fmt: skip
    places = (
        ("middle", pin.x, below, 0, 0.95),
        ("start", right, pin.y, 0.3, 0.35),
        ("end", left, pin.y, -0.3, 0.35),
        ("middle", pin.x, above, 0, -0.3),
        ("start", left, below, 0, 0.95),
        ("end", right, below, 0, 0.95),
        ("start", left, above, 0, -0.3),
        ("end", right, above, 0, -0.3),
    )
    for anchor, x, y, dx, dy in places:
        label = {"x": round(x, 1), "y": round(y, 1), "dx": dx, "dy": dy, "anchor": anchor}
        start = x + dx * letter - {"start": 0, "middle": width / 2, "end": width}[anchor]
        line = y + dy * letter
        yield label, (start, line - letter * 0.85, start + width, line + letter * 0.25)


def _overlap(one, other):
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _place_labels(drawing):
    """Give each pin the place for its label that hides least of pins, labels and the edge."""
    right, bottom = drawing.left + drawing.width, drawing.top + drawing.height
    letter, radius = drawing.letter, drawing.radius
    taken = [
        (pin.x - radius, pin.y - radius, pin.x + radius, pin.y + radius) for pin in drawing.pins
    ]
    for pin in drawing.pins:
        width = _label_width(pin.city, letter)

        def hidden(place, width=width):
            box = place[1]
            visible = _overlap(box, (drawing.left, drawing.top, right, bottom))
            outside = (box[2] - box[0]) * (box[3] - box[1]) - visible
            return round(outside * 2 + sum(_overlap(box, other) for other in taken))

        pin.label, box = min(_places(pin, width, letter, radius), key=hidden)
        taken.append(box)
