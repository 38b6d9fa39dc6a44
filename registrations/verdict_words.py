"""What the door answers, in one word and a sentence for the volunteer."""

from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kennisstad import dates
from kennisstad.languages import in_language
from registrations import codes
from registrations.models import CheckIn, Scan, Ticket

Verdict = Scan.Verdict


@dataclass(frozen=True)
class VerdictWords:
    """With the state in which they put the scanner: see docs/door.md."""

    state: str
    word: str
    sentence: str
    # With which it can be taken back.
    nonce: str = ""
    # How many came along who are not inside yet.
    others: int = 0


def words(scan: Scan) -> VerdictWords:
    if scan.was_undone:
        return undone_words()
    saying = VerdictWords(scan.verdict, *SAYINGS[Verdict(scan.verdict)](scan), nonce=str(scan.nonce))
    return _with_party(saying, scan) if scan.verdict in INSIDE else saying


def unreadable_words() -> VerdictWords:
    return VerdictWords("unreadable", _("Not scanned"), _("This could not be read as a code. Type it."))


def undone_words() -> VerdictWords:
    return VerdictWords("undone", _("Taken back"), _("Whoever was scanned last does not count as inside."))


def stopped_words() -> VerdictWords:
    return VerdictWords(
        "stopped", _("Door stopped"), _("This link has stopped. Ask the organiser for a new one.")
    )


def expired_words() -> VerdictWords:
    return VerdictWords("expired", _("Door closed"), _("This event is over, so nobody is scanned any more."))


def _with_party(saying: VerdictWords, scan: Scan) -> VerdictWords:
    """Nothing more for who comes alone."""
    assert scan.ticket is not None
    party = Ticket.objects.filter(registration=scan.ticket.registration_id, state=Ticket.State.VALID)
    inside = Count("check_ins", filter=Q(check_ins__is_live=True, check_ins__session=None))
    numbers = party.aggregate(people=Count("pk", distinct=True), inside=inside)
    if numbers["people"] < 2:
        return saying
    inside_by_now = _("%(inside)d of %(people)d inside.") % numbers
    sentence = f"{saying.sentence.removesuffix('.')}. {inside_by_now}"
    can_let_in = scan.verdict == Verdict.ADMITTED and not scan.device.is_practice
    others = numbers["people"] - numbers["inside"] if can_let_in else 0
    return replace(saying, sentence=sentence, others=others)


def _admitted(scan: Scan) -> tuple[str, str]:
    return _("Welcome"), _name(scan)


def _already(scan: Scan) -> tuple[str, str]:
    entries = CheckIn.objects.filter(ticket=scan.ticket, session=None, at__lte=scan.scanned_at)
    entry = entries.order_by("-at").first()
    first = entry.at if entry else scan.scanned_at
    known = {"name": _name(scan), "time": dates.time(first), "day": dates.day_and_month(first)}
    if localdate(first) == localdate(scan.scanned_at):
        return _("Already inside"), _("%(name)s came in at %(time)s.") % known
    return _("Already inside"), _("%(name)s came in on %(day)s at %(time)s.") % known


def _cancelled(scan: Scan) -> tuple[str, str]:
    if scan.device.door.event.is_off:
        return _("Not going ahead"), _("This event is not going ahead. Let nobody in.")
    return _("Place given up"), _("%(name)s has given up this place.") % {"name": _name(scan)}


def _replaced(_scan: Scan) -> tuple[str, str]:
    return _("Old ticket"), _("A newer ticket was mailed. Ask for the code in the newest mail.")


def _mixed_up(_scan: Scan) -> tuple[str, str]:
    return _("Scan again"), _("Two scans got mixed up. Nobody was let in by this one: scan again.")


def _wrong_event(scan: Scan) -> tuple[str, str]:
    assert scan.ticket is not None
    event = scan.ticket.registration.event
    known = {"title": in_language(event, "title"), "when": dates.when(event)}
    return _("Other event"), _("This ticket is for “%(title)s”, %(when)s.") % known


def _unknown(scan: Scan) -> tuple[str, str]:
    if len(scan.code) < codes.LENGTH:
        return _("Unknown code"), _("A code has 16 letters and digits. Type all of it.")
    return _("Unknown code"), _("This is not one of our tickets. Ask for the code in the mail and type it.")


INSIDE = {Verdict.ADMITTED, Verdict.ALREADY}
SAYINGS = {
    Verdict.ADMITTED: _admitted,
    Verdict.ALREADY: _already,
    Verdict.CANCELLED: _cancelled,
    Verdict.REPLACED: _replaced,
    Verdict.MIXED_UP: _mixed_up,
    Verdict.WRONG_EVENT: _wrong_event,
    Verdict.UNKNOWN: _unknown,
}


def _name(scan: Scan) -> str:
    ticket = scan.ticket
    return ticket.guest if ticket and ticket.registration.name else _("Somebody")
