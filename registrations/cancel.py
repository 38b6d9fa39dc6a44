"""Giving a seat back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registrations import states
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import CheckIn, Registration, Ticket
from registrations.registration_settings import lock_settings


@transaction.atomic
def cancel(registration: Registration, *, at: datetime | None = None) -> Registration:
    """The seat is free again at once. Doing it twice is doing it once. Raises `RegistrationRefused` when it is too late."""
    now = at or timezone.now()
    settings = lock_settings(registration.event)
    held = Registration.objects.get(pk=registration.pk)
    held.event = settings.event
    if held.is_cancelled:
        return held
    # A door locks only these, so whoever holds a ticket here is either inside or can no longer come in.
    tickets = list(Ticket.objects.select_for_update().filter(registration=held).order_by("pk"))
    if held.event.is_over(now):
        raise RegistrationRefused(Reason.OVER)
    if CheckIn.objects.live().filter(ticket__in=tickets).exists():
        raise RegistrationRefused(Reason.ADMITTED)
    states.cancel(held, now)
    return held
