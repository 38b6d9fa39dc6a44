"""Drawings for one event or series: the city hall by night, tables, a shell and more."""

from math import cos, exp, pi, radians, sin
from random import Random

from kennisstad.demo.drawing.palette import (
    BLUE,
    BRICK,
    DUNE,
    GOLD,
    GREEN,
    INDIGO,
    INK,
    LILAC,
    MINT,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    PLUM,
    RASPBERRY,
    SALMON,
    SAND,
    SKY,
    STRAW,
    TEAL,
    Ink,
    between,
)
from kennisstad.demo.drawing.shapes import (
    Outline,
    arc,
    arch,
    box,
    circle,
    curve,
    sector,
    star,
    turned,
)
from kennisstad.demo.drawing.sheet import Sheet
from kennisstad.demo.drawing.work import key

GROUND = 760


def city_hall(chance: Random) -> Sheet:
    """The long front, the stepped gables, the tower and two keys in the stars."""
    sheet = Sheet(NIGHT)
    _night_sky(sheet, chance)
    _key_in_the_stars(sheet)
    sheet.fill(box(0, GROUND, 1600, 140), between(NIGHT, BLUE, 0.35))
    _front(sheet)
    _tower(sheet, 830)
    sheet.fill(box(0, GROUND - 6, 1600, 8), GOLD)
    for row in range(5):
        y = GROUND + 22 + row * 24
        for x in range(60 + row * 31, 1600, 190):
            sheet.line([(x, y), (x + 88 - row * 8, y)], 2.4, GOLD, 0.7)
    return sheet


def _night_sky(sheet: Sheet, chance: Random) -> None:
    for radius, share in ((760, 0.10), (560, 0.2), (380, 0.32)):
        sheet.fill(circle(1240, 250, radius), between(NIGHT, BLUE, share))
    sheet.dot(1240, 250, 128, STRAW)
    for _ in range(60):
        sheet.dot(
            chance.uniform(0, 1600),
            chance.uniform(0, 620),
            chance.choice([1.4, 2, 2.8]),
            PAPER,
            0.85,
        )


def _key_in_the_stars(sheet: Sheet) -> None:
    parts = key(210, 130, 400, 12)
    for part in parts:
        sheet.fill(part, between(NIGHT, BLUE, 0.6))
    for part in parts[1:]:
        for corner in part:
            sheet.fill(star(*corner, 9), GOLD)
    for degrees in range(12, 372, 45):
        sheet.fill(star(210 + 96 * cos(radians(degrees)), 130 + 96 * sin(radians(degrees)), 11), GOLD)


def _front(sheet: Sheet) -> None:
    stone, lit = between(NIGHT, SALMON, 0.16), between(NIGHT, BRICK, 0.72)
    sheet.fill(box(70, 470, 1460, GROUND - 470), lit)
    sheet.fill([(70, 470), (120, 400), (1480, 400), (1530, 470)], between(NIGHT, BLUE, 0.75))
    for x, width in ((210, 200), (700, 260), (1190, 200)):
        sheet.fill(_stepped(x, width), between(NIGHT, BRICK, 0.88))
        sheet.dot(x + width / 2, 372, 20, GOLD)
    for column in range(22):
        left = 96 + column * 65.4
        for y, height in ((500, 66), (600, 74)):
            sheet.fill(box(left, y, 32, height), GOLD if (column * 7 + y) % 5 else stone)
            sheet.line([(left + 16, y), (left + 16, y + height)], 2, NIGHT)
    sheet.fill(box(70, 578, 1460, 6), stone)
    sheet.fill(arch(786, GROUND, 88, 84), STRAW)


def _stepped(x: float, width: float) -> Outline:
    rises = [470, 430, 430, 394, 394, 358, 358, 322, 322, 292]
    shares = [0, 0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4]
    left = [(x + width * share, rise) for share, rise in zip(shares, rises, strict=True)]
    return [
        *left,
        *[(2 * x + width - px, py) for px, py in reversed(left)],
        (x + width, GROUND),
        (x, GROUND),
    ]


def _tower(sheet: Sheet, x: float) -> None:
    wall, dark = between(NIGHT, BRICK, 0.6), between(NIGHT, BLUE, 0.75)
    sheet.fill(box(x - 46, 210, 92, 250), wall)
    sheet.dot(x, 262, 32, STRAW)
    sheet.line([(x, 262), (x, 240)], 4, NIGHT)
    sheet.line([(x, 262), (x + 16, 270)], 4, NIGHT)
    sheet.fill(box(x - 56, 200, 112, 12), GOLD)
    sheet.fill([*arc(x, 170, 46, 150, 390), (x + 40, 200), (x - 40, 200)], dark)
    sheet.fill(box(x - 20, 96, 40, 50), wall)
    sheet.fill([*arc(x, 84, 25, 140, 400)], dark)
    sheet.fill([(x - 5, 70), (x, 8), (x + 5, 70)], GOLD)


def welfare(_: Random) -> Sheet:
    """Four circles that need each other, and what they share."""
    sheet = Sheet(SAND)
    places = [(520, 250), (1080, 250), (520, 650), (1080, 650)]
    for (x, y), ink in zip(places, (SALMON, SKY, STRAW, MINT), strict=True):
        sheet.print(circle(x, y, 400), ink)
    for (x, y), ink in zip(places, (BRICK, BLUE, OCHRE, GREEN), strict=True):
        for radius in range(140, 400, 20):
            sheet.ring(x, y, radius, 1.8, ink, 0.8)
        sheet.dot(x, y, 96, ink)
    sheet.dot(800, 450, 118, PAPER)
    sheet.dot(800, 450, 92, INK)
    sheet.dot(800, 450, 40, GOLD)
    return sheet


def tables(_: Random) -> Sheet:
    """Eight tables from above, everyone a metre and a half apart."""
    sheet = Sheet(SAND)
    known = {0: BRICK, 2: TEAL, 5: GOLD, 7: BLUE}
    for number in range(8):
        x, y = 200 + (number % 4) * 400, 225 + (number // 4) * 450
        ink = known.get(number, PAPER)
        sheet.fill(circle(x, y, 186), STRAW if number in known else DUNE, 1 if number in known else 0.5)
        sheet.ring(x, y, 186, 1.8, INK, 0.6)
        sheet.fill(circle(x, y, 92), ink)
        for seat in range(6):
            turn = radians(seat * 60 + number * 13)
            sheet.dot(x + 138 * cos(turn), y + 138 * sin(turn), 27, INK if number in known else PAPER)
    for x in (200, 600, 1000):
        for y in (225, 675):
            _measure(sheet, (x + 104, y), (x + 296, y))
    return sheet


def _measure(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    sheet.line([start, end], 1.8, INK, 0.8)
    for x, y in (start, end):
        sheet.line([(x, y - 14), (x, y + 14)], 1.8, INK, 0.8)


def searchlights(chance: Random) -> Sheet:
    """Beams over the roofs: a night full of discoveries."""
    sheet = Sheet(NIGHT)
    sheet.fill(circle(800, 900, 800), between(NIGHT, INDIGO, 0.35))
    sheet.fill(circle(800, 900, 560), between(NIGHT, INDIGO, 0.7))
    for _ in range(50):
        sheet.dot(chance.uniform(0, 1600), chance.uniform(0, 560), chance.choice([1.4, 2, 3]), PAPER, 0.8)
    beams = [
        (240, -60, BLUE),
        (560, -112, PLUM),
        (800, -80, RASPBERRY),
        (1040, -68, TEAL),
        (1360, -122, OCHRE),
    ]
    for x, angle, ink in beams:
        sheet.shine(sector(x, 800, 1500, angle - 8, angle + 8), ink, 0.9)
    for x, y, size in ((360, 250, 60), (1120, 150, 88), (770, 350, 44), (1370, 330, 36)):
        sheet.fill(star(x, y, size), GOLD)
    sheet.fill([*ROOFS, (1600, 900), (0, 900)], INK)
    for x in range(34, 1600, 72):
        for y in (800, 850):
            sheet.fill(box(x, y, 20, 28), GOLD if (x + y) % 5 else between(INK, GOLD, 0.25))
    return sheet


ROOFS: Outline = [
    (0, 770),
    (90, 690),
    (180, 770),
    (180, 730),
    (300, 730),
    (300, 680),
    (340, 680),
    (340, 640),
    (380, 640),
    (380, 680),
    (420, 680),
    (420, 750),
    (560, 750),
    (640, 660),
    (720, 750),
    (720, 720),
    (770, 720),
    (770, 560),
    (800, 430),
    (830, 560),
    (830, 720),
    (960, 720),
    (960, 760),
    (1060, 690),
    (1160, 760),
    (1160, 710),
    (1320, 710),
    (1380, 640),
    (1440, 710),
    (1440, 770),
    (1600, 770),
]


def bookshelf(chance: Random) -> Sheet:
    sheet = Sheet(SAND)
    inks = [BRICK, GOLD, BLUE, TEAL, SALMON, INK, PLUM, MOSS, OCHRE, SKY, PAPER, GREEN]
    left, previous = 30.0, None
    while left < 1540:
        width, height = chance.choice([46, 60, 74, 96]), chance.uniform(480, 720)
        ink = chance.choice([option for option in inks if option != previous])
        _spine(sheet, left, width, height, ink, chance)
        left, previous = left + width + 3, ink
    sheet.fill(box(0, 820, 1600, 80), INK)
    sheet.print(circle(1230, 210, 150), GOLD)
    return sheet


def _spine(sheet: Sheet, x: float, width: float, height: float, ink: Ink, chance: Random) -> None:
    mark = PAPER if ink in (BRICK, BLUE, TEAL, INK, PLUM, GREEN, OCHRE) else INK
    outline = box(x, 820 - height, width, height)
    if chance.random() < 0.12:
        outline = turned(outline, 5, (x, 820))
    sheet.fill(outline, ink)
    if chance.random() < 0.5:
        for y in (26, 36, height - 60):
            sheet.fill(box(x + 7, 820 - height + y, width - 14, 3), mark)
    else:
        sheet.dot(x + width / 2, 820 - height * 0.72, width * 0.24, mark)


def fireworks(_: Random) -> Sheet:
    sheet = Sheet(NIGHT)
    bursts = [
        (430, 360, 300, SALMON),
        (1080, 300, 360, GOLD),
        (800, 640, 210, SKY),
        (1420, 640, 190, MINT),
        (150, 740, 160, LILAC),
    ]
    for x, y, reach, ink in bursts:
        sheet.shine(circle(x, y, reach), between(NIGHT, ink, 0.28), 0.9)
        for ray in range(36):
            turn, long = ray * pi / 18, reach * (0.95 if ray % 2 else 0.72)
            inner = (x + reach * 0.22 * cos(turn), y + reach * 0.22 * sin(turn))
            outer = (x + long * cos(turn), y + long * sin(turn))
            sheet.line([inner, outer], 4, ink)
            sheet.dot(*outer, 9 if ray % 2 else 6, ink)
        sheet.dot(x, y, reach * 0.13, PAPER)
    return sheet


def shell(_: Random) -> Sheet:
    """A snail's spiral: growth, step by step."""
    sheet = Sheet(MOSS)
    x, y = 690, 500
    for number in range(16):
        sheet.ring(x + 60, y - 40, 470 + number * 44, 1.6, INK, 0.45)
    sheet.fill(circle(x + 60, y - 40, 448), STRAW)
    sheet.fill(
        [
            *curve((250, 788), (420, 690), (760, 700)),
            (900, 505),
            (1250, 505),
            *curve((1350, 500), (1420, 560), (1390, 640)),
            *curve((1360, 760), (1240, 790), (1080, 790)),
            (250, 790),
        ],
        TEAL,
    )
    for tip in (1330, 1420):
        sheet.line([(1345, 540), (tip, 400)], 9, TEAL)
        sheet.dot(tip, 396, 15, INK)
    inks = [GREEN, SAND, SALMON, TEAL, PAPER, OCHRE, GOLD, BRICK]
    for step in range(47, -1, -1):
        sheet.fill([(x, y), *_spiral(x, y, step * 22.5, step * 22.5 + 23)], inks[step % 8])
    sheet.line(_spiral(x, y, 0, 1080), 5, INK)
    sheet.fill(box(0, 788, 1600, 112), INK)
    return sheet


def _spiral(x: float, y: float, start: float, end: float) -> Outline:
    angles = [start + (end - start) * share / 240 for share in range(241)]
    return [(x + _reach(a) * cos(radians(a)), y + _reach(a) * sin(radians(a))) for a in angles]


def _reach(angle: float) -> float:
    return 14 * exp(0.0034 * angle)


def debate(_: Random) -> Sheet:
    """Two speech arcs that overlap."""
    sheet = Sheet(STRAW)
    sheet.print(circle(600, 420, 330), SALMON)
    sheet.print(circle(1000, 480, 330), SKY)
    sheet.print([(360, 640), (330, 860), (560, 740)], SALMON)
    sheet.print([(1240, 700), (1280, 900), (1040, 790)], SKY)
    for row in range(9):
        sheet.fill(box(400, 300 + row * 30, 400 - (row % 3) * 90, 3), INK, 0.8)
        sheet.fill(box(830 + (row % 4) * 50, 360 + row * 30, 360 - (row % 4) * 50, 3), INK, 0.8)
    sheet.dot(800, 450, 40, BRICK)
    return sheet


DRAWINGS = {
    "city-hall": city_hall,
    "welfare": welfare,
    "tables": tables,
    "night": searchlights,
    "books": bookshelf,
    "fireworks": fireworks,
    "shell": shell,
    "debate": debate,
}
