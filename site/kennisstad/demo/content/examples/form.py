"""What all example events share."""

from typing import Any

from kennisstad.demo.content.records import Plan

GOOD_TO_KNOW = "Dit is een voorbeeld: het laat zien hoe een evenement op deze site staat."
GOOD_TO_KNOW_EN = "This is an example: it shows what an event looks like on this site."


def example(topic: str, picture: int, **facts: Any) -> Plan:
    """An invented event, marked as such on its page and in the calendar."""
    other_themes = facts.pop("other_themes", ())
    practical = _joined(facts.pop("practical", ""), GOOD_TO_KNOW)
    practical_en = _joined(facts.pop("practical_en", ""), GOOD_TO_KNOW_EN)
    return Plan(
        cover=facts.pop("cover", (MOTIFS[topic], picture)),
        themes=(topic, *other_themes),
        is_example=True,
        practical=practical,
        practical_en=practical_en if facts.get("title_en") else "",
        **facts,
    )


def _joined(text: str, note: str) -> str:
    return f"{text}\n{note}".strip()


MOTIFS = {
    "gezondheid": "health",
    "natuur": "nature",
    "cultuur": "culture",
    "onderwijs": "education",
    "ondernemen": "work",
    "techniek": "technology",
    "samenleving": "society",
}
