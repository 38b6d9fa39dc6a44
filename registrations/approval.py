"""Admitting or refusing who asked for a place. A request keeps nothing: room is asked when it is admitted."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Event
from registrations import emails, states, ticket_mails
from registrations.availability import seats_taken
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, RegistrationSettings
from registrations.registration_settings import lock_settings
from registrations.signup import find_registration, no_room


@transaction.atomic
def admit(registration: Registration, *, at: datetime | None = None) -> Registration:
    """All of them have a seat from now on and get their tickets by mail, also who was refused before.

    Doing it twice is doing it once. Raises `RegistrationRefused` when there is no room, or nothing to come to.
    """
    now = at or timezone.now()
    settings = lock_settings(registration.event)
    held = _held(registration, settings)
    if held.state != Registration.State.CONFIRMED:
        if refusal := _why_not(held, settings, now):
            raise RegistrationRefused(refusal)
        states.admit(held, now)
        ticket_mails.mail_admitted(held)
    return held


@transaction.atomic
def refuse(registration: Registration, words: str = "", *, at: datetime | None = None) -> Registration:
    """They get a mail that says so, with what the organiser has to say. Doing it twice is doing it once.

    Raises `RegistrationRefused` for who has a seat already, or gave up.
    """
    now = at or timezone.now()
    held = _held(registration, lock_settings(registration.event))
    if not held.is_refused:
        states.refuse(held, now)
        emails.prepare_rejection(held, words).queue(key=ticket_mails.key_of_refusal(held))
    return held


def admit_all(event: Event, *, at: datetime | None = None) -> tuple[int, int]:
    """Whom there is room for, the longest waiting first; says how many requests, and how many still wait.

    Each by itself, so that nobody waits at the form until all of them are done.
    """
    pending = list(event.registrations.pending())
    admitted = sum(_is_admitted(registration, at) for registration in pending)
    return admitted, len(pending) - admitted


def _is_admitted(registration: Registration, at: datetime | None) -> bool:
    try:
        admit(registration, at=at)
    except RegistrationRefused:
        return False
    return True


def _held(registration: Registration, settings: RegistrationSettings) -> Registration:
    """As it is behind the lock."""
    held = Registration.objects.get(pk=registration.pk)
    held.event = settings.event
    return held


def _why_not(held: Registration, settings: RegistrationSettings, now: datetime) -> Reason | None:
    event = settings.event
    if event.is_off:
        return Reason(event.status)
    if event.is_over(now):
        return Reason.OVER
    if held.is_cancelled or held.is_erased:
        return Reason.CANCELLED
    if held.is_refused and find_registration(event, held.email):
        return Reason.KNOWN
    tickets = held.tickets.current().select_related("type")
    taken = seats_taken(now, registration__event=event)
    return no_room(settings, taken, Counter(ticket.type for ticket in tickets), now)
