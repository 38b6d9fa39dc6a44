"""Whether there is a place, for any template that shows an event."""

from collections.abc import Iterable
from typing import Protocol, TypedDict
from uuid import UUID

from django import template
from wagtail.models import Page

from events.models import Event
from registrations import availability as rules
from registrations.attendance import guests_below, warning_about
from registrations.availability import Availability, State
from registrations.bar_words import BarWords, bar_words

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
def why_not(places: Availability) -> BarWords:
    """In few words, for the bar on a phone."""
    return bar_words(places)


@register.simple_tag
def availabilities(entries: Iterable[AboutAnEvent]) -> dict[UUID, Availability]:
    """By event, for a whole list in one query."""
    return rules.availabilities(entry.event_id for entry in entries)


@register.simple_tag
def full_events(events: Iterable[Event]) -> list[Event]:
    """Those that have no place left, in one query."""
    events = list(events)
    places = rules.availabilities(event.pk for event in events)
    return [event for event in events if places[event.pk].state is State.FULL]


@register.simple_tag
def who_counts_on(chosen: Iterable[Chosen]) -> str:
    return warning_about(sum(guests_below(page["item"]) for page in chosen))
