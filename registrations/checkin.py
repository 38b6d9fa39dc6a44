"""Letting people in, once each."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event
from registrations import codes
from registrations.models import CheckIn, CheckInUndo, Device, Scan, Ticket, TicketCode
from registrations.models.door import hash_of

Verdict = Scan.Verdict


def check_in(device: Device, code: str, *, nonce: UUID, at: datetime | None = None) -> Scan:
    """What the door should do with this code. The same nonce is the same scan, however often it is sent.

    A phone that sends another code under a number that was used before is told to scan again: its answers would be
    mixed up otherwise.
    """
    now = at or timezone.now()
    try:
        return _judge(device, codes.tidy(code), nonce, now)
    except IntegrityError:
        # The same scan came in twice at the same moment; now the first one is there.
        return _judge(device, codes.tidy(code), nonce, now)


@transaction.atomic
def _judge(device: Device, code: str, nonce: UUID, now: datetime) -> Scan:
    held = _lock(code)
    ticket = held.ticket if held else None
    code_hash = hash_of(code)
    known = {scan.code_hash: scan for scan in Scan.objects.filter(device=device, nonce=nonce)}
    if code_hash in known:
        return _as_it_is(known[code_hash])
    verdict = Verdict.MIXED_UP if known else _verdict(device.door.event, held)
    scan = Scan(
        device=device,
        nonce=nonce,
        code_hash=code_hash,
        ticket=ticket,
        verdict=verdict,
        scanned_at=now,
        event=device.door.event,
        door=device.door,
        code=code[: codes.LENGTH],
    )
    scan.save(force_insert=True)
    if verdict == Verdict.ADMITTED and ticket and not device.is_practice:
        CheckIn.objects.create(ticket=ticket, scan=scan, at=now)
    return scan


def _as_it_is(scan: Scan) -> Scan:
    """What it said then, unless whoever came in by it was taken back."""
    scan.was_undone = CheckInUndo.objects.filter(check_in__scan=scan).exists()
    return scan


def _lock(code: str) -> TicketCode | None:
    """Two doors must not both admit a ticket. Nothing else is locked, so no door waits for people who register."""
    rows = TicketCode.objects.select_for_update(of=("ticket",)).select_related("ticket__registration")
    held = rows.filter(code=code).first()
    if held:
        # Whoever mends an address revokes the code behind this lock; what was read before it may be old.
        held.refresh_from_db(fields=["revoked_at"])
    return held


def _verdict(event: Event, held: TicketCode | None) -> Verdict:
    if held is None:
        return Verdict.UNKNOWN
    if held.ticket.registration.event_id != event.pk:
        return Verdict.WRONG_EVENT
    if held.ticket.state != Ticket.State.VALID or event.is_off:
        return Verdict.CANCELLED
    if held.revoked_at:
        return Verdict.REPLACED
    inside = CheckIn.objects.live().filter(ticket=held.ticket, session=None)
    return Verdict.ALREADY if inside.exists() else Verdict.ADMITTED


def undo_scan(device: Device, nonce: UUID) -> bool:
    """Who was let in by mistake at this door, also before the phone opened its link anew. False when nobody was."""
    let_in = CheckIn.objects.filter(scan__device__door=device.door, scan__nonce=nonce).first()
    if let_in:
        undo(let_in, device=device)
    return let_in is not None


@transaction.atomic
def undo(check_in: CheckIn, *, device: Device) -> bool:
    """Somebody was let in by mistake, and can come in again. False when that was taken back before."""
    Ticket.objects.select_for_update().get(pk=check_in.ticket_id)
    if not CheckIn.objects.live().filter(pk=check_in.pk).update(is_live=False):
        return False
    CheckInUndo.objects.create(check_in=check_in, device=device)
    return True
