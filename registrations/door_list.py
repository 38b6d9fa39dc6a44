"""Who is expected, on paper: for when a phone dies."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from registrations.attendees import registrations_with_tickets
from registrations.models import Registration, Ticket

TOLD_APART_BY = 4


@dataclass(frozen=True)
class Line:
    """One ticket. The first letters of its code tell two people of one name apart, and let nobody in."""

    name: str
    code: str
    admitted_at: datetime | None

    @property
    def letter(self) -> str:
        return _plain(self.name)[:1].upper()


def door_list(event: Event) -> list[Line]:
    """By name, as one looks for it: whatever its capitals and accents are."""
    lines = (
        line for registration in registrations_with_tickets(event).live() for line in _lines(registration)
    )
    return sorted(lines, key=lambda line: (_plain(line.name), line.code))


def _lines(registration: Registration) -> Iterator[Line]:
    for ticket in registration.tickets.all():
        if ticket.state == Ticket.State.VALID:
            admitted_at = getattr(ticket, "admitted_at", None)
            yield Line(ticket.guest, ticket.code[:TOLD_APART_BY], admitted_at)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if not unicodedata.combining(char))
