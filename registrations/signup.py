"""Taking a seat at an event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Event
from kennisstad.mailbox import normal_form
from registrations import codes, states, ticket_mails
from registrations.availability import State, seats_left, seats_taken, state_of
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import (
    Registration,
    RegistrationSettings,
    Submission,
    Ticket,
    TicketCode,
    TicketType,
)
from registrations.models.registration import last_day_kept
from registrations.registration_settings import default_ticket_type, lock_settings

REASONS = {
    State.FULL: Reason.FULL,
    State.CLOSED: Reason.CLOSED,
    State.NOT_YET: Reason.NOT_OPEN_YET,
    State.OVER: Reason.OVER,
    State.CANCELLED: Reason.CANCELLED,
    State.POSTPONED: Reason.POSTPONED,
    State.ELSEWHERE: Reason.ELSEWHERE,
    State.NONE: Reason.NO_REGISTRATION,
}


# Otherwise the ticket is worth nothing: the event is off, or over.
STILL_MAILED = {None, Reason.FULL, Reason.CLOSED}


class Answer(StrEnum):
    NEW = "new"
    REPEATED = "repeated"
    ADDRESS_KNOWN = "address_known"


@dataclass(frozen=True)
class SignUp:
    answer: Answer
    registration: Registration
    key: UUID


def sign_up(
    event: Event, *, name: str, email: str, language: str, submission: UUID, at: datetime | None = None
) -> SignUp:
    """Give somebody a seat and mail the ticket; or say which registration there was already.

    The same form sent twice is one registration. A known address always gets its ticket again by mail, whatever
    the page says: nobody learns from it who comes. Raises `RegistrationRefused` when there is no seat to give.
    """
    now = at or timezone.now()
    key = key_of(submission, event, email)
    ticket = _unsaved(event, name, email, language, now)
    with transaction.atomic():
        # From here on nobody else takes or gives back a seat, so what can be done before stands above.
        settings = lock_settings(event)
        if sent := _sent_before(key, email):
            return SignUp(Answer.REPEATED, sent, key)
        known = find_registration(event, email)
        ticket.type = default_ticket_type(event)
        refusal = _refusal(settings, ticket.type, now)
        if known and refusal in STILL_MAILED:
            ticket_mails.mail_ticket_again(email, event)
        elif not (known or refusal):
            _write(ticket)
            ticket_mails.mail_ticket(ticket.registration)
        if not refusal:
            remember(key, ticket.registration, known)
    if refusal:
        raise RegistrationRefused(refusal)
    if known:
        return SignUp(Answer.ADDRESS_KNOWN, known, key)
    return SignUp(Answer.NEW, ticket.registration, key)


def sign_up_without_mail(
    event: Event,
    *,
    name: str,
    email: str,
    language: str,
    submission: UUID | None = None,
    at: datetime | None = None,
    code: str = "",
) -> Registration:
    """The same seat without a mail, for guests who were registered elsewhere or long ago. Raises `RegistrationRefused`."""
    now = at or timezone.now()
    key = key_of(submission or uuid4(), event, email)
    ticket = _unsaved(event, name, email, language, now)
    ticket.code = code or ticket.code
    with transaction.atomic():
        settings = lock_settings(event)
        if known := _sent_before(key, email) or find_registration(event, email):
            return known
        ticket.type = default_ticket_type(event)
        if refusal := _refusal(settings, ticket.type, now):
            raise RegistrationRefused(refusal)
        _write(ticket)
        remember(key, ticket.registration)
    return ticket.registration


def key_of(submission: UUID, event: Event, email: str) -> UUID:
    """With the address: who goes back and fills in somebody else's registers somebody else."""
    return uuid5(submission, f"{event.pk} {normal_form(email)}")


def _unsaved(event: Event, name: str, email: str, language: str, now: datetime) -> Ticket:
    registration = Registration(
        event=event,
        name=name,
        email=email,
        language=language,
        created_at=now,
        delete_after=last_day_kept(event),
        told_version=event.version,
    )
    ticket = Ticket(registration=registration, holder=name, delete_after=registration.delete_after)
    ticket.code = codes.new_code()
    return ticket


def _sent_before(key: UUID, email: str) -> Registration | None:
    """A form whose seat was given back counts as a new one; so does one that found somebody who moved on since."""
    ours = Q(submissions__made_it=True) | Q(mailbox=normal_form(email))
    return Registration.objects.live().filter(ours, submissions__key=key).first()


def find_registration(event: Event, email: str) -> Registration | None:
    """Who registered for it from this mailbox."""
    return event.registrations.live().of_mailbox(email).first()


def _refusal(settings: RegistrationSettings, wanted: TicketType, now: datetime) -> Reason | None:
    event = settings.event
    if not event.is_public:
        return Reason.NOT_PUBLIC
    state = state_of(settings, seats_taken(now, registration__event=event), now)
    if state is not State.OPEN:
        return REASONS[state]
    is_full = wanted.capacity is not None and seats_left(wanted.capacity, seats_taken(now, type=wanted)) == 0
    return Reason.FULL if is_full else None


def _write(ticket: Ticket) -> None:
    ticket.price = ticket.type.price
    ticket.previous_code = ticket.code
    states.confirm(ticket.registration, [ticket])
    TicketCode.objects.create(ticket=ticket, code=ticket.code)


def remember(key: UUID, wanted: Registration, known: Registration | None = None) -> None:
    """As it was typed, whoever it found; a form whose seat was given back and that is sent again counts anew."""
    values = {name: getattr(wanted, name) for name in ("name", "email", "language", "delete_after")}
    values |= {"registration": known or wanted, "made_it": known is None}
    row = Submission(key=key, **values)
    Submission.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=list(values)
    )
