"""Mending the address of a form that was just sent. Only its sender can: who has the form's own link."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kennisstad.audit.log import record
from kennisstad.mail.models import OutgoingMail
from kennisstad.mailbox import normal_form
from registrations import codes, states, ticket_mails
from registrations.exceptions import RegistrationRefused
from registrations.models import CheckIn, Registration, Submission, TicketCode
from registrations.registration_settings import lock_settings
from registrations.signup import find_registration, key_of, sign_up


def correct_email(submission: Submission, email: str, *, at: datetime | None = None) -> Submission:
    """Gives the form with the right answer, always under another key: nobody can see which of these happened.

    Whoever made a registration keeps the seat, and its ticket goes to the other address under a new code. Whose form
    found somebody who had registered already made nothing, so this is a sign-up of its own. So it is when somebody
    else counts on the seat by now.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock_settings(submission.registration.event)
        # Read behind the lock: whoever cancelled or corrected it meanwhile comes first.
        registration = Registration.objects.select_related("event").get(pk=submission.registration_id)
        if registration.mailbox == normal_form(email):
            ticket_mails.mail_ticket_again(email, registration.event)
            return _answer(submission, registration, email, made_it=submission.made_it)
        # Who registered with an address that was known is told that they have a seat.
        is_shared = registration.submissions.filter(made_it=False).exists()
        if submission.made_it and not is_shared:
            return _move_seat(submission, registration, email, now)
    return _sign_up_anew(submission, email, now)


def _answer(submission: Submission, registration: Registration, email: str, *, made_it: bool) -> Submission:
    key = key_of(submission.key, registration.event, email)
    typed = {name: getattr(submission, name) for name in ("name", "language", "delete_after")}
    answer = {"registration": registration, "made_it": made_it, "email": email}
    return Submission.objects.update_or_create(key=key, defaults=typed | answer)[0]


def _move_seat(submission: Submission, registration: Registration, email: str, now: datetime) -> Submission:
    """Give the seat to the other address, or give it up for the one that is there already.

    Who is inside, or has cancelled, stays as they are. The caller holds the lock on the settings.
    """
    # What a door locks, in its order: nobody comes in meanwhile.
    codes_of_it = TicketCode.objects.filter(ticket__registration=registration, revoked_at=None)
    old = codes_of_it.select_for_update(of=("self", "ticket")).select_related("ticket").get()
    ticket = old.ticket
    if registration.is_cancelled or CheckIn.objects.live().filter(ticket=ticket).exists():
        return _answer(submission, registration, submission.email, made_it=True)

    # The old code dies, since a stranger may have it; what still waits to be mailed to them is not sent.
    first, repeats = ticket_mails.key_of_first(old), ticket_mails.key_of_repeats(old)
    OutgoingMail.objects.filter(Q(key=first) | Q(key__startswith=repeats)).withdraw()
    old.revoked_at = now
    old.save(update_fields=["revoked_at"])

    if known := find_registration(registration.event, email):
        ticket_mails.mail_ticket_again(email, known.event)
        states.cancel(registration, now, tells=False)
        return _answer(submission, known, email, made_it=False)

    registration.email = email
    registration.save(update_fields=["email", "mailbox"])
    ticket.registration, ticket.code = registration, codes.new_code()
    ticket.previous_code = ticket.code
    ticket.save(update_fields=["previous_code"])
    TicketCode.objects.create(ticket=ticket, code=ticket.code)
    ticket_mails.mail_ticket(registration)
    record("registrations.address_mended", registration, event=str(registration.event_id))
    return _answer(submission, registration, email, made_it=True)


def _sign_up_anew(submission: Submission, email: str, now: datetime) -> Submission:
    """From now on this form has made that one, so mending it again makes no third.

    A refusal is mailed: the page says what it says to whoever keeps a seat.
    """
    event = submission.registration.event
    try:
        done = sign_up(
            event,
            name=submission.name,
            email=email,
            language=submission.language,
            submission=submission.key,
            at=now,
        )
    except RegistrationRefused as refusal:
        if find_registration(event, email) is None:
            ticket_mails.mail_refusal(email, event, submission.language, refusal.code)
        return _answer(submission, submission.registration, email, made_it=False)
    answered = Submission.objects.get(key=done.key)
    submission.registration, submission.made_it = answered.registration, answered.made_it
    submission.save(update_fields=["registration", "made_it"])
    return answered
