"""Letting people in, once each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event
from registrations import codes
from registrations.models import Door, Scan, Ticket

Verdict = Scan.Verdict


def check_in(
    event: Event, code: str, *, nonce: UUID, door: Door | None = None, at: datetime | None = None
) -> Scan:
    """What the door should do with this code. The same nonce is the same scan, however often it is sent."""
    try:
        return _scan(event, codes.tidy(code), nonce=nonce, door=door, scanned_at=at or timezone.now())
    except IntegrityError:
        return Scan.objects.select_related("ticket__registration").get(event=event, nonce=nonce)


@transaction.atomic
def _scan(event: Event, code: str, **fields: Any) -> Scan:
    ticket = _lock(code)
    verdict = _verdict(event, ticket)
    return Scan.objects.create(
        event=event, ticket=ticket, code=code[: codes.LENGTH], verdict=verdict, **fields
    )


def _lock(code: str) -> Ticket | None:
    """The ticket is the scarce thing: two doors must not both admit it."""
    rows = Ticket.objects.select_for_update(of=("self", "registration")).select_related("registration")
    try:
        return rows.get(code=code)
    except Ticket.DoesNotExist:
        return None


def _verdict(event: Event, ticket: Ticket | None) -> Verdict:
    if ticket is None:
        return Verdict.UNKNOWN
    if ticket.registration.event_id != event.pk:
        return Verdict.WRONG_EVENT
    if ticket.registration.is_cancelled or event.is_cancelled:
        return Verdict.CANCELLED
    return Verdict.ALREADY if ticket.scans.admitted().exists() else Verdict.ADMITTED
