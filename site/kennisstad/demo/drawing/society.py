"""The moated city from above, a crowd, a bridge."""

from math import cos, radians, sin
from random import Random

from kennisstad.demo.drawing.palette import (
    BLUE,
    BLUSH,
    BRICK,
    GOLD,
    GREEN,
    INK,
    MINT,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    SALMON,
    SAND,
    SKY,
    STRAW,
    TEAL,
)
from kennisstad.demo.drawing.shapes import (
    Outline,
    Point,
    arc,
    arch,
    bow,
    box,
    circle,
    curve,
    sector,
    star,
    wave,
)
from kennisstad.demo.drawing.sheet import Sheet


def moat(chance: Random) -> Sheet:
    sheet = Sheet(MOSS)
    x, y = 800, 520
    for radius in range(760, 1100, 26):
        sheet.ring(x, y, radius, 1.5, INK, 0.4)
    sheet.fill(_bastions(x, y, 610, 690), SKY)
    sheet.fill(_bastions(x, y, 540, 600), SAND)
    for inner, outer, blocks in ((404, 510, 26), (252, 352, 17), (118, 206, 9)):
        _ring_of_blocks(sheet, chance, (x, y), inner, outer, blocks)
    for radius in (378, 229):
        sheet.ring(x, y, radius, 20, SKY)
    river = curve((-40, 250), (700, 330), (820, 520), 60) + curve((820, 520), (930, 700), (1640, 690), 60)
    sheet.line(river, 64, SAND)
    sheet.line(river, 44, BLUE)
    sheet.dot(x, y, 96, SAND)
    sheet.dot(x, y, 78, GREEN)
    sheet.fill(star(x, y, 46, 8, 0.5), GOLD)
    return sheet


def _ring_of_blocks(
    sheet: Sheet, chance: Random, centre: Point, inner: float, outer: float, blocks: int
) -> None:
    inks = [BRICK, SALMON, BRICK, OCHRE, PAPER, BRICK, GOLD]
    lane = 700 / outer
    for block in range(blocks):
        start = (block + chance.uniform(-0.16, 0.16)) * 360 / blocks
        end = (block + 1) * 360 / blocks - lane
        sheet.fill(bow(*centre, outer, inner, start, end), chance.choice(inks))


def _bastions(x: float, y: float, wall: float, tip: float) -> Outline:
    points = []
    for corner in range(14):
        for angle, reach in ((-6, wall), (-4, tip), (4, tip), (6, wall)):
            turn = radians(corner * 360 / 14 + angle)
            points.append((x + reach * cos(turn), y + reach * sin(turn)))
    return points


def crowd(chance: Random) -> Sheet:
    sheet = Sheet(STRAW)
    inks = [BRICK, SALMON, BLUE, TEAL, GOLD, OCHRE, BLUSH, SKY, INK]
    for row in range(4):
        size = 92 + row * 14
        for place in range(9):
            x = place * 200 - (row % 2) * 100 + chance.uniform(-14, 14)
            y = 330 + row * 165 + chance.uniform(-16, 16)
            body, head = chance.sample(inks, 2)
            sheet.fill(arch(x - size, y + 420, size * 2, 420), body)
            sheet.print(arch(x - size * 0.45, y + 420, size * 0.9, 300), SALMON, 0.5)
            sheet.fill(circle(x, y - size * 0.55, size * 0.52), head)
    return sheet


def bridge(_: Random) -> Sheet:
    sheet = Sheet(STRAW)
    water = 540
    sheet.fill(circle(1150, 250, 170), BRICK)
    sheet.fill(_span(water, -1), INK)
    sheet.fill(box(0, water, 1600, 400), TEAL)
    sheet.fill(_span(water, 1), NIGHT)
    for middle, radius in ((270, 160), (800, 225), (1330, 160)):
        sheet.fill(sector(middle, water, radius, 180, 360), SALMON)
        sheet.fill(sector(middle, water, radius, 0, 180), MINT)
        for grow in (18, 32):
            sheet.lines([arc(middle, water, radius + grow, 180, 360)], 2.4, SAND, 0.8)
    for row in range(13):
        sheet.line(wave(water + 24 + row * 27, 4, 190 + row * 26, row * 0.23), 2.2, PAPER, 0.7)
    sheet.fill(box(0, water - 3, 1600, 6), PAPER)
    for x in range(10, 1600, 66):
        top = water - _deck(x)
        sheet.line([(x, top), (x, top - 40)], 4, INK)
    sheet.line([(x, water - _deck(x) - 40) for x in range(-20, 1640, 20)], 5, INK)
    return sheet


def _deck(x: float) -> float:
    return 205 + 70 * (1 - ((x - 800) / 820) ** 2)


def _span(water: float, side: int) -> Outline:
    return [
        (-20, water),
        *[(x, water + side * _deck(x) * (1 if side < 0 else 0.95)) for x in range(-20, 1640, 20)],
        (1620, water),
    ]


DRAWINGS = (moat, crowd, bridge)
