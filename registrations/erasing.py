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
from registrations.ticket_mails import keys_of_registration


@transaction.atomic
def erase_registration(registration: Registration) -> None:
    """Nobody here knows any more whose it was, and its seats are free.

    A seat at what is over, or of who is inside, stays one that was taken.
    """
    with suppress(RegistrationRefused):
        cancel_tickets(registration, [ticket.pk for ticket in tickets_outside(registration)])
    # Without its row a worker that is writing a mail just now sends none.
    asked = TicketRequest.objects.filter(event=registration.event_id)
    of_them = [row.pk for row in asked if normal_form(row.email) == normal_form(registration.email)]
    asked.filter(pk__in=of_them).delete()
    for model in (Message, Submission):
        model.objects.filter(registration=registration.pk).delete()
    Ticket.objects.filter(registration=registration.pk).erase()
    Registration.objects.filter(pk=registration.pk).erase()
    mails = Q()
    for keys in keys_of_registration(registration):
        mails |= Q(key__startswith=keys)
    OutgoingMail.objects.filter(mails).delete()
    record("registrations.erased", registration, event=str(registration.event_id))
