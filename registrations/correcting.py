"""Mending the address of a form that was just sent. Only its sender can: who has the form's own link."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations import codes, emails
from registrations.models import CheckIn, Registration, Submission, Ticket, TicketCode
from registrations.signup import SignUp, known_at, mail_again, sign_up
from registrations.terms import lock_settings


def correct_address(submission: Submission, email: str, *, at: datetime | None = None) -> Submission:
    """Gives the form with the right answer.

    Whoever made a registration keeps the seat, and its ticket goes to the other address under a new code. Whose form
    found somebody who had registered already made nothing, so this is a sign-up of its own. Nobody can see which.
    Raises `Refused` when that sign-up is refused.
    """
    now = at or timezone.now()
    event = submission.registration.event
    if not submission.made_it:
        return Submission.objects.get(key=_sign_up_anew(event, submission, email, now).key)
    with transaction.atomic():
        lock_settings(event)
        registration = Registration.objects.select_related("event").get(pk=submission.registration_id)
        ticket = Ticket.objects.select_for_update().get(registration=registration)
        if known := known_at(event, email):
            mail_again(known, now)
        elif not (registration.is_cancelled or CheckIn.objects.live().filter(ticket=ticket).exists()):
            _move(registration, ticket, email, now)
        submission.email = email
        submission.save(update_fields=["email"])
    return submission


def _sign_up_anew(event: Event, submission: Submission, email: str, now: datetime) -> SignUp:
    return sign_up(
        event,
        name=submission.name,
        email=email,
        language=submission.language,
        submission=submission.key,
        at=now,
    )


def _move(registration: Registration, ticket: Ticket, email: str, now: datetime) -> None:
    """The old code dies, since a stranger may have it; what still waits to be mailed to them is not sent."""
    OutgoingMail.objects.filter(key__contains=str(registration.pk)).withdraw()
    registration.email = email
    registration.save(update_fields=["email", "mailbox"])
    TicketCode.objects.filter(ticket=ticket, revoked_at=None).update(revoked_at=now)
    ticket.registration, ticket.code = registration, codes.new_code()
    ticket.previous_code = ticket.code
    ticket.save(update_fields=["previous_code"])
    code = TicketCode.objects.create(ticket=ticket, code=ticket.code)
    emails.prepare_ticket(ticket).queue(key=f"registrations.corrected:{code.pk}")
