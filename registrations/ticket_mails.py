"""Mailing tickets. Whoever asks for one only writes that down: no page takes longer for an address that is known."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import wake_worker
from registrations import emails
from registrations.availability import availability_of
from registrations.error_messages import sign_up_error_message
from registrations.exceptions import Reason
from registrations.models import Registration, Ticket, TicketCode, TicketRequest
from registrations.models.registration import last_day_kept

logger = logging.getLogger(__name__)

REPEATED_AFTER = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=1)
KEPT_WITHOUT_EVENT = timedelta(days=7)


def mail_ticket(registration: Registration) -> None:
    """For a seat that is new, or whose code is. Call it inside the transaction that makes it so."""
    _request(registration.email, registration.event)


def mail_ticket_again(email: str, event: Event) -> None:
    """The ticket of whoever has one with this address, at most once an hour."""
    _request(email, event, is_again=True)


def mail_refusal(email: str, event: Event, language: str, reason: Reason) -> None:
    """Why there is no ticket, to somebody whom a page could not tell: it would tell about others too."""
    _request(email, event, refusal=reason, language=language)


@transaction.atomic
def mail_all_tickets(email: str) -> None:
    """Every ticket of this mailbox for what is still to come, each at most once an hour."""
    last_day = timezone.localdate() + KEPT_WITHOUT_EVENT
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
            later = timezone.now() + RETRY_AFTER
            TicketRequest.objects.filter(pk=request.pk).update(not_before=later)


@dataclass(frozen=True)
class PreparedMail:
    """A mail that is written, under the key by which the outbox takes it once, and the code that it brings."""

    key: str
    mail: emails.RegistrationMail
    code: TicketCode | None = None


def _answer(request: TicketRequest) -> None:
    """Write the mails that this row asks for, then put them in the outbox in place of the row."""
    # It draws pictures of codes, so it comes before the locks: the door must not wait for it.
    prepared = list(_prepare(request))
    with transaction.atomic():
        # Whoever takes the row away is the one that mails; a second worker finds nothing left.
        if not TicketRequest.objects.filter(pk=request.pk).delete()[0]:
            return
        for item in prepared:
            if item.code is None or _lock_if_valid(item.code):
                item.mail.queue(key=item.key)


def _prepare(request: TicketRequest) -> Iterator[PreparedMail]:
    """Why there is no ticket, or a mail for each that there is. What was mailed again within the hour is left out."""
    if request.event and request.refusal:
        with translation.override(request.language):
            words = sign_up_error_message(Reason(request.refusal), availability_of(request.event))
        mail = emails.prepare_refusal(request.event, request.email, request.language, *words)
        yield PreparedMail(f"registrations.refused:{request.pk}", mail)
        return
    for ticket in request.valid_tickets():
        code = ticket.live_code
        if not request.is_again:
            yield PreparedMail(key_of_first(code), emails.prepare_ticket(ticket), code)
            continue
        repeats = OutgoingMail.objects.filter(key__startswith=key_of_repeats(code))
        if not repeats.filter(created_at__gt=timezone.now() - REPEATED_AFTER).exists():
            key = f"{key_of_repeats(code)}{request.pk}"
            yield PreparedMail(key, emails.prepare_ticket(ticket, again=True), code)


def _lock_if_valid(code: TicketCode) -> bool:
    """Whether it may still be mailed, which stays so until the transaction ends.

    Cancelling a ticket and correcting an address lock the same rows.
    """
    valid = TicketCode.objects.filter(revoked_at=None, ticket__state=Ticket.State.VALID)
    return valid.select_for_update().select_related("ticket").filter(pk=code.pk).first() is not None


def key_of_first(code: TicketCode) -> str:
    """Of the one mail that brings this code for the first time."""
    is_first = all(other.pk >= code.pk for other in code.ticket.codes.all())
    return (
        f"registrations.confirmed:{code.ticket.registration_id}"
        if is_first
        else f"registrations.corrected:{code.pk}"
    )


def key_of_repeats(code: TicketCode) -> str:
    """With what the keys of the mails begin that bring it again: there may be many."""
    return f"registrations.again:{code.pk}:"
