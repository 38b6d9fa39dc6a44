"""Outlines as lists of points, on a sheet of 1600 by 900."""

from collections.abc import Sequence
from math import cos, hypot, pi, radians, sin

type Point = tuple[float, float]
type Outline = list[Point]
type Path = Sequence[Point]


def turned(outline: Path, angle: float, about: Point) -> Outline:
    """Turn an outline clockwise by `angle` degrees."""
    turn, (x, y) = radians(angle), about
    across, down = cos(turn), sin(turn)
    return [
        (x + (px - x) * across - (py - y) * down, y + (px - x) * down + (py - y) * across)
        for px, py in outline
    ]


def arc(x: float, y: float, radius: float, start: float, end: float) -> Outline:
    """Points on a circle from `start` to `end` degrees; 0 is east, 90 is south."""
    steps = max(8, round(abs(end - start) / 360 * max(60, radius * 1.2)))
    angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


def circle(x: float, y: float, radius: float) -> Outline:
    return arc(x, y, radius, 0, 360)


def ellipse(x: float, y: float, across: float, down: float, angle: float = 0) -> Outline:
    flat = [(px, y + (py - y) * down / across) for px, py in circle(x, y, across)]
    return turned(flat, angle, (x, y))


def sector(x: float, y: float, radius: float, start: float, end: float) -> Outline:
    return [(x, y), *arc(x, y, radius, start, end)]


def bow(x: float, y: float, outer: float, inner: float, start: float, end: float) -> Outline:
    """A curved band: the part of a ring between two angles."""
    return [*arc(x, y, outer, start, end), *reversed(arc(x, y, inner, start, end))]


def box(x: float, y: float, width: float, height: float) -> Outline:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def arch(x: float, y: float, width: float, height: float) -> Outline:
    """A doorway with a round top; `x`, `y` is its lower left corner."""
    half = width / 2
    return [(x, y), *arc(x + half, y - height + half, half, 180, 360), (x + width, y)]


def curve(start: Point, bend: Point, end: Point, steps: int = 40) -> Outline:
    """A quadratic curve."""
    shares = [step / steps for step in range(steps + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t**2 * end[1],
        )
        for t in shares
    ]


def leaf(x: float, y: float, length: float, width: float, angle: float) -> Outline:
    """A leaf that grows from `x`, `y`; at 0 degrees it points east."""
    tip = (x + length, y)
    upper = curve((x, y), (x + length * 0.45, y - width), tip)
    lower = curve(tip, (x + length * 0.45, y + width), (x, y))
    return turned(upper + lower, angle, (x, y))


def half_leaf(x: float, y: float, length: float, width: float, angle: float) -> Outline:
    tip = (x + length, y)
    return turned(curve((x, y), (x + length * 0.45, y - width), tip), angle, (x, y))


def wave(y: float, height: float, length: float, phase: float, left: float = -20) -> Outline:
    """The crest of a wave across the sheet, from left to right."""
    return [
        (x, y + height * sin((x / length + phase) * 2 * pi))
        for x in (left + step * 10 for step in range(round((1640 - left) / 10)))
    ]


def below(crest: Path, bottom: float = 920) -> Outline:
    """Everything under a line."""
    return [*crest, (crest[-1][0], bottom), (crest[0][0], bottom)]


def band(upper: Path, lower: Path) -> Outline:
    return [*upper, *reversed(lower)]


def stroke(path: Path, width: float) -> Outline:
    """A line with a thickness, as an outline that can be filled."""
    sides = [_beside(path, position, width / 2) for position in range(len(path))]
    return [left for left, _ in sides] + [right for _, right in reversed(sides)]


def _beside(path: Path, position: int, distance: float) -> tuple[Point, Point]:
    before, after = path[max(0, position - 1)], path[min(len(path) - 1, position + 1)]
    run = hypot(after[0] - before[0], after[1] - before[1]) or 1
    east, south = (after[0] - before[0]) / run * distance, (after[1] - before[1]) / run * distance
    x, y = path[position]
    return (x + south, y - east), (x - south, y + east)


def star(x: float, y: float, radius: float, points: int = 4, waist: float = 0.28) -> Outline:
    spokes = [
        (radius if spoke % 2 == 0 else radius * waist, pi * spoke / points - pi / 2)
        for spoke in range(points * 2)
    ]
    return [(x + reach * cos(angle), y + reach * sin(angle)) for reach, angle in spokes]
