"""Orbits, circuits, waves that meet."""

from math import acos, cos, degrees, radians, sin
from random import Random

from kennisstad.demo.drawing.palette import (
    GOLD,
    HAZE,
    INDIGO,
    INK,
    MINT,
    NIGHT,
    PAPER,
    PLUM,
    RASPBERRY,
    SALMON,
    SKY,
    STRAW,
)
from kennisstad.demo.drawing.shapes import Outline, arc, box, circle, ellipse, sector, star, turned
from kennisstad.demo.drawing.sheet import Sheet


def orbits(chance: Random) -> Sheet:
    sheet = Sheet(NIGHT)
    for _ in range(70):
        sheet.dot(chance.uniform(0, 1600), chance.uniform(0, 900), chance.choice([1.4, 2, 3]), PAPER, 0.8)
    x, y, tilt = 760, 470, -18
    for across in range(330, 900, 62):
        ring = ellipse(x, y, across, across * 0.4, tilt)
        sheet.line([*ring, ring[1]], 2, HAZE, 0.7)
    sheet.fill(circle(x, y, 232), SALMON)
    for reach, ink in ((60, STRAW), (20, GOLD), (-40, RASPBERRY), (-130, PLUM)):
        sheet.fill(turned(_cap(x, y, 232, reach), tilt, (x, y)), ink)
    front = arc(x, y, 300, 2, 178)
    sheet.line(turned([(px, y + (py - y) * 0.34) for px, py in front], tilt, (x, y)), 26, PAPER)
    sheet.line(turned([(px, y + (py - y) * 0.34) for px, py in front], tilt, (x, y)), 3, NIGHT)
    for across, angle, size, ink in [
        (454, 38, 46, GOLD),
        (640, 205, 70, SKY),
        (826, -40, 34, MINT),
        (578, 120, 22, PAPER),
        (392, 292, 18, PAPER),
    ]:
        sheet.dot(*_on_orbit(x, y, across, angle, tilt), size, ink)
    sheet.fill(star(1370, 180, 74), GOLD)
    return sheet


def _cap(x: float, y: float, radius: float, reach: float) -> Outline:
    """The part of a disc below a level line, `reach` above its middle."""
    half = degrees(acos(-reach / radius))
    return arc(x, y, radius, 90 - half, 90 + half)


def _on_orbit(x: float, y: float, across: float, angle: float, tilt: float) -> tuple[float, float]:
    flat = (x + across * cos(radians(angle)), y + across * 0.4 * sin(radians(angle)))
    return turned([flat], tilt, (x, y))[0]


def circuits(chance: Random) -> Sheet:
    sheet = Sheet(INDIGO)
    sheet.fill(box(590, 240, 420, 420), NIGHT)
    inks = [HAZE, GOLD, SALMON, SKY, PAPER]
    for number in range(-6, 7):
        for quarter in range(4):
            ink, reach = chance.choice(inks), chance.choice([330, 420, 520, 640, 760])
            bend = number * chance.choice([30, 46, 46, 60])
            trace = [
                (800 + number * 30, 450 - 210),
                (800 + number * 30, 450 - 250 - abs(number) * 12),
                (800 + bend, 450 - 290 - abs(bend) * 0.55),
                (800 + bend, 450 - reach),
            ]
            path = turned(trace, quarter * 90, (800, 450))
            sheet.line(path, 5, ink)
            sheet.dot(*path[-1], 13, ink)
            sheet.dot(*path[-1], 6, INDIGO)
    sheet.fill(circle(800, 450, 140), GOLD)
    sheet.fill(sector(800, 450, 140, -90, 90), SALMON)
    sheet.ring(800, 450, 172, 2, HAZE)
    sheet.dot(800, 450, 46, NIGHT)
    return sheet


def signals(_: Random) -> Sheet:
    sheet = Sheet(HAZE)
    for radius, ink in (
        (1180, SKY),
        (960, PAPER),
        (740, INDIGO),
        (520, SKY),
        (300, PAPER),
        (130, NIGHT),
    ):
        sheet.fill(circle(220, 960, radius), ink)
    sheet.print(circle(1340, 170, 640), STRAW)
    for radius, ink in ((480, SALMON), (330, GOLD), (190, RASPBERRY)):
        sheet.fill(circle(1340, 170, radius), ink)
    sheet.dot(1340, 170, 64, PAPER)
    for radius in range(160, 1500, 28):
        sheet.ring(220, 960, radius, 1.4, INK, 0.4)
    for radius in range(100, 700, 28):
        sheet.ring(1340, 170, radius, 1.4, INK, 0.4)
    return sheet


DRAWINGS = (orbits, circuits, signals)
