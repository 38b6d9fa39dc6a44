"""What a registration can become. Nothing else sets its state, or that of its tickets.

The same table stands in docs/invariants.md.
"""

from collections.abc import Iterable
from datetime import datetime

from kennisstad.audit.log import record
from registrations import emails
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, Ticket

State = Registration.State

# From each state, what may follow and what refuses the rest.
TRANSITIONS: dict[State, set[State]] = {
    State.CONFIRMED: {State.CANCELLED},
    State.CANCELLED: set(),
}


def confirm(registration: Registration, tickets: Iterable[Ticket]) -> None:
    """A new one, whose tickets are valid at once. The caller holds the lock on the event's settings, and mails."""
    registration.state = State.CONFIRMED
    registration.save(force_insert=True)
    for ticket in tickets:
        ticket.state = Ticket.State.VALID
        ticket.save(force_insert=True)


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
