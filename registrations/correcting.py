"""Mending the address of a form that was just sent. Only its sender can: who has the form's own link."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kennisstad.audit.log import record
from kennisstad.mail.models import OutgoingMail
from kennisstad.mailbox import normal_form
from registrations import codes, emails, states
from registrations.models import CheckIn, Registration, Submission, Ticket, TicketCode
from registrations.signup import key_of, known_at, mail_again, sign_up
from registrations.terms import lock_settings


def correct_address(submission: Submission, email: str, *, at: datetime | None = None) -> Submission:
    """Gives the form with the right answer, always under another key: nobody can see which of these happened.

    Whoever made a registration keeps the seat, and its ticket goes to the other address under a new code. Whose form
    found somebody who had registered already made nothing, so this is a sign-up of its own. So it is when somebody
    else counts on the seat by now. Raises `Refused` when that sign-up is refused.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock_settings(submission.registration.event)
        registration = Registration.objects.select_related("event").get(pk=submission.registration_id)
        if registration.mailbox == normal_form(email):
            mail_again(registration, now)
            return _answer(submission, registration, email, made_it=submission.made_it)
        if submission.made_it and not _somebody_counts_on(registration):
            return _move(submission, registration, email, now)
    return _sign_up_anew(submission, email, now)


def _somebody_counts_on(registration: Registration) -> bool:
    """Who registered with an address that was known is told that they have a seat."""
    return registration.submissions.filter(made_it=False).exists()


def _answer(submission: Submission, registration: Registration, email: str, *, made_it: bool) -> Submission:
    key = key_of(submission.key, registration.event, email)
    typed = {name: getattr(submission, name) for name in ("name", "language", "delete_after")}
    answer = {"registration": registration, "made_it": made_it, "email": email}
    return Submission.objects.update_or_create(key=key, defaults=typed | answer)[0]


def _move(submission: Submission, registration: Registration, email: str, now: datetime) -> Submission:
    # A door locks only the ticket: whoever is inside by now stays as they are.
    ticket = Ticket.objects.select_for_update().get(registration=registration)
    if registration.is_cancelled or CheckIn.objects.live().filter(ticket=ticket).exists():
        return _answer(submission, registration, submission.email, made_it=True)
    _revoke(registration, ticket, now)
    if known := known_at(registration.event, email):
        mail_again(known, now)
        states.cancel(registration, now, tells=False)
        return _answer(submission, known, email, made_it=False)
    registration.email = email
    registration.save(update_fields=["email", "mailbox"])
    ticket.registration, ticket.code = registration, codes.new_code()
    ticket.previous_code = ticket.code
    ticket.save(update_fields=["previous_code"])
    code = TicketCode.objects.create(ticket=ticket, code=ticket.code)
    emails.prepare_ticket(ticket).queue(key=f"registrations.corrected:{code.pk}")
    record("registrations.address_mended", registration, event=str(registration.event_id))
    return _answer(submission, registration, email, made_it=True)


def _revoke(registration: Registration, ticket: Ticket, now: datetime) -> None:
    """The old code dies, since a stranger may have it; what still waits to be mailed to them is not sent."""
    codes_of_it = TicketCode.objects.filter(ticket=ticket, revoked_at=None)
    keys = [f"registrations.confirmed:{registration.pk}"]
    for pk in codes_of_it.values_list("pk", flat=True):
        keys += [f"registrations.corrected:{pk}", f"registrations.again:{pk}:{now:%Y%m%d%H}"]
    OutgoingMail.objects.filter(key__in=keys).withdraw()
    codes_of_it.update(revoked_at=now)


def _sign_up_anew(submission: Submission, email: str, now: datetime) -> Submission:
    """From now on this form has made that one, so mending it again makes no third."""
    done = sign_up(
        submission.registration.event,
        name=submission.name,
        email=email,
        language=submission.language,
        submission=submission.key,
        at=now,
    )
    answered = Submission.objects.get(key=done.key)
    submission.registration, submission.made_it = answered.registration, answered.made_it
    submission.save(update_fields=["registration", "made_it"])
    return answered
