"""What a registration can become. Nothing else sets its state, or that of its tickets.

The same table stands in docs/invariants.md.
"""

from collections.abc import Iterable
from datetime import datetime

from kennisstad.accounts.access import AnyUser
from kennisstad.audit.log import record
from registrations import emails
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, Ticket, TicketCode

State = Registration.State

# From each state, what may follow and what refuses the rest.
TRANSITIONS: dict[State, set[State]] = {
    State.PENDING: {State.CONFIRMED, State.REFUSED, State.CANCELLED},
    State.CONFIRMED: {State.CANCELLED},
    State.REFUSED: {State.CONFIRMED},
    State.CANCELLED: set(),
}


def confirm(registration: Registration, tickets: list[Ticket]) -> None:
    """A new one, whose tickets are valid at once, with the codes that they bring. The caller holds the lock on the event's settings, and mails."""
    registration.state = State.CONFIRMED
    registration.save(force_insert=True)
    _write(tickets, Ticket.State.VALID)


def ask(registration: Registration, tickets: list[Ticket]) -> None:
    """A new one, that an organiser is to admit or refuse: it keeps no seat. The caller holds the same lock, and mails."""
    registration.state = State.PENDING
    registration.save(force_insert=True)
    _write(tickets, Ticket.State.WANTED)


def admit(registration: Registration, now: datetime, user: AnyUser | None) -> None:
    """Whoever asked has a seat from now on. The caller holds the same lock, has looked for room, and mails."""
    _follow(registration, State.CONFIRMED, decided_at=now)
    registration.tickets.current().update(state=Ticket.State.VALID)
    record("registrations.admitted", registration, user, event=str(registration.event_id))


def refuse(registration: Registration, now: datetime, user: AnyUser | None) -> None:
    """Whoever asked gets no seat; they may be admitted after all. The caller holds the same lock, and mails."""
    _follow(registration, State.REFUSED, decided_at=now)
    record("registrations.refused", registration, user, event=str(registration.event_id))


def extend(registration: Registration, tickets: list[Ticket]) -> None:
    """More people come with it, or ask to. The caller holds the lock on the event's settings, and mails."""
    _write(tickets, Ticket.State.WANTED if registration.is_pending else Ticket.State.VALID)
    record("registrations.extended", registration, event=str(registration.event_id), tickets=len(tickets))


def _follow(registration: Registration, state: State, **moment: datetime) -> None:
    """Raises `RegistrationRefused` when that cannot follow any more."""
    was = State(registration.state)
    if state not in TRANSITIONS[was]:
        raise RegistrationRefused(Reason.CANCELLED if was is State.CANCELLED else Reason.ANSWERED)
    registration.state = state
    for name, value in moment.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", *moment])


def _write(tickets: list[Ticket], state: Ticket.State) -> None:
    for ticket in tickets:
        ticket.state, ticket.previous_code = state, ticket.code
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
    was_pending = registration.is_pending
    _follow(registration, State.CANCELLED, cancelled_at=now)
    people = registration.tickets.current().update(state=Ticket.State.CANCELLED)
    if tells:
        mail = emails.prepare_cancellation(registration, people=people, was_pending=was_pending)
        mail.queue(key=f"registrations.cancelled:{registration.pk}")
    record("registrations.cancelled", registration, event=str(registration.event_id))
