"""Draws the demo's pictures: mosaics of quarter circles, arches, windows and suns."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1500, 1000)
COLUMNS, ROWS = 6, 4
SCALE = 2  # drawn larger and scaled down, for smooth edges
GROUNDS = ("#052b3d", "#0a4660", "#0b5672", "#0a7573", "#e2f0ef", "#f2f7f7")
SHAPES = ("#f6ad2c", "#6fe0d2", "#0a7573", "#ffffff", "#0b5672", "#ffc257", "#b7d3d6")


def quarter(draw, x, y, side, colour, choice):
    """A quarter of a circle in one of the four corners."""
    dx, dy = (choice % 2) * side, (choice // 2) * side
    box = (x - side + dx, y - side + dy, x + side + dx, y + side + dy)
    start = {0: 0, 1: 90, 3: 180, 2: 270}[choice]
    draw.pieslice(box, start, start + 90, fill=colour)


def arch(draw, x, y, side, colour, choice):
    """A door with a round head."""
    edge = side // 6
    draw.pieslice((x + edge, y + edge, x + side - edge, y + side - edge), 180, 360, fill=colour)
    draw.rectangle((x + edge, y + side // 2, x + side - edge, y + side), fill=colour)


def window(draw, x, y, side, colour, choice):
    """Four panes."""
    gap, pane = side // 8, side // 2 - 3 * side // 16
    for left in (x + gap, x + side - gap - pane):
        for top in (y + gap, y + side - gap - pane):
            draw.rectangle((left, top, left + pane, top + pane), fill=colour)


def sun(draw, x, y, side, colour, choice):
    edge = side // 5
    draw.ellipse((x + edge, y + edge, x + side - edge, y + side - edge), fill=colour)


def steps(draw, x, y, side, colour, choice):
    """Three stairs, up or down."""
    third = side // 3
    for step in range(3):
        left = x + (step if choice % 2 else 2 - step) * third
        draw.rectangle((left, y + (2 - step) * third, left + third, y + side), fill=colour)


def waves(draw, x, y, side, colour, choice):
    for band in range(2):
        top = y + band * side // 2
        draw.pieslice((x, top, x + side // 2, top + side // 2), 0, 180, fill=colour)
        draw.pieslice((x + side // 2, top, x + side, top + side // 2), 180, 360, fill=colour)


TILES = (quarter, quarter, arch, window, sun, steps, waves)


def draw_picture(key):
    """A picture for a key, always the same one.

    Args:
        key: the picture's key in `site.toml`; it decides on every tile.

    Returns:
        a JPEG file in memory, 1500 × 1000 pixels.
    """
    dice = random.Random(key)
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    image = Image.new("RGB", (width, height), GROUNDS[0])
    draw = ImageDraw.Draw(image)
    side = width // COLUMNS
    # Each picture keeps to a few colours and shapes, so that it has a character of its own.
    grounds, shapes, tiles = dice.sample(GROUNDS, 3), dice.sample(SHAPES, 4), dice.sample(TILES, 4)
    for row in range(ROWS):
        for column in range(COLUMNS):
            ground = dice.choice(grounds)
            colour = dice.choice([shape for shape in shapes if shape != ground])
            x, y = column * side, row * side
            draw.rectangle((x, y, x + side, y + side), fill=ground)
            dice.choice(tiles)(draw, x, y, side, colour, dice.randrange(4))
    file = BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(file, "JPEG", quality=88)
    return file.getvalue()
