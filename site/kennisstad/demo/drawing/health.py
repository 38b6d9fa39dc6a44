"""Cells, a double helix, a heart with a pulse."""

from math import pi, sin
from random import Random

from kennisstad.demo.drawing.palette import (
    BLUSH,
    BRICK,
    GOLD,
    INK,
    MINT,
    PAPER,
    RASPBERRY,
    SALMON,
    SAND,
    STRAW,
    TEAL,
)
from kennisstad.demo.drawing.shapes import arc, box, circle, stroke
from kennisstad.demo.drawing.sheet import Sheet


def cells(chance: Random) -> Sheet:
    sheet = Sheet(BLUSH)
    sheet.print(circle(1130, 470, 400), RASPBERRY, 0.92)
    sheet.fill(circle(1130, 470, 268), SALMON)
    sheet.fill(circle(1180, 430, 132), PAPER)
    sheet.fill(circle(1206, 410, 60), INK)
    sheet.print(circle(640, 300, 210), GOLD)
    sheet.print(circle(470, 590, 300), TEAL, 0.86)
    sheet.fill(circle(400, 650, 112), BLUSH)
    sheet.dot(372, 676, 44, INK)
    sheet.dot(690, 262, 52, RASPBERRY)
    for radius in range(430, 620, 22):
        sheet.ring(1130, 470, radius, 1.6, INK, 0.55)
    for _ in range(9):
        x, y = chance.uniform(60, 760), chance.uniform(60, 240)
        sheet.dot(x, y, chance.choice([7, 10, 15]), chance.choice([INK, RASPBERRY, PAPER]))
    return sheet


def helix(_: Random) -> Sheet:
    sheet = Sheet(PAPER)
    sheet.fill(circle(800, 450, 360), STRAW)
    front = [(x, 450 + 235 * sin(x / 760 * 2 * pi + 0.5)) for x in range(-60, 1670, 10)]
    back = [(x, 450 - 235 * sin(x / 760 * 2 * pi + 0.5)) for x in range(-60, 1670, 10)]
    for upper, lower in list(zip(front, back, strict=True))[::5]:
        sheet.line([upper, lower], 2, INK, 0.8)
    sheet.print(stroke(back, 104), MINT)
    sheet.print(stroke(front, 104), RASPBERRY, 0.88)
    for upper, lower in list(zip(front, back, strict=True))[::5]:
        sheet.dot(*upper, 9, PAPER)
        sheet.dot(*lower, 9, INK)
    return sheet


def heart(_: Random) -> Sheet:
    sheet = Sheet(SAND)
    sheet.fill(box(0, 0, 1600, 450), BLUSH)
    sheet.fill([*arc(800 - 135, 315, 191, 135, 315), (800, 720)], RASPBERRY)
    sheet.fill([*[(1600 - x, y) for x, y in arc(800 - 135, 315, 191, 135, 315)], (800, 720)], BRICK)
    sheet.fill([*arc(800 - 135, 315, 95, 135, 315), (800, 585)], SALMON)
    for radius in range(330, 1000, 34):
        sheet.lines([arc(800, 450, radius, 10, 170)], 1.6, INK, 0.45)
    beat = [
        (0, 560),
        (420, 560),
        (560, 560),
        (620, 430),
        (700, 720),
        (780, 330),
        (850, 640),
        (900, 560),
        (1060, 560),
        (1600, 560),
    ]
    sheet.line(beat, 8, INK)
    sheet.dot(1060, 560, 20, INK)
    sheet.dot(1300, 190, 84, GOLD)
    return sheet


DRAWINGS = (cells, helix, heart)
