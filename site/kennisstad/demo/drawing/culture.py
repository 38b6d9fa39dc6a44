"""Canal houses, a gallery of arches, a rose window."""

from random import Random

from kennisstad.demo.drawing.palette import (
    BLUSH,
    BRICK,
    GOLD,
    INDIGO,
    INK,
    LILAC,
    NIGHT,
    OCHRE,
    PAPER,
    PLUM,
    SALMON,
    SAND,
    SKY,
    STRAW,
    TEAL,
    Ink,
)
from kennisstad.demo.drawing.shapes import Outline, arc, arch, bow, box, circle, leaf, turned, wave
from kennisstad.demo.drawing.sheet import Sheet

QUAY = 560


def canal(chance: Random) -> Sheet:
    sheet = Sheet(STRAW)
    sheet.fill(circle(1180, 300, 190), SALMON)
    inks = [PLUM, BRICK, SAND, LILAC, OCHRE, INK, TEAL, PLUM, PAPER]
    sheet.fill(box(0, QUAY, 1600, 340), PAPER)
    left = -40.0
    for number, ink in enumerate(inks):
        width, height = chance.choice([170, 190, 210]), chance.choice([290, 330, 370])
        _house(sheet, left, width, height, number % 3, ink)
        left += width
    sheet.print(box(0, QUAY, 1600, 340), SKY)
    for row in range(13):
        sheet.line(wave(QUAY + 26 + row * 25, 3 + row * 0.3, 210 + row * 30, row * 0.27), 2, PAPER, 0.9)
    sheet.fill(box(0, QUAY - 8, 1600, 12), INK)
    return sheet


def _house(sheet: Sheet, x: float, width: float, height: float, kind: int, ink: Ink) -> None:
    front = _gable(x, width, QUAY - height, kind)
    sheet.fill([*front, (x + width, QUAY), (x, QUAY)], ink)
    mirrored = [(px, QUAY + (QUAY - py) * 0.92) for px, py in front]
    sheet.fill([*mirrored, (x + width, QUAY), (x, QUAY)], ink)
    pane = GOLD if ink in (PLUM, INK, BRICK) else INK
    for row in range(3):
        for column in range(3):
            window = (
                x + width * (0.16 + column * 0.26),
                QUAY - height * 0.78 + row * height * 0.26,
            )
            sheet.fill(box(*window, width * 0.15, height * 0.15), pane)


def _gable(x: float, width: float, eaves: float, kind: int) -> Outline:
    middle = x + width / 2
    if kind == 0:
        steps = [
            (0, 0),
            (0, -28),
            (0.12, -28),
            (0.12, -62),
            (0.26, -62),
            (0.26, -96),
            (0.38, -96),
            (0.38, -128),
        ]
        left = [(x + width * share, eaves + rise) for share, rise in steps]
        return [*left, *[(2 * middle - px, py) for px, py in reversed(left)]]
    if kind == 1:
        return [
            (x, eaves),
            *arc(x, eaves - width * 0.25, width * 0.25, 90, 0),
            *arc(middle, eaves - width * 0.32, width * 0.25, 180, 360),
            *arc(x + width, eaves - width * 0.25, width * 0.25, 180, 90),
            (x + width, eaves),
        ]
    return [(x, eaves), (middle, eaves - width * 0.72), (x + width, eaves)]


def gallery(_: Random) -> Sheet:
    sheet = Sheet(PLUM)
    rooms = [
        (1440, 980, LILAC),
        (1160, 850, PLUM),
        (900, 730, SALMON),
        (660, 610, NIGHT),
        (440, 490, GOLD),
    ]
    for width, height, ink in rooms:
        sheet.fill(arch(800 - width / 2, 900, width, height), ink)
    sheet.dot(800, 640, 74, NIGHT)
    sheet.fill([(776, 680), (824, 680), (862, 840), (738, 840)], NIGHT)
    for width in range(1500, 1800, 44):
        sheet.line(arch(800 - width / 2, 930, width, 900 + (width - 1440) * 0.5), 1.8, PAPER, 0.7)
    return sheet


def rose_window(_: Random) -> Sheet:
    sheet = Sheet(NIGHT)
    x, y = 800, 450
    sheet.fill(circle(x, y, 412), INDIGO)
    petals = [PLUM, SALMON, LILAC, GOLD, TEAL, BLUSH]
    for petal in range(12):
        sheet.fill(turned(bow(x, y, 400, 262, -13.5, 13.5), petal * 30 + 15, (x, y)), petals[petal % 6])
    for petal in range(12):
        sheet.shine(leaf(x, y, 392, 104, petal * 30), petals[(petal + 2) % 6], 0.62)
    for radius in (408, 258, 96):
        sheet.ring(x, y, radius, 5, NIGHT)
    sheet.dot(x, y, 92, GOLD)
    sheet.ring(x, y, 52, 3, NIGHT)
    for radius in range(436, 1000, 30):
        sheet.ring(x, y, radius, 1.5, LILAC, 0.5)
    return sheet


DRAWINGS = (canal, gallery, rose_window)
