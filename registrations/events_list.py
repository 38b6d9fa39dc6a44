"""Events with their numbers, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from events.models import Event
from registrations.availability import Availability, availabilities
from registrations.models import Scan


@dataclass(frozen=True)
class EventLine:
    event: Event
    places: Availability
    admitted: int


def event_lines(events: Iterable[Event]) -> list[EventLine]:
    shown = list(events)
    places = availabilities((event.pk for event in shown), timezone.now())
    entries = (
        Scan.objects.admitted()
        .filter(event__in=shown)
        .order_by()
        .values("event")
        .annotate(number=Count("pk"))
    )
    admitted = dict(entries.values_list("event", "number"))
    return [EventLine(event, places[event.pk], admitted.get(event.pk, 0)) for event in shown]
