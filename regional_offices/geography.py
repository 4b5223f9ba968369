"""Where a place stands on the dotted world map.

The map, `img/map-dots.webp`, is 1000 × 419 units in the Robinson projection (A. H. Robinson, 1974;
table of the projection as published by him, every five degrees), 11° east in the middle.
"""

MAP_WIDTH, MAP_HEIGHT = 1000, 419
CENTRAL_MERIDIAN = 11.0
EQUATOR = 239.7
SCALE_X = 1000 / 360
SCALE_Y = 260.2

# Length of a parallel and its distance from the equator, for 0°, 5° … 90°.
PARALLEL_LENGTH = (
    1, 0.9986, 0.9954, 0.99, 0.9822, 0.973, 0.96, 0.9427, 0.9216, 0.8962, 0.8679, 0.835, 0.7986,
    0.7597, 0.7186, 0.6732, 0.6213, 0.5722, 0.5322,
)  # fmt: skip
PARALLEL_DISTANCE = (
    0, 0.062, 0.124, 0.186, 0.248, 0.31, 0.372, 0.434, 0.4958, 0.5571, 0.6176, 0.6769, 0.7346,
    0.7903, 0.8435, 0.8936, 0.9394, 0.9761, 1,
)  # fmt: skip


def _interpolate(table, latitude):
    step = min(int(abs(latitude) // 5), len(table) - 2)
    part = (abs(latitude) - 5 * step) / 5
    return table[step] + (table[step + 1] - table[step]) * part


def map_position(latitude, longitude):
    """Where a place stands on the map, in its units, from the upper left corner.

    Args:
        latitude: degrees north, -90 to 90.
        longitude: degrees east, -180 to 180.

    Returns:
        `(x, y)`, rounded to a tenth.
    """
    latitude, longitude = float(latitude), float(longitude)
    east = (longitude - CENTRAL_MERIDIAN + 180) % 360 - 180
    x = MAP_WIDTH / 2 + SCALE_X * _interpolate(PARALLEL_LENGTH, latitude) * east
    north = _interpolate(PARALLEL_DISTANCE, latitude)
    y = EQUATOR - SCALE_Y * (north if latitude >= 0 else -north)
    return round(x, 1), round(y, 1)
