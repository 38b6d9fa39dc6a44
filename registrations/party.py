"""Changing who comes with a registration: under another name, or with more people."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kennisstad.audit.log import record
from registrations import signup, states, ticket_mails
from registrations.cancel import cancel_tickets
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import CheckIn, Registration, Ticket
from registrations.registration_settings import default_ticket_type, lock_settings


@transaction.atomic
def change_party(
    registration: Registration,
    names: Mapping[int, str],
    more: Sequence[str] = (),
    *,
    shown: Collection[int] | None = None,
    at: datetime | None = None,
) -> None:
    """Other names, by the keys of their tickets, and seats for more people: all of it or nothing.

    `shown` are the tickets that somebody saw when they asked for it: the same form sent twice adds nobody twice. Raises
    `RegistrationRefused` when they cannot all come, when that is not how it stands any more, or when it is too late.
    """
    now = at or timezone.now()
    settings = lock_settings(registration.event)
    held = Registration.objects.get(pk=registration.pk)
    held.event = settings.event
    if not held.is_current or held.event.is_over(now):
        raise RegistrationRefused(Reason.OVER if held.is_current else Reason.CANCELLED)
    tickets = list(held.tickets.current().order_by("pk"))
    if shown is not None and set(shown) != {ticket.pk for ticket in tickets}:
        raise RegistrationRefused(Reason.CHANGED)
    _rename(
        held, [ticket for ticket in tickets if ticket.holder != names.get(ticket.pk, ticket.holder)], names
    )
    if more:
        if held.must_ask_for_more:
            raise RegistrationRefused(Reason.NEEDS_APPROVAL)
        ticket_type = default_ticket_type(held.event)
        # Who only asks has no seats yet, so all of them need room.
        asked, already = (len(tickets), 0) if held.is_pending else (0, len(tickets))
        refusal = signup.why_not(
            settings, ticket_type, asked + len(more), now, already=already, is_group=bool(held.group_name)
        )
        if refusal:
            raise RegistrationRefused(refusal)
        states.extend(held, signup.new_tickets(held, ticket_type, more))
        if not held.is_pending:
            ticket_mails.mail_changed_tickets(held, now)


def _rename(registration: Registration, tickets: Sequence[Ticket], names: Mapping[int, str]) -> None:
    """Whoever registered may have mistyped their own name, which is on the first ticket."""
    own = registration.tickets.order_by("pk").first()
    for ticket in tickets:
        if ticket == own and ticket.holder == registration.name:
            registration.name = names[ticket.pk]
            registration.save(update_fields=["name"])
        ticket.holder = names[ticket.pk]
        ticket.save(update_fields=["holder"])
    if tickets:
        record("registrations.renamed", registration, event=str(registration.event_id), tickets=len(tickets))


@transaction.atomic
def resize_group(registration: Registration, number: int, *, at: datetime | None = None) -> None:
    """So many people come from now on; who is inside stays. Raises `RegistrationRefused`."""
    # Behind the lock, so that two who change the number at once don't each add what the other added.
    lock_settings(registration.event)
    seats = registration.tickets.current().order_by("-pk")
    more = number - seats.count()
    if more > 0:
        change_party(registration, {}, [""] * more, at=at)
    elif more < 0:
        inside = CheckIn.objects.live().filter(ticket__in=seats)
        leaving = seats.exclude(pk__in=inside.values("ticket")).values_list("pk", flat=True)[:-more]
        if len(leaving) < -more:
            raise RegistrationRefused(Reason.ADMITTED)
        cancel_tickets(registration, leaving, at=at)
