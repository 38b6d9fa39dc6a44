"""What a registration can become. Nothing else sets its state, or that of its tickets.

The same table stands in docs/invariants.md.
"""

from collections.abc import Iterable
from datetime import datetime

from kennisstad.audit.log import record
from registrations import emails
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, Ticket, TicketCode

State = Registration.State

# From each state, what may follow and what refuses the rest.
TRANSITIONS: dict[State, set[State]] = {
    State.CONFIRMED: {State.CANCELLED},
    State.CANCELLED: set(),
}


def confirm(registration: Registration, tickets: list[Ticket]) -> None:
    """A new one, whose tickets are valid at once, with the codes that they bring. The caller holds the lock on the event's settings, and mails."""
    registration.state = State.CONFIRMED
    registration.save(force_insert=True)
    _validate(tickets)


def extend(registration: Registration, tickets: list[Ticket]) -> None:
    """More people come with it. The caller holds the lock on the event's settings, and mails."""
    _validate(tickets)
    record("registrations.extended", registration, event=str(registration.event_id), tickets=len(tickets))


def _validate(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        ticket.state, ticket.previous_code = Ticket.State.VALID, ticket.code
    Ticket.objects.bulk_create(tickets)
    TicketCode.objects.bulk_create(TicketCode(ticket=ticket, code=ticket.code) for ticket in tickets)


def cancel_tickets(registration: Registration, tickets: Iterable[Ticket]) -> None:
    """Some of its seats are free again, and others stay. The caller holds the locks, and mails."""
    numbers = [ticket.pk for ticket in tickets]
    registration.tickets.filter(pk__in=numbers).update(state=Ticket.State.CANCELLED)
    record("registrations.reduced", registration, event=str(registration.event_id), tickets=numbers)


def cancel(registration: Registration, now: datetime, *, tells: bool = True) -> None:
    """Its seats are free again, and a mail says so. The caller holds the locks on the settings and the tickets.

    Raises `RegistrationRefused` when it cannot be cancelled any more.
    """
    if State.CANCELLED not in TRANSITIONS[State(registration.state)]:
        raise RegistrationRefused(Reason.CANCELLED)
    registration.state, registration.cancelled_at = State.CANCELLED, now
    registration.save(update_fields=["state", "cancelled_at"])
    registration.tickets.update(state=Ticket.State.CANCELLED)
    if tells:
        emails.prepare_cancellation(registration).queue(key=f"registrations.cancelled:{registration.pk}")
    record("registrations.cancelled", registration, event=str(registration.event_id))
