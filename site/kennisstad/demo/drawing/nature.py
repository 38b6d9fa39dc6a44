"""Leaves, dunes by the sea, a wall of foliage."""

from random import Random

from kennisstad.demo.drawing.palette import (
    BLUE,
    DUNE,
    GOLD,
    GREEN,
    INK,
    MOSS,
    PAPER,
    SAND,
    SKY,
    STRAW,
    TEAL,
    Ink,
)
from kennisstad.demo.drawing.shapes import below, box, circle, curve, half_leaf, leaf, turned, wave
from kennisstad.demo.drawing.sheet import Sheet


def leaves(_: Random) -> Sheet:
    sheet = Sheet(PAPER)
    sheet.fill(circle(1080, 330, 250), GOLD)
    inks = [MOSS, GREEN, STRAW, MOSS, TEAL, MOSS, GREEN]
    for angle, ink in zip(range(-168, 0, 26), inks, strict=True):
        length = 1010 - abs(angle + 90) * 3.2
        sheet.print(leaf(800, 960, length, 205, angle), ink, 0.9)
        sheet.print(half_leaf(800, 960, length, 205, angle), MOSS, 0.55)
        sheet.line(turned([(800, 960), (800 + length, 960)], angle, (800, 960)), 2, PAPER)
    return sheet


def dunes(_: Random) -> Sheet:
    sheet = Sheet(SKY)
    sheet.fill(circle(1120, 400, 230), PAPER)
    sheet.fill(circle(1120, 400, 196), GOLD)
    sheet.fill(box(0, 420, 1600, 480), BLUE)
    for row in range(11):
        sheet.line(wave(440 + row * 16, 3, 160 + row * 22, row * 0.31), 2, PAPER, 0.75)
    sheet.fill(below(wave(590, 62, 1500, 0.55)), DUNE)
    sheet.fill(below(wave(690, 84, 1280, 0.12)), STRAW)
    sheet.fill(below(wave(780, 70, 1700, 0.72)), MOSS)
    sheet.print(below(wave(850, 46, 1150, 0.2)), GREEN)
    for x, lean in [(250, -14), (275, -4), (296, 7), (318, 17), (1290, -12), (1312, 2), (1336, 12)]:
        sheet.line(curve((x, 800), (x, 700), (x + lean * 4, 620 + abs(lean) * 3)), 3, INK)
    return sheet


def foliage(chance: Random) -> Sheet:
    sheet = Sheet(SAND)
    side = 225
    fields = [GREEN, MOSS, STRAW, PAPER, TEAL, SAND, GOLD]
    for row in range(4):
        for column in range(8):
            _tile(sheet, column * side - 100, row * side, side, chance, fields)
    return sheet


def _tile(sheet: Sheet, x: float, y: float, side: float, chance: Random, inks: list[Ink]) -> None:
    ground, front = chance.sample(inks, 2)
    sheet.fill(box(x, y, side, side), ground)
    corner, angle = chance.choice([((x, y), 45), ((x + side, y), 135)])
    sheet.fill(leaf(*corner, side * 1.414, side * 0.52, angle), front)
    sheet.print(half_leaf(*corner, side * 1.414, side * 0.52, angle), MOSS, 0.6)
    sheet.line(turned([corner, (corner[0] + side * 1.2, corner[1])], angle, corner), 2, INK)


DRAWINGS = (leaves, dunes, foliage)
