"""Giving seats back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registrations import states, ticket_mails
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import CheckIn, Registration, Ticket
from registrations.registration_settings import lock_settings


def cancel(registration: Registration, *, at: datetime | None = None) -> Registration:
    """All seats of it. Doing it twice is doing it once. Raises `RegistrationRefused` when it is too late."""
    return _cancel(registration, None, at or timezone.now())


def cancel_tickets(
    registration: Registration, tickets: Collection[int], *, at: datetime | None = None
) -> Registration:
    """The seats of these tickets, by their keys; of the last ones, the registration with them.

    What was given back before, or refused, is left as it is. Raises `RegistrationRefused` when it is too late.
    """
    return _cancel(registration, tickets, at or timezone.now())


def tickets_outside(registration: Registration) -> list[Ticket]:
    """Those that can still be given back: of who comes or asks to, and is not inside."""
    inside = CheckIn.objects.live().filter(ticket__registration=registration.pk)
    seats = Ticket.objects.select_related("registration").filter(registration=registration.pk).current()
    return list(seats.exclude(pk__in=inside.values("ticket")).order_by("pk"))


@transaction.atomic
def _cancel(registration: Registration, only: Collection[int] | None, now: datetime) -> Registration:
    """The seats are free again at once."""
    settings = lock_settings(registration.event)
    held = Registration.objects.get(pk=registration.pk)
    held.event = settings.event
    # A door locks only these, so whoever holds a ticket here is either inside or can no longer come in.
    seats = Ticket.objects.select_for_update().filter(registration=held).current()
    tickets = list(seats.order_by("pk"))
    leaving = [ticket for ticket in tickets if only is None or ticket.pk in only]
    if not held.is_current or not leaving:
        return held
    if held.event.is_over(now):
        raise RegistrationRefused(Reason.OVER)
    if CheckIn.objects.live().filter(ticket__in=leaving).exists():
        raise RegistrationRefused(Reason.ADMITTED)
    if len(leaving) == len(tickets):
        states.cancel(held, now)
    else:
        states.cancel_tickets(held, leaving)
        if not held.is_pending:
            ticket_mails.mail_changed_tickets(held, now)
    return held
