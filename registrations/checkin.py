"""Letting people in, once each."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from registrations import codes
from registrations.models import CheckIn, CheckInUndo, Device, Scan, Ticket, TicketCode
from registrations.models.door import hash_of

Verdict = Scan.Verdict


def check_in(device: Device, code: str, *, nonce: UUID, at: datetime | None = None) -> Scan:
    """What the door should do with this code. The same nonce is the same scan, however often it is sent.

    A phone that sends another code under a number that was used before is told to scan again: its answers would be
    mixed up otherwise.
    """
    scan = Scan(device=device, nonce=nonce, scanned_at=at or timezone.now())
    code = codes.normalize_code(code)
    try:
        return _judge(scan, code)
    except IntegrityError:
        # Anew, since what the database refused has ended that transaction and given its locks back.
        return _judge_again(scan, code)


@transaction.atomic
def _judge(scan: Scan, code: str) -> Scan:
    """As if for the first time: the database refuses a number that was used, and whoever is inside already."""
    held = _lock(code)
    # Practice writes nothing that the database could refuse.
    return _write(scan, code, held, _verdict(scan, held, looks_inside=scan.device.is_practice))


@transaction.atomic
def _judge_again(scan: Scan, code: str) -> Scan:
    """Behind the same lock, with a look at what was there. Returns what was answered before to the same number and code."""
    held = _lock(code)
    known = {sent.code_hash: sent for sent in Scan.objects.filter(device=scan.device, nonce=scan.nonce)}
    if same := known.get(hash_of(code)):
        same.was_undone = CheckInUndo.objects.filter(check_in__scan=same).exists()
        return same
    return _write(scan, code, held, Verdict.MIXED_UP if known else _verdict(scan, held, looks_inside=True))


def _lock(code: str) -> TicketCode | None:
    """Two doors must not both admit a ticket. Nothing else is locked, so no door waits for people who register.

    The code as well, always before its ticket: whoever mends an address revokes it, and what was read before that is old.
    """
    rows = TicketCode.objects.select_for_update(of=("self", "ticket")).select_related("ticket__registration")
    needed = ("revoked_at", "ticket__holder", "ticket__state", "ticket__registration__event")
    try:
        return rows.only(*needed).get(code=code)
    except TicketCode.DoesNotExist:
        return None


def _verdict(scan: Scan, held: TicketCode | None, *, looks_inside: bool) -> Verdict:
    event = scan.device.door.event
    if held is None or held.ticket.state == Ticket.State.WANTED:
        return Verdict.UNKNOWN
    if held.ticket.registration.event_id != event.pk:
        return Verdict.WRONG_EVENT
    if held.ticket.state != Ticket.State.VALID or event.is_off:
        return Verdict.CANCELLED
    if held.revoked_at:
        return Verdict.REPLACED
    return Verdict.ALREADY if looks_inside and _is_inside(held.ticket) else Verdict.ADMITTED


def _is_inside(ticket: Ticket) -> bool:
    return CheckIn.objects.live().filter(ticket=ticket, session=None).exists()


def _write(scan: Scan, code: str, held: TicketCode | None, verdict: Verdict) -> Scan:
    scan.code, scan.code_hash, scan.verdict = code[: codes.LENGTH], hash_of(code), verdict
    scan.ticket = held.ticket if held else None
    scan.door, scan.event = scan.device.door, scan.device.door.event
    # A first try that was refused may have left a key of a row that is not there.
    scan.pk = None
    scan.save(force_insert=True)
    if verdict == Verdict.ADMITTED and scan.ticket and not scan.device.is_practice:
        CheckIn.objects.create(ticket=scan.ticket, scan=scan, at=scan.scanned_at)
    return scan


def check_in_others(device: Device, nonce: UUID, *, at: datetime | None = None) -> Scan | None:
    """With whoever was let in by this scan at this door, all who came along and stand there too.

    Gives that scan, or None when nobody was let in by it, or when that was taken back.
    """
    let_in = _let_in(device, nonce)
    if let_in is None or not let_in.is_live:
        return None
    for code in others_outside(let_in.ticket).values_list("codes__code", flat=True):
        check_in(device, code, nonce=_number_of_other(nonce, code), at=at)
    return let_in.scan


def others_outside(ticket: Ticket) -> QuerySet[Ticket]:
    """Who came along with it and is not inside, by the code that holds."""
    party = Ticket.objects.filter(
        registration=ticket.registration_id, state=Ticket.State.VALID, codes__revoked_at=None
    )
    inside = CheckIn.objects.live().filter(session=None, ticket__registration=ticket.registration_id)
    return party.exclude(pk=ticket.pk).exclude(pk__in=inside.values("ticket")).order_by("pk")


def undo_scan(device: Device, nonce: UUID) -> bool:
    """Who was let in by mistake at this door, also before the phone opened its link anew, and who was let in with them.

    False when nobody was.
    """
    let_in = _let_in(device, nonce)
    if let_in is None:
        return False
    codes_of_party = TicketCode.objects.filter(ticket__registration=let_in.ticket.registration_id)
    others = [_number_of_other(nonce, code) for code in codes_of_party.values_list("code", flat=True)]
    for check_in_of_one in _at_door(device).filter(scan__nonce__in=[nonce, *others]):
        undo(check_in_of_one, device=device)
    return True


def _at_door(device: Device) -> QuerySet[CheckIn]:
    return CheckIn.objects.select_related("scan", "ticket").filter(scan__device__door=device.door)


def _let_in(device: Device, nonce: UUID) -> CheckIn | None:
    return _at_door(device).filter(scan__nonce=nonce).first()


def _number_of_other(nonce: UUID, code: str) -> UUID:
    """Asked again after a lost answer, it is the same."""
    return uuid5(nonce, code)


@transaction.atomic
def undo(check_in: CheckIn, *, device: Device) -> bool:
    """Somebody was let in by mistake, and can come in again. False when that was taken back before."""
    # Behind the lock that a scan takes, so that nobody is let in again while this is taken back.
    Ticket.objects.select_for_update().get(pk=check_in.ticket_id)
    if not CheckIn.objects.live().filter(pk=check_in.pk).update(is_live=False):
        return False
    CheckInUndo.objects.create(check_in=check_in, device=device)
    return True
