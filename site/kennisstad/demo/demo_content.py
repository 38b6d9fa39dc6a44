"""The content of the demo, made by the rules that people use. A second run finds it all there."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from events.models import EventPage
from kennisstad.demo.attendance import ask, cancel_one, fill
from kennisstad.demo.content import plans
from kennisstad.demo.content.records import Plan
from kennisstad.demo.event_pages import write_event, write_speaker
from kennisstad.demo.issues import assemble_draft, write_archive
from kennisstad.demo.subscribers import create_subscribers
from kennisstad.foundation.created_counts import CreatedCounts
from kennisstad.foundation.first_content import create_first_content


def create_demo_content(today: date | None = None) -> CreatedCounts:
    day = today or timezone.localdate()
    tally = create_first_content()
    _events(day, tally)
    _newsletter(day, tally)
    return tally


def tonight(today: date) -> Plan:
    """Each day has an evening of its own, so that its door starts the same way every day."""
    return replace(plans.example(plans.TONIGHT), slug=f"{plans.TONIGHT}-{today}")


def _events(today: date, tally: CreatedCounts) -> None:
    for speaker in plans.speakers():
        tally.add("speakers", write_speaker(speaker))
    for plan in plans.took_place():
        tally.add("events that took place", write_event(plan, today))
    _withdraw_earlier_evenings()
    evening, following = tonight(today), plans.example(plans.NEXT)
    for plan in (evening, following, *plans.past(), *plans.upcoming()):
        tally.add("example events", write_event(plan, today))
        tally.add("registrations", fill(plan))
        tally.add("requests", ask(plan))
    tally.add("registrations", cancel_one(evening))
    tally.add("example drafts", write_event(plans.example(plans.DRAFT), today))


def _withdraw_earlier_evenings() -> None:
    earlier = EventPage.objects.live().filter(slug__startswith=plans.TONIGHT)
    for page in earlier.filter(ends_at__lt=timezone.now()):
        page.unpublish()


def _newsletter(today: date, tally: CreatedCounts) -> None:
    tally.add("subscribers", create_subscribers())
    tally.add("newsletter issues", write_archive(today))
    tally.add("newsletter drafts", assemble_draft(today))
