"""Interlocking paths, crossed keys, a skyline of work."""

from random import Random

from kennisstad.demo.drawing.palette import (
    BLUE,
    BRICK,
    GOLD,
    INK,
    MINT,
    NIGHT,
    PAPER,
    SALMON,
    SAND,
    STRAW,
    TEAL,
)
from kennisstad.demo.drawing.shapes import Outline, arch, bow, box, circle, turned
from kennisstad.demo.drawing.sheet import Sheet


def paths(chance: Random) -> Sheet:
    sheet = Sheet(TEAL)
    side = 225
    for row in range(4):
        for column in range(8):
            x, y = column * side - 100, row * side
            corners = chance.choice(
                [((x, y, 0), (x + side, y + side, 180)), ((x + side, y, 90), (x, y + side, 270))]
            )
            for (cx, cy, start), ink in zip(
                corners, chance.sample([MINT, GOLD, SAND, SALMON, NIGHT], 2), strict=True
            ):
                sheet.fill(bow(cx, cy, side * 0.66, side * 0.34, start, start + 90), ink)
                sheet.lines([bow(cx, cy, side * 0.5 + 1, side * 0.5 - 1, start, start + 90)], 1, INK, 0.5)
    return sheet


def key(x: float, y: float, size: float, angle: float) -> list[Outline]:
    """A key with its bow at `x`, `y`: bow, shaft and three bits."""
    shaft = box(x + size * 0.22, y - size * 0.04, size * 1.0, size * 0.08)
    teeth = ((0.84, 0.24), (0.97, 0.17), (1.1, 0.28))
    bits = [box(x + size * start, y, size * 0.08, size * long) for start, long in teeth]
    bow_of_key = bow(x, y, size * 0.24, size * 0.13, 0, 360)
    return [turned(part, angle, (x, y)) for part in (bow_of_key, shaft, *bits)]


def keys(_: Random) -> Sheet:
    sheet = Sheet(MINT)
    sheet.fill(circle(800, 450, 400), PAPER)
    for radius in range(422, 1000, 22):
        sheet.ring(800, 450, radius, 1.6, INK, 0.5)
    for part in key(555, 695, 560, -45):
        sheet.fill(part, BRICK)
    for part in mirrored(key(555, 695, 560, -45)):
        sheet.fill(part, TEAL)
    sheet.dot(800, 450, 15, GOLD)
    return sheet


def mirrored(parts: list[Outline]) -> list[Outline]:
    return [[(1600 - x, y) for x, y in part] for part in parts]


def skyline(_: Random) -> Sheet:
    sheet = Sheet(SAND)
    sheet.fill(circle(1010, 330, 240), GOLD)
    towers = [
        (0, 180, 380, MINT),
        (330, 190, 470, SALMON),
        (690, 210, 540, MINT),
        (1060, 220, 560, STRAW),
        (1420, 220, 420, TEAL),
        (160, 190, 600, TEAL),
        (510, 190, 690, BLUE),
        (890, 180, 700, BRICK),
        (1260, 180, 640, NIGHT),
    ]
    for x, width, height, ink in towers:
        sheet.fill(arch(x, 900, width, height), ink)
        for line in range(int(width / 2 / 30) + 1, int(height / 30)):
            sheet.fill(box(x + 18, 900 - height + line * 30, width - 36, 2), PAPER, 0.7)
    sheet.fill(box(0, 872, 1600, 28), INK)
    return sheet


DRAWINGS = (paths, keys, skyline)
