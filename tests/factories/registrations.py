"""Registrations, tickets and doors, made by the rules that make real ones."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations.checkin import check_in
from registrations.doors import open_door, pair
from registrations.models import Device, Door, Registration, RegistrationSettings, Scan, Ticket
from registrations.signup import sign_up_without_mail
from registrations.ticket_mails import mail_requested
from tests.factories.events import published_event

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = iter(range(1, 1_000_000))


def open_event(
    *, capacity: int | None = None, starts_in: timedelta = timedelta(days=7), **fields: Any
) -> Event:
    """An event that takes registrations now."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + starts_in
    event = published_event(starts_at=starts_at, **fields)
    return open_registration(event, capacity=capacity)


def open_registration(event: Event, **terms: Any) -> Event:
    """The organiser has opened registration, longer ago than anybody in a test registers."""
    RegistrationSettings.objects.filter(event=event).update(**({"opens_at": LONG_AGO} | terms))
    return Event.objects.select_related("registration_settings").get(pk=event.pk)


def make_registration(event: Event | None = None, at: datetime | None = None, **fields: Any) -> Registration:
    """Somebody with a place."""
    number = next(_numbers)
    person = {"name": f"Gast {number}", "email": f"gast{number}@example.org", "language": "nl"} | fields
    return sign_up_without_mail(event or open_event(), submission=uuid4(), at=at, **person)


def ticket(event: Event | None = None, **fields: Any) -> Ticket:
    return make_registration(event, **fields).tickets.prefetch_related("codes").get()


def make_device(event: Event | None = None) -> Device:
    """That scans at a door of its own."""
    return pair(make_door(event))


def scan_code(event: Event, code: str, *, nonce: UUID | None = None, **fields: Any) -> Scan:
    """At the first door of the event."""
    device = Device.objects.select_related("door__event").filter(door__event=event).first() or make_device(
        event
    )
    return check_in(device, code, nonce=nonce or uuid4(), **fields)


def make_door(event: Event | None = None, label: str = "Hoofdingang") -> Door:
    return open_door(event or open_event(), label)


def mails_written(**conditions: Any) -> QuerySet[OutgoingMail]:
    """Once the worker was there."""
    mail_requested()
    return OutgoingMail.objects.filter(**conditions).order_by("pk")
