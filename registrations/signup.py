"""Taking a place at an event."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from events.models import Event
from registrations import codes, emails
from registrations.availability import State, places_taken, state_of
from registrations.models import Admission, Registration, Ticket
from registrations.models.registration import last_day_kept
from registrations.refusal import Reason, Refused

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


def sign_up(
    event: Event, *, name: str, email: str, language: str, submission: UUID, at: datetime | None = None
) -> Registration:
    """Give somebody a place and mail the ticket.

    The same form sent twice gives one place. An address that has a place already gets its ticket mailed again, and
    the answer is the same: nobody learns who comes.
    """
    now = at or timezone.now()
    ticket = _unsaved(event, name, email, language, submission, now)
    mail = emails.prepare_ticket(ticket)  # takes its time, so before the lock that others wait for
    with transaction.atomic():
        registration = _hold_place(ticket, now)
        if registration == ticket.registration:
            mail.queue(key=f"registrations.confirmed:{registration.pk}")
            return registration
    if registration.submission != ticket.registration.submission:
        _mail_again(registration, now)
    return registration


def take_place(
    event: Event,
    *,
    name: str,
    email: str,
    language: str,
    submission: UUID | None = None,
    at: datetime | None = None,
    code: str = "",
) -> Registration:
    """The same place without a mail, for guests who were registered elsewhere or long ago."""
    now = at or timezone.now()
    ticket = _unsaved(event, name, email, language, submission or uuid4(), now)
    ticket.code = code or ticket.code
    with transaction.atomic():
        return _hold_place(ticket, now)


def _unsaved(event: Event, name: str, email: str, language: str, submission: UUID, now: datetime) -> Ticket:
    registration = Registration(
        event=event,
        name=name,
        email=email,
        language=language,
        # With the address, so that a corrected one is a new registration.
        submission=uuid5(submission, f"{event.pk} {email.lower()}"),
        created_at=now,
        delete_after=last_day_kept(event),
        told_version=event.version,
    )
    return Ticket(registration=registration, code=codes.new_code())


def _hold_place(ticket: Ticket, now: datetime) -> Registration:
    """The ticket's own registration, saved; or the one that was there already."""
    wanted = ticket.registration
    admission = lock_admission(wanted.event)
    if known := _of_this_form(wanted):
        return known
    _refuse_unless_open(admission, now)
    if known := wanted.event.registrations.holding_a_place().of_address(wanted.email).first():
        return known
    wanted.save(force_insert=True)
    ticket.save(force_insert=True)
    return wanted


def _of_this_form(wanted: Registration) -> Registration | None:
    """A form whose place was given back counts as a new one, and sent twice again as one."""
    while known := Registration.objects.filter(submission=wanted.submission).first():
        if not known.is_cancelled:
            return known
        wanted.submission = uuid5(known.submission, "again")
    return None


def lock_admission(event: Event) -> Admission:
    """The one row that everybody who takes a place at this event waits for."""
    return Admission.objects.select_for_update(of=("self",)).select_related("event").get(event=event)


def _refuse_unless_open(admission: Admission, now: datetime) -> None:
    if not admission.event.is_public:
        raise Refused(Reason.NOT_PUBLIC)
    state = state_of(admission, places_taken(admission.event), now)
    if state is not State.OPEN:
        raise Refused(REASONS[state])


def _mail_again(registration: Registration, now: datetime) -> None:
    """At most once an hour, because mails with the same key are one mail."""
    mail = emails.prepare_ticket(registration.tickets.get(), again=True)
    mail.queue(key=f"registrations.again:{registration.pk}:{now:%Y%m%d%H}")
