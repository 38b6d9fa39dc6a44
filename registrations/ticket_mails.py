"""Mailing tickets. Whoever asks for one only writes that down: no page takes longer for an address that is known."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import OFF, Event
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import wake_worker
from registrations import emails
from registrations.exceptions import Reason
from registrations.models import Registration, Ticket, TicketCode, TicketRequest
from registrations.models.registration import last_day_kept

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)
TRIED_AGAIN_AFTER = timedelta(minutes=1)
LOST_KEPT = timedelta(days=7)


def mail_ticket(registration: Registration) -> None:
    """For a seat that is new, or whose code is. Call it inside the transaction that makes it so."""
    _request(registration.email, registration.event)


def mail_again(email: str, event: Event) -> None:
    """The ticket of whoever has one with this address, at most once an hour."""
    _request(email, event, is_again=True)


def mail_refusal(email: str, event: Event, language: str, reason: Reason) -> None:
    """Why there is no ticket, to somebody whom a page could not tell: it would tell about others too."""
    _request(email, event, refusal=reason, language=language)


@transaction.atomic
def mail_all(email: str) -> None:
    """Every ticket of this mailbox for what is still to come, each at most once an hour."""
    last_day = timezone.localdate() + LOST_KEPT
    TicketRequest.objects.create(email=email, is_again=True, delete_after=last_day)
    wake_worker()


@transaction.atomic(savepoint=False)
def _request(email: str, event: Event, **fields: Any) -> None:
    TicketRequest.objects.create(email=email, event=event, delete_after=last_day_kept(event), **fields)
    wake_worker()


def mail_requested() -> None:
    """Put in the outbox what is asked for. What cannot be written now waits, and holds up nobody else's."""
    waiting = TicketRequest.objects.filter(not_before__lte=timezone.now())
    for request in waiting.select_related("event").order_by("pk"):
        try:
            _answer(request)
        except Exception:
            # Whatever went wrong is this one's alone: the next is somebody else's.
            logger.exception("Ticket request %s cannot be answered.", request.pk)
            later = timezone.now() + TRIED_AGAIN_AFTER
            TicketRequest.objects.filter(pk=request.pk).update(not_before=later)


@dataclass(frozen=True)
class QueuedTicketMail:
    key: str
    mail: emails.RegistrationMail
    code: TicketCode | None = None

    def still_holds(self) -> bool:
        """Behind the lock that cancelling and mending an address take too."""
        if self.code is None:
            return True
        valid = TicketCode.objects.filter(revoked_at=None, ticket__state=Ticket.State.VALID)
        return valid.select_for_update().select_related("ticket").filter(pk=self.code.pk).first() is not None


def _answer(request: TicketRequest) -> None:
    mails = list(_mails(request))  # takes its time, so before anything is locked
    with transaction.atomic():
        # Whoever takes the row away is the one that mails.
        if TicketRequest.objects.filter(pk=request.pk).delete()[0]:
            for queued in mails:
                if queued.still_holds():
                    queued.mail.queue(key=queued.key)


def _mails(request: TicketRequest) -> Iterator[QueuedTicketMail]:
    if request.event and request.refusal:
        mail = emails.prepare_refusal(request.event, request.email, request.language, Reason(request.refusal))
        yield QueuedTicketMail(f"registrations.refused:{request.pk}", mail)
        return
    for ticket in _tickets(request):
        code = ticket.live_code
        if not request.is_again:
            yield QueuedTicketMail(key_of_first(code), emails.prepare_ticket(ticket), code)
        elif not _mailed_lately(code):
            key = f"{key_of_others(code)}{request.pk}"
            yield QueuedTicketMail(key, emails.prepare_ticket(ticket, again=True), code)


def _tickets(request: TicketRequest) -> QuerySet[Ticket]:
    of_them = Registration.objects.live().of_mailbox(request.email)
    if request.event:
        of_them = of_them.filter(event=request.event)
    else:
        coming = of_them.filter(event__ends_at__gt=timezone.now(), event__is_public=True)
        of_them = coming.exclude(event__status__in=OFF)
    event = "registration__event"
    related = (f"{event}__organisation", f"{event}__venue__municipality", f"{event}__municipality")
    tickets = Ticket.objects.filter(registration__in=of_them, state=Ticket.State.VALID)
    return tickets.select_related(*related).prefetch_related("codes").order_by("pk")


def key_of_first(code: TicketCode) -> str:
    """Of the mail that brings this code."""
    is_first = all(other.pk >= code.pk for other in code.ticket.codes.all())
    return (
        f"registrations.confirmed:{code.ticket.registration_id}"
        if is_first
        else f"registrations.corrected:{code.pk}"
    )


def key_of_others(code: TicketCode) -> str:
    """What the keys of the mails that bring it again begin with."""
    return f"registrations.again:{code.pk}:"


def _mailed_lately(code: TicketCode) -> bool:
    again = OutgoingMail.objects.filter(key__startswith=key_of_others(code))
    return again.filter(created_at__gt=timezone.now() - AGAIN_AFTER).exists()
