"""The content of the demo, made by the rules that people use. A second run finds it all there."""

from datetime import date

from django.utils.timezone import localdate

from kennisstad.seed.content import examples, real_events
from kennisstad.seed.event_pages import write_event, write_speaker
from kennisstad.seed.foundation import lay_foundation
from kennisstad.seed.tally import Tally


def seed(today: date | None = None) -> Tally:
    day = today or localdate()
    tally = lay_foundation()
    for speaker in (*real_events.SPEAKERS, *examples.SPEAKERS):
        tally.add("speakers", write_speaker(speaker))
    for plan in real_events.EVENTS:
        tally.add("events that took place", write_event(plan, day))
    for plan in (examples.TONIGHT, examples.NEXT, *examples.UPCOMING):
        tally.add("example events", write_event(plan, day))
    return tally
