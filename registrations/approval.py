"""Admitting or refusing who asked for a place. A request keeps nothing: room is asked when it is admitted."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Event
from kennisstad.accounts.access import AnyUser
from registrations import emails, states, ticket_mails
from registrations.availability import seats_taken
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, RegistrationSettings
from registrations.on_behalf import nothing_to_come_to
from registrations.registration_settings import lock_settings
from registrations.signup import find_registration, no_room

NO_ROOM = {Reason.FULL, Reason.TOO_FEW_SEATS}


@transaction.atomic
def admit(
    registration: Registration,
    user: AnyUser | None = None,
    *,
    shown: int | None = None,
    at: datetime | None = None,
) -> Registration:
    """All of them have a seat from now on and get their tickets by mail, also who was refused before.

    `shown` is with how many they were to come when somebody decided that. Doing it twice is doing it once. Raises
    `RegistrationRefused` when there is no room, or nothing to come to.
    """
    now = at or timezone.now()
    settings = lock_settings(registration.event)
    held = _held(registration, settings)
    if held.state != Registration.State.CONFIRMED:
        if refusal := nothing_to_come_to(held.event, now) or _why_not(held, settings, shown, now):
            raise RegistrationRefused(refusal)
        ticket_mails.drop_requests(held)
        states.admit(held, now, user)
        ticket_mails.withdraw_tickets(held)
        ticket_mails.mail_ticket(held)
    return held


@transaction.atomic
def refuse(
    registration: Registration, words: str = "", user: AnyUser | None = None, *, at: datetime | None = None
) -> Registration:
    """They get a mail that says so, with what the organiser has to say. Doing it twice is doing it once.

    Raises `RegistrationRefused` for who has a seat already, or gave up, and once there is nothing to come to.
    """
    now = at or timezone.now()
    settings = lock_settings(registration.event)
    held = _held(registration, settings)
    if not held.is_refused:
        if held.event.is_cancelled or held.event.is_over(now):
            raise RegistrationRefused(Reason.CANCELLED if held.event.is_cancelled else Reason.OVER)
        ticket_mails.drop_requests(held)
        states.refuse(held, now, user)
        ticket_mails.withdraw_tickets(held)
        emails.prepare_rejection(held, words).queue(key=ticket_mails.key_of_refusal(held))
    return held


def admit_all(event: Event, user: AnyUser | None = None, *, at: datetime | None = None) -> tuple[int, int]:
    """Whom there is room for, the longest waiting first; says how many requests, and for how many there is none.

    Each by itself, so that nobody waits at the form until all of them are done. Raises `RegistrationRefused` when there
    is nothing to come to.
    """
    if refusal := nothing_to_come_to(event, at or timezone.now()):
        raise RegistrationRefused(refusal)
    answers = [_answer(registration, user, at) for registration in event.registrations.pending()]
    return answers.count(None), sum(answer in NO_ROOM for answer in answers)


def _answer(registration: Registration, user: AnyUser | None, at: datetime | None) -> Reason | None:
    try:
        admit(registration, user, at=at)
    except RegistrationRefused as refusal:
        return refusal.code
    return None


def _held(registration: Registration, settings: RegistrationSettings) -> Registration:
    """As it is behind the lock."""
    held = Registration.objects.get(pk=registration.pk)
    held.event = settings.event
    return held


def _why_not(
    held: Registration, settings: RegistrationSettings, shown: int | None, now: datetime
) -> Reason | None:
    if held.is_cancelled or held.is_erased:
        return Reason.CANCELLED
    if held.is_refused and find_registration(held.event, held.email):
        return Reason.NEWER_FORM
    wanted = Counter(ticket.type for ticket in held.tickets.current().select_related("type"))
    if shown is not None and shown != wanted.total():
        return Reason.CHANGED
    return no_room(settings, seats_taken(now, registration__event=held.event), wanted, now)
