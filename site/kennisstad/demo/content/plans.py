"""The events of the demo, a file each in events/: what took place, and examples dated from today."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kennisstad.content_files import read, read_folder, read_list
from kennisstad.demo.content.records import Plan, Speaker

CONTENT = Path(__file__).parent
EVENTS = CONTENT / "events"

TONIGHT, NEXT, DRAFT = "avondsymposium-vanavond", "avondsymposium-volgende-editie", "wat-zoemt-daar"


@dataclass(frozen=True, kw_only=True)
class Note:
    """What stands with every example."""

    practical: str
    practical_en: str


def speakers() -> tuple[Speaker, ...]:
    return read_list(CONTENT / "speakers.toml", Speaker)


def took_place() -> tuple[Plan, ...]:
    """As far as our sources tell; what they don't tell stays open."""
    return read_folder(EVENTS / "real", Plan)


def past() -> tuple[Plan, ...]:
    """Examples that are over, so that look-backs and outcomes can be seen, and one that still asks for them."""
    return _examples("past")


def upcoming() -> tuple[Plan, ...]:
    return _examples("upcoming")


@cache
def example(slug: str) -> Plan:
    """One of the three that are named above."""
    return _marked(read(EVENTS / f"{slug}.toml", Plan, slug=slug, is_example=True))


def _examples(folder: str) -> tuple[Plan, ...]:
    return tuple(_marked(plan) for plan in read_folder(EVENTS / folder, Plan, is_example=True))


def _marked(plan: Plan) -> Plan:
    """An invented event says so on its page."""
    note = _note()
    practical = f"{plan.practical}\n{note.practical}".strip()
    practical_en = f"{plan.practical_en}\n{note.practical_en}".strip() if plan.title_en else ""
    return replace(plan, practical=practical, practical_en=practical_en)


@cache
def _note() -> Note:
    return read(CONTENT / "example_note.toml", Note)
