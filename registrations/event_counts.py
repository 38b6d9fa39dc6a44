"""Events with their numbers, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from events.models import Event
from registrations.availability import Availability, availabilities
from registrations.models import CheckIn, Registration


@dataclass(frozen=True)
class EventCounts:
    event: Event
    availability: Availability
    admitted: int
    # How many registrations ask to be admitted.
    asking: int


def events_with_counts(events: Iterable[Event]) -> list[EventCounts]:
    shown = list(events)
    found = availabilities((event.pk for event in shown), timezone.now())
    inside = CheckIn.objects.live().filter(ticket__registration__event__in=shown, session=None)
    entries = inside.values_list("ticket__registration__event").annotate(number=Count("pk"))
    admitted = dict(entries)
    pending = Registration.objects.filter(event__in=shown).to_be_answered(timezone.now()).order_by()
    asking = dict(pending.values_list("event").annotate(number=Count("pk")))
    return [
        EventCounts(event, found[event.pk], admitted.get(event.pk, 0), asking.get(event.pk, 0))
        for event in shown
    ]
