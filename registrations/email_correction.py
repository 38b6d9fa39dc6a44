"""Mending the address of a form that was just sent. Only its sender can: who has the form's own link."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kennisstad.audit.log import record
from kennisstad.mailbox import normal_form
from registrations import codes, states, ticket_mails
from registrations.exceptions import RegistrationRefused
from registrations.models import CheckIn, Registration, Submission, Ticket, TicketCode
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
    copied = ("name", "language", "companions", "group_name", "delete_after")
    typed = {name: getattr(submission, name) for name in copied}
    answer = {"registration": registration, "made_it": made_it, "email": email}
    return Submission.objects.update_or_create(key=key, defaults=typed | answer)[0]


def _move_seat(submission: Submission, registration: Registration, email: str, now: datetime) -> Submission:
    """Give the seat to the other address, or give it up for the one that is there already.

    Who is inside, or has cancelled, stays as they are. The caller holds the lock on the settings.
    """
    # What a door locks, in its order: nobody comes in meanwhile.
    holding = TicketCode.objects.filter(ticket__registration=registration, revoked_at=None)
    holding = holding.exclude(ticket__state=Ticket.State.CANCELLED)
    locked = holding.select_for_update(of=("self", "ticket")).select_related("ticket").order_by("ticket")
    tickets = [code.ticket for code in locked]
    if not registration.is_current or CheckIn.objects.live().filter(ticket__in=tickets).exists():
        return _answer(submission, registration, submission.email, made_it=True)

    # The old codes die, since a stranger may have them; what still waits to be mailed to them is not sent.
    ticket_mails.withdraw_tickets(registration)
    holding.update(revoked_at=now)

    if known := find_registration(registration.event, email):
        ticket_mails.mail_ticket_again(email, known.event)
        states.cancel(registration, now, tells=False)
        return _answer(submission, known, email, made_it=False)

    registration.email = email
    registration.save(update_fields=["email", "mailbox"])
    for ticket in tickets:
        ticket.previous_code = codes.new_code()
    Ticket.objects.bulk_update(tickets, ["previous_code"])
    TicketCode.objects.bulk_create(TicketCode(ticket=one, code=one.previous_code) for one in tickets)
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
            companions=submission.companions,
            group_name=submission.group_name,
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
