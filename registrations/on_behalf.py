"""An organiser registers somebody who phoned, or who stands before them, with or without an address."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.models import Booking, Event
from kennisstad.accounts.access import AnyUser
from kennisstad.audit.log import record
from registrations import states, ticket_mails
from registrations.availability import seats_taken
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration
from registrations.registration_settings import default_ticket_type, lock_settings
from registrations.signup import (
    find_registration,
    key_of,
    new_tickets,
    no_room,
    remember,
    sent_before,
    unsaved_registration,
)


@transaction.atomic
def register_on_behalf(
    event: Event,
    user: AnyUser | None,
    *,
    name: str,
    email: str = "",
    language: str,
    submission: UUID,
    companions: Sequence[str] = (),
    at: datetime | None = None,
) -> Registration:
    """Seats for them, also before registration opens and after it has closed; who has an address is mailed the tickets.

    Nobody has to ask for approval whom the organiser brings. The same form sent twice is one registration. Raises
    `RegistrationRefused` when there are no seats, or nothing to come to, or when the address is registered already.
    """
    now = at or timezone.now()
    key = key_of(submission, event, email)
    settings = lock_settings(event)
    if sent := sent_before(key, email):
        return sent
    refusal = nothing_to_come_to(settings.event, now)
    if not refusal and email and find_registration(event, email):
        refusal = Reason.KNOWN
    ticket_type = default_ticket_type(event)
    taken = seats_taken(now, registration__event=event)
    refusal = refusal or no_room(settings, taken, {ticket_type: 1 + len(companions)}, now)
    if refusal:
        raise RegistrationRefused(refusal)
    registration = unsaved_registration(settings.event, name, email, language, "", now)
    registration.source = Registration.Source.DESK
    states.confirm(registration, new_tickets(registration, ticket_type, [name, *companions]))
    remember(key, registration, companions)
    if email:
        ticket_mails.mail_ticket(registration)
    record("registrations.added", registration, user, event=str(event.pk), tickets=1 + len(companions))
    return registration


def nothing_to_come_to(event: Event, now: datetime) -> Reason | None:
    """Why an organiser can give nobody a seat any more, however many there are."""
    if event.is_off:
        return Reason(event.status)
    if event.is_over(now):
        return Reason.OVER
    if event.booking != Booking.HERE:
        return Reason.ELSEWHERE if event.booking == Booking.ELSEWHERE else Reason.NO_REGISTRATION
    return None if event.is_public else Reason.NOT_PUBLIC
