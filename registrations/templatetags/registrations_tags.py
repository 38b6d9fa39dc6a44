"""Whether there is a place, for any template that shows an event."""

from collections.abc import Iterable
from typing import Protocol, TypedDict
from uuid import UUID

from django import template
from wagtail.models import Page

from events.models import Event
from registrations import attendees
from registrations import availability as rules
from registrations import closed_notice as notices
from registrations.availability import Availability, State
from registrations.closed_notice import ClosedNotice

register = template.Library()


class AboutAnEvent(Protocol):
    event_id: UUID


class Chosen(TypedDict):
    """One of several pages that somebody is about to delete."""

    item: Page


@register.simple_tag
def availability(event: Event) -> Availability:
    return rules.availability_of(event)


@register.simple_tag
def closed_notice(availability: Availability) -> ClosedNotice:
    """In few words, for the bar on a phone."""
    return notices.closed_notice(availability)


@register.simple_tag
def availabilities(entries: Iterable[AboutAnEvent]) -> dict[UUID, Availability]:
    """By event, for a whole list in one query."""
    return rules.availabilities(entry.event_id for entry in entries)


@register.simple_tag
def full_events(events: Iterable[Event]) -> list[Event]:
    """Those that have no place left, in one query."""
    events = list(events)
    found = rules.availabilities(event.pk for event in events)
    return [event for event in events if found[event.pk].state is State.FULL]


@register.simple_tag
def deletion_warning(chosen: Iterable[Chosen]) -> str:
    return attendees.deletion_warning(
        sum(attendees.count_registrations_below(page["item"]) for page in chosen)
    )
