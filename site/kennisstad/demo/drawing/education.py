"""An open book, building blocks, stairs to the sun."""

from random import Random

from kennisstad.demo.drawing.palette import (
    BLUE,
    BRICK,
    GOLD,
    INK,
    OCHRE,
    PAPER,
    SALMON,
    SAND,
    SKY,
    STRAW,
    TEAL,
    Ink,
)
from kennisstad.demo.drawing.shapes import Outline, box, circle, curve, sector
from kennisstad.demo.drawing.sheet import Sheet


def book(_: Random) -> Sheet:
    sheet = Sheet(GOLD)
    sheet.fill(circle(800, 330, 250), SALMON)
    sheet.fill(circle(800, 330, 170), PAPER)
    leaves = [
        (720, 250, BRICK),
        (690, 290, OCHRE),
        (640, 350, STRAW),
        (560, 410, SAND),
        (440, 460, PAPER),
    ]
    for reach, lift, ink in leaves:
        for side in (-1, 1):
            sheet.fill(_page(side, reach, lift), ink)
    for number in range(11):
        for side in (-1, 1):
            sheet.line(_edge(side, 440 - number * 22, 460 - number * 6), 1.8, INK, 0.75)
    sheet.line([(800, 470), (800, 850)], 6, INK)
    return sheet


def _edge(side: int, reach: float, lift: float) -> Outline:
    """The upper edge of a page that is turned."""
    return curve(
        (800, 830 - lift * 0.8),
        (800 + side * reach * 0.45, 700 - lift),
        (800 + side * reach, 860 - lift),
    )


def _page(side: int, reach: float, lift: float) -> Outline:
    far = (800 + side * reach, 860 - lift * 0.35)
    return [
        *_edge(side, reach, lift),
        *curve(far, (800 + side * reach * 0.45, 760 - lift * 0.2), (800, 850)),
    ]


def blocks(chance: Random) -> Sheet:
    sheet = Sheet(SAND)
    side = 300
    pairs = [
        (BLUE, GOLD),
        (OCHRE, PAPER),
        (SKY, BRICK),
        (STRAW, INK),
        (PAPER, TEAL),
        (SALMON, BLUE),
        (GOLD, BRICK),
        (INK, SALMON),
        (SAND, OCHRE),
    ]
    shapes = [0, 1, 2, 3, 4, 5] * 3
    chance.shuffle(shapes)
    for row in range(3):
        for column in range(6):
            ground, front = pairs[(row * 4 + column * 2) % 9]
            _block(
                sheet,
                column * side - 100,
                row * side,
                side,
                shapes[row * 6 + column],
                ground,
                front,
            )
    return sheet


def _block(sheet: Sheet, x: float, y: float, side: float, kind: int, ground: Ink, front: Ink) -> None:
    sheet.fill(box(x, y, side, side), ground)
    if kind == 0:
        sheet.fill(circle(x + side / 2, y + side / 2, side * 0.36), front)
        sheet.fill(circle(x + side / 2, y + side / 2, side * 0.15), ground)
    elif kind == 1:
        sheet.fill([(x, y + side), (x + side / 2, y), (x + side, y + side)], front)
    elif kind == 2:
        sheet.fill(sector(x, y + side, side, 270, 360), front)
        sheet.fill(sector(x, y + side, side / 2, 270, 360), ground)
    elif kind == 3:
        sheet.fill(sector(x + side / 2, y + side, side / 2, 180, 360), front)
        sheet.fill(sector(x + side / 2, y + side / 2, side / 2, 180, 360), front)
    elif kind == 4:
        for step in range(4):
            sheet.fill(
                box(
                    x + step * side / 4,
                    y + side - (step + 1) * side / 4,
                    side / 4 + 1,
                    (step + 1) * side / 4,
                ),
                front,
            )
    else:
        for step in range(7):
            sheet.fill(box(x, y + side * (0.07 + step * 0.135), side, 9), front)


def stairs(_: Random) -> Sheet:
    sheet = Sheet(STRAW)
    sheet.fill(circle(1240, 330, 250), SALMON)
    sheet.print(circle(1120, 250, 170), GOLD)
    inks = [OCHRE, BLUE, SKY, BRICK, PAPER, OCHRE, BLUE, GOLD]
    for step, ink in enumerate(inks):
        sheet.fill(box(step * 200, 800 - step * 84, 200, 900), ink)
        for line in range(1, 12):
            sheet.fill(box(step * 200, 800 - step * 84 + line * 26, 200, 1.8), INK, 0.35)
        sheet.fill(box(step * 200, 800 - step * 84, 200, 9), INK)
    sheet.dot(500, 632 - 96, 96, INK)
    sheet.print(circle(330, 420, 58), BRICK)
    return sheet


DRAWINGS = (book, blocks, stairs)
