"""Invented events, dated from today, so that the demo shows a full calendar."""

from kennisstad.demo.content.examples import (
    culture,
    education,
    evenings,
    health,
    nature,
    past,
    society,
    technology,
    work,
)
from kennisstad.demo.content.examples.speakers import SPEAKERS
from kennisstad.demo.content.records import Plan

TONIGHT, NEXT, DRAFT = evenings.TONIGHT, evenings.NEXT, nature.DRAFT
PAST: tuple[Plan, ...] = past.EVENTS
UPCOMING: tuple[Plan, ...] = (
    *health.EVENTS,
    *nature.EVENTS,
    *culture.EVENTS,
    *education.EVENTS,
    *work.EVENTS,
    *technology.EVENTS,
    *society.EVENTS,
)

__all__ = ["DRAFT", "NEXT", "PAST", "SPEAKERS", "TONIGHT", "UPCOMING"]
