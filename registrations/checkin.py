"""Letting people in, once each."""

from datetime import datetime
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
    code = codes.tidy(code)
    scan = Scan(
        event=event, nonce=nonce, door=door, code=code[: codes.LENGTH], scanned_at=at or timezone.now()
    )
    try:
        return _judge(scan, code)
    except IntegrityError:
        return _judge_again(scan, code)


@transaction.atomic
def _judge(scan: Scan, code: str) -> Scan:
    """As if for the first time: the database refuses to admit a ticket twice, and a nonce that it knows."""
    scan.ticket = _lock(code)
    scan.verdict = _verdict(scan.event, scan.ticket)
    scan.save(force_insert=True)
    return scan


@transaction.atomic
def _judge_again(scan: Scan, code: str) -> Scan:
    """Behind the same lock: writing first and reaching for the ticket after it would be a deadlock."""
    scan.ticket = _lock(code)
    values = {"door": scan.door, "ticket": scan.ticket, "code": scan.code, "scanned_at": scan.scanned_at}
    kept, _is_new = Scan.objects.select_related("ticket__registration").get_or_create(
        event=scan.event, nonce=scan.nonce, defaults=values | {"verdict": Verdict.ALREADY}
    )
    return kept


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
    if ticket.registration.is_cancelled or event.is_off:
        return Verdict.CANCELLED
    return Verdict.ADMITTED
