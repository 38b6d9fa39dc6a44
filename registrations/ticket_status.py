"""What a ticket is worth now: a code that admits nobody must not look as if it did."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from registrations.models import Ticket


class TicketStatus(StrEnum):
    VALID = "valid"
    USED = "used"
    GIVEN_BACK = "given_back"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_POSTPONED = "event_postponed"
    OVER = "over"

    @property
    def shows_code(self) -> bool:
        """Also when it was scanned: the door then says when, and to whom."""
        return self in {TicketStatus.VALID, TicketStatus.USED}


def ticket_status(ticket: Ticket, *, is_used: bool = False, now: datetime | None = None) -> TicketStatus:
    """What makes it worthless for ever comes first. The caller knows whether it was scanned."""
    event = ticket.registration.event
    if ticket.state == Ticket.State.CANCELLED:
        return TicketStatus.GIVEN_BACK
    if event.is_off:
        return TicketStatus.EVENT_CANCELLED if event.is_cancelled else TicketStatus.EVENT_POSTPONED
    if event.is_over(now or timezone.now()):
        return TicketStatus.OVER
    return TicketStatus.USED if is_used else TicketStatus.VALID
