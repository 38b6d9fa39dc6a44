"""Forgetting who registered, when they ask for it."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from kennisstad.audit.log import record
from kennisstad.mail.models import OutgoingMail
from kennisstad.mailbox import normal_form
from registrations.cancel import cancel_tickets, tickets_outside
from registrations.exceptions import RegistrationRefused
from registrations.models import Message, Registration, Submission, Ticket, TicketRequest
from registrations.registration_settings import lock_settings
from registrations.ticket_mails import keys_of_registration


@transaction.atomic
def erase_registration(registration: Registration) -> None:
    """Nobody here knows any more whose it was, and its seats are free.

    A seat at what is over, or of who is inside, stays one that was taken.
    """
    lock_settings(registration.event)
    # Before tickets are locked, as a worker does: without its row one that is writing a mail just now sends none.
    _drop_mails(registration)
    with suppress(RegistrationRefused):
        cancel_tickets(registration, [ticket.pk for ticket in tickets_outside(registration)])
    # And what cancelling wrote.
    _drop_mails(registration)
    Submission.objects.filter(registration=registration.pk).delete()
    tickets = Ticket.objects.filter(registration=registration.pk)
    # One after the other, as whoever locks several of them does.
    list(tickets.select_for_update().order_by("pk"))
    tickets.erase()
    Registration.objects.filter(pk=registration.pk).erase()
    mails = Q()
    for keys in keys_of_registration(registration):
        mails |= Q(key__startswith=keys)
    OutgoingMail.objects.filter(mails).delete()
    record("registrations.erased", registration, event=str(registration.event_id))


def _drop_mails(registration: Registration) -> None:
    """Those that are still to be written."""
    asked = TicketRequest.objects.filter(event=registration.event_id)
    of_them = [row.pk for row in asked if normal_form(row.email) == normal_form(registration.email)]
    asked.filter(pk__in=of_them).delete()
    Message.objects.filter(registration=registration.pk).delete()
