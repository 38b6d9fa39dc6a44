"""Taking seats at an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
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
    TicketType,
)
from registrations.models.registration import CURRENT, last_day_kept
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
STILL_MAILED = {None, Reason.FULL, Reason.TOO_FEW_SEATS, Reason.PARTY_TOO_LARGE, Reason.CLOSED}


class Answer(StrEnum):
    NEW = "new"
    REPEATED = "repeated"
    # The same form with other people in it: it changes nothing, and a mail says how to.
    UNCHANGED = "unchanged"
    ADDRESS_KNOWN = "address_known"


@dataclass(frozen=True)
class SignUp:
    answer: Answer
    registration: Registration
    key: UUID


def sign_up(
    event: Event,
    *,
    name: str,
    email: str,
    language: str,
    submission: UUID,
    companions: Sequence[str] = (),
    group_name: str = "",
    at: datetime | None = None,
) -> SignUp:
    """Give somebody a seat, and one to each who comes along, and mail the tickets; or say what there was already.

    All of them or none. Where the organiser admits people it is a request, which keeps nothing. The same form sent twice
    is one registration. A known address always gets its tickets again by mail, whatever the page says: nobody learns
    from it who comes. Raises `RegistrationRefused` when there are no seats to give.
    """
    now = at or timezone.now()
    key = key_of(submission, event, email)
    registration = unsaved_registration(event, name, email, language, group_name, now)
    with transaction.atomic():
        # From here on nobody else takes or gives back a seat, so what can be done before stands above.
        settings = lock_settings(event)
        if sent := sent_before(key, email):
            if not sent.submissions.filter(key=key, companions=list(companions)).exists():
                ticket_mails.mail_ticket_again(email, event)
                return SignUp(Answer.UNCHANGED, sent, key)
            return SignUp(Answer.REPEATED, sent, key)
        known = find_registration(event, email)
        ticket_type = default_ticket_type(event)
        refusal = why_not(settings, ticket_type, 1 + len(companions), now, is_group=bool(group_name))
        if known and refusal in STILL_MAILED:
            ticket_mails.mail_ticket_again(email, event)
        elif not (known or refusal):
            tickets = new_tickets(registration, ticket_type, [name, *companions])
            (states.ask if settings.needs_approval else states.confirm)(registration, tickets)
            ticket_mails.mail_ticket(registration)
        if not refusal:
            remember(key, registration, companions, known)
    if refusal:
        raise RegistrationRefused(refusal)
    if known:
        return SignUp(Answer.ADDRESS_KNOWN, known, key)
    return SignUp(Answer.NEW, registration, key)


def sign_up_without_mail(
    event: Event,
    *,
    name: str,
    email: str,
    language: str,
    companions: Sequence[str] = (),
    group_name: str = "",
    submission: UUID | None = None,
    at: datetime | None = None,
    code: str = "",
) -> Registration:
    """The same seats without a mail, for guests who were registered elsewhere or long ago.

    Raises `RegistrationRefused`.
    """
    now = at or timezone.now()
    key = key_of(submission or uuid4(), event, email)
    registration = unsaved_registration(event, name, email, language, group_name, now)
    with transaction.atomic():
        settings = lock_settings(event)
        if known := sent_before(key, email) or find_registration(event, email):
            return known
        ticket_type = default_ticket_type(event)
        if refusal := why_not(settings, ticket_type, 1 + len(companions), now, is_group=bool(group_name)):
            raise RegistrationRefused(refusal)
        tickets = new_tickets(registration, ticket_type, [name, *companions])
        tickets[0].code = code or tickets[0].code
        states.confirm(registration, tickets)
        remember(key, registration, companions)
    return registration


def key_of(submission: UUID, event: Event, email: str) -> UUID:
    """With the address: who goes back and fills in somebody else's registers somebody else."""
    return uuid5(submission, f"{event.pk} {normal_form(email)}")


def unsaved_registration(
    event: Event, name: str, email: str, language: str, group_name: str, now: datetime
) -> Registration:
    return Registration(
        event=event,
        name=name,
        email=email,
        language=language,
        group_name=group_name,
        created_at=now,
        delete_after=last_day_kept(event),
        told_version=event.version,
    )


def new_tickets(registration: Registration, ticket_type: TicketType, holders: Sequence[str]) -> list[Ticket]:
    """Not saved yet: one for each holder, each with a code of its own."""
    tickets = [
        Ticket(
            registration=registration,
            type=ticket_type,
            holder=holder,
            price=ticket_type.price,
            delete_after=registration.delete_after,
        )
        for holder in holders
    ]
    for ticket in tickets:
        ticket.code = codes.new_code()
    return tickets


def sent_before(key: UUID, email: str) -> Registration | None:
    """A form whose seat was given back counts as a new one; so does one that found somebody who moved on since.

    One that was refused is not asked anew.
    """
    ours = Q(submissions__made_it=True) | Q(mailbox=normal_form(email))
    refused = Q(state=Registration.State.REFUSED, submissions__made_it=True)
    # All of it about one and the same form.
    found = Registration.objects.filter(Q(state__in=CURRENT) & ours | refused, submissions__key=key)
    return found.first()


def find_registration(event: Event, email: str) -> Registration | None:
    """Who registered for it from this mailbox, or asked to."""
    return event.registrations.current().of_mailbox(email).first()


def why_not(
    settings: RegistrationSettings,
    wanted: TicketType,
    number: int,
    now: datetime,
    *,
    already: int = 0,
    is_group: bool = False,
) -> Reason | None:
    """Why so many cannot come, besides those of them who have a seat already; None when they can."""
    event = settings.event
    if not event.is_public:
        return Reason.NOT_PUBLIC
    taken = seats_taken(now, registration__event=event)
    state = state_of(settings, taken, now)
    if state is not State.OPEN:
        return REASONS[state]
    if already + number > ((settings.group_size or 0) if is_group else settings.party_size):
        return Reason.PARTY_TOO_LARGE
    return no_room(settings, taken, {wanted: number}, now)


def no_room(
    settings: RegistrationSettings, taken: int, wanted: Mapping[TicketType, int], now: datetime
) -> Reason | None:
    """Why there are no seats for so many of each kind, besides those that are taken; None when there are."""
    room = [(seats_left(settings.capacity, taken), sum(wanted.values()))]
    for ticket_type, number in wanted.items():
        if ticket_type.capacity is not None:
            room.append((seats_left(ticket_type.capacity, seats_taken(now, type=ticket_type)), number))
    short = [left for left, number in room if left is not None and left < number]
    if not short:
        return None
    return Reason.TOO_FEW_SEATS if min(short) else Reason.FULL


def remember(
    key: UUID, wanted: Registration, companions: Sequence[str], known: Registration | None = None
) -> None:
    """As it was typed, whoever it found; a form whose seat was given back and that is sent again counts anew."""
    typed = ("name", "email", "language", "group_name", "delete_after")
    values: dict[str, Any] = {name: getattr(wanted, name) for name in typed}
    values |= {"registration": known or wanted, "made_it": known is None, "companions": list(companions)}
    row = Submission(key=key, **values)
    Submission.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=list(values)
    )
