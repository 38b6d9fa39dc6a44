"""Registrations, tickets and doors, made by the rules that make real ones."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from events.models import Event
from registrations.doors import open_door
from registrations.models import Admission, Door, Registration, Ticket
from registrations.signup import take_place
from tests.factories.events import published_event

_numbers = iter(range(1, 1_000_000))


def open_event(
    *, capacity: int | None = None, starts_in: timedelta = timedelta(days=7), **fields: Any
) -> Event:
    """An event that takes registrations now."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + starts_in
    event = published_event(starts_at=starts_at, **fields)
    Admission.objects.create(event=event, capacity=capacity)
    return event


def registered(event: Event | None = None, at: datetime | None = None, **fields: Any) -> Registration:
    """Somebody with a place."""
    number = next(_numbers)
    person = {"name": f"Gast {number}", "email": f"gast{number}@example.org", "language": "nl"} | fields
    return take_place(event or open_event(), submission=uuid4(), at=at, **person)


def ticket(event: Event | None = None, **fields: Any) -> Ticket:
    return registered(event, **fields).tickets.get()


def a_door(event: Event | None = None, label: str = "Hoofdingang") -> Door:
    return open_door(event or open_event(), label)
