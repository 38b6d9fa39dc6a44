"""What a ticket is worth now: a code that admits nobody must not look as if it did."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from registrations.models import Ticket


class Standing(StrEnum):
    VALID = "valid"
    USED = "used"
    GIVEN_BACK = "given_back"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_POSTPONED = "event_postponed"
    OVER = "over"

    @property
    def shows_code(self) -> bool:
        """Also when it was scanned: the door then says when, and to whom."""
        return self in {Standing.VALID, Standing.USED}


def standing_of(ticket: Ticket, *, is_used: bool = False, now: datetime | None = None) -> Standing:
    event = ticket.registration.event
    if ticket.state == Ticket.State.CANCELLED:
        return Standing.GIVEN_BACK
    if event.is_off:
        return Standing.EVENT_CANCELLED if event.is_cancelled else Standing.EVENT_POSTPONED
    if event.is_over(now or timezone.now()):
        return Standing.OVER
    return Standing.USED if is_used else Standing.VALID
