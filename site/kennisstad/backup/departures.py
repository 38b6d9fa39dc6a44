"""Whoever left, or was erased, after a copy was made, and is in it again."""

from contextlib import suppress

from django.db import transaction

from kennisstad.mail.models import OutgoingMail
from kennisstad.mailbox import normal_form
from newsletter import subscriptions
from newsletter.models import Subscriber
from registrations.cancel import cancel
from registrations.exceptions import RegistrationRefused
from registrations.models import Message, Registration, Submission, Ticket, TicketRequest


def leave(address: str) -> int:
    """They get no newsletter any more. Returns how many subscriptions that were."""
    subscribed = Subscriber.objects.filter(mailbox=normal_form(address)).values_list("pk", flat=True)
    for subscriber in subscribed:
        subscriptions.unsubscribe(subscriber)
    return len(subscribed)


def erase(address: str) -> int:
    """Nobody here knows them any more, and their seats are free. Returns how many registrations and subscriptions that were."""
    mine = Registration.objects.of_mailbox(address).select_related("event")
    for registration in mine.live():
        # A seat at what is over, or of who is inside, stays one that was taken.
        with suppress(RegistrationRefused):
            cancel(registration)
    with transaction.atomic():
        registrations = list(mine.values_list("pk", flat=True))
        for model in (Message, Submission):
            model.objects.filter(registration__in=registrations).delete()
        Ticket.objects.filter(registration__in=registrations).erase()
        Registration.objects.filter(pk__in=registrations).erase()
        TicketRequest.objects.filter(email__iexact=address).delete()
        OutgoingMail.objects.filter(to__iexact=address).delete()
        subscribed = Subscriber.objects.filter(mailbox=normal_form(address))
        amount = len(registrations) + subscribed.count()
        subscribed.delete()
    return amount
