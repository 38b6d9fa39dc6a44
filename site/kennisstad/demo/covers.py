"""Cover pictures, drawn the same way every time from a motif and a variant."""

from collections.abc import Callable
from random import Random

from kennisstad.demo.drawing import (
    culture,
    education,
    health,
    nature,
    society,
    specials,
    technology,
    work,
)
from kennisstad.demo.drawing.sheet import Sheet

Drawing = Callable[[Random], Sheet]

TOPICS: dict[str, tuple[Drawing, ...]] = {
    "health": health.DRAWINGS,
    "nature": nature.DRAWINGS,
    "culture": culture.DRAWINGS,
    "education": education.DRAWINGS,
    "work": work.DRAWINGS,
    "technology": technology.DRAWINGS,
    "society": society.DRAWINGS,
}
SPECIALS: dict[str, Drawing] = specials.DRAWINGS


def draw(motif: str, variant: int = 0) -> bytes:
    """A cover of 1600 by 900 as JPEG; equal arguments give equal bytes."""
    chance = Random(f"{motif} {variant}")
    return _drawing(motif, variant)(chance).jpeg()


def _drawing(motif: str, variant: int) -> Drawing:
    if motif in SPECIALS:
        return SPECIALS[motif]
    drawings = TOPICS[motif]
    return drawings[variant % len(drawings)]
