"""Invented events, dated from today, so that the demo shows a full calendar, and people who don't exist to speak at them."""

from dataclasses import replace
from pathlib import Path

from kennisstad.content_files import read, read_each, read_folder
from kennisstad.demo.content.records import Plan, Speaker

FOLDER = Path(__file__).parent
EVENTS = FOLDER / "events"
GOOD_TO_KNOW = "Dit is een voorbeeld: het laat zien hoe een evenement op deze site staat."
GOOD_TO_KNOW_EN = "This is an example: it shows what an event looks like on this site."


def _marked(plan: Plan) -> Plan:
    """As an example, on its page and in the calendar."""
    return replace(
        plan,
        is_example=True,
        practical=_joined(plan.practical, GOOD_TO_KNOW),
        practical_en=_joined(plan.practical_en, GOOD_TO_KNOW_EN) if plan.title_en else "",
    )


def _joined(text: str, note: str) -> str:
    return f"{text}\n{note}".strip()


def _example(slug: str) -> Plan:
    return _marked(read(EVENTS / f"{slug}.toml", Plan, slug=slug))


SPEAKERS = read_each(FOLDER / "example_speakers.toml", Speaker)
TONIGHT, NEXT = _example("avondsymposium-vanavond"), _example("avondsymposium-volgende-editie")
DRAFT = _example("wat-zoemt-daar")
PAST = tuple(map(_marked, read_folder(EVENTS / "past", Plan)))
UPCOMING = tuple(map(_marked, read_folder(EVENTS / "upcoming", Plan)))
