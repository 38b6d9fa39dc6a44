"""Letting people in, once each."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.models import Event
from registrations import codes
from registrations.models import Door, Scan, Ticket

Verdict = Scan.Verdict


@transaction.atomic
def check_in(
    event: Event, code: str, *, nonce: UUID, door: Door | None = None, at: datetime | None = None
) -> Scan:
    """What the door should do with this code. The same nonce is the same scan, however often it is sent."""
    tidied = codes.tidy(code)
    ticket = _lock(tidied)
    scan = Scan(
        event=event,
        nonce=nonce,
        door=door,
        ticket=ticket,
        code=tidied[: codes.LENGTH],
        verdict=_verdict(event, ticket),
        scanned_at=at or timezone.now(),
    )
    Scan.objects.bulk_create([scan], ignore_conflicts=True)
    kept = Scan.objects.get(event=event, nonce=nonce)
    if ticket and kept.ticket_id == ticket.pk:
        kept.ticket = ticket  # with its registration, at no further cost
    return kept


def _lock(code: str) -> Ticket | None:
    """The ticket is the scarce thing: two doors must not both admit it."""
    rows = Ticket.objects.select_for_update(of=("self", "registration")).select_related("registration")
    return rows.filter(code=code).first()


def _verdict(event: Event, ticket: Ticket | None) -> Verdict:
    if ticket is None:
        return Verdict.UNKNOWN
    if ticket.registration.event_id != event.pk:
        return Verdict.WRONG_EVENT
    if ticket.registration.is_cancelled or event.is_cancelled:
        return Verdict.CANCELLED
    return Verdict.ALREADY if ticket.scans.admitted().exists() else Verdict.ADMITTED
