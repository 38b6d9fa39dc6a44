"""Mailing tickets. Whoever asks for one only writes that down: no page takes longer for an address that is known."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from events.models import Event
from kennisstad.accounts import access
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import wake_worker
from registrations import emails
from registrations.availability import availability_of
from registrations.error_messages import sign_up_error_message
from registrations.exceptions import Reason
from registrations.models import Registration, Ticket, TicketCode, TicketRequest
from registrations.models.registration import CURRENT, last_day_kept

logger = logging.getLogger(__name__)

REPEATED_AFTER = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=1)
# What changes within this time is told in one mail.
CHANGES_TOGETHER = timedelta(minutes=15)
KEPT_WITHOUT_EVENT = timedelta(days=7)


def mail_ticket(registration: Registration) -> None:
    """For a seat that is new, or whose code is. Call it inside the transaction that makes it so."""
    _request(registration.email, registration.event)


def drop_requests(registration: Registration) -> None:
    """What is still to be written about their asking is overtaken by an answer. Call it before tickets are locked."""
    asked = TicketRequest.objects.filter(event=registration.event, email=registration.email, refusal="")
    asked.delete()


def mail_ticket_again(email: str, event: Event) -> None:
    """The ticket of whoever has one with this address, at most once an hour."""
    _request(email, event, is_again=True)


def mail_changed_tickets(registration: Registration, now: datetime) -> None:
    """Those that are left, or that came along: once for all changes of a quarter of an hour, the first one included."""
    waiting = TicketRequest.objects.filter(
        has_changed=True, event=registration.event, email=registration.email, not_before__gt=now
    )
    moment = waiting.values_list("not_before", flat=True).first() or now + CHANGES_TOGETHER
    # Always a row: the worker may be answering the one that was found.
    _request(registration.email, registration.event, has_changed=True, not_before=moment)


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
    """A mail that is written, under the key by which the outbox takes it once, and the codes that it brings."""

    key: str
    mail: emails.RegistrationMail
    codes: frozenset[int] = frozenset()


def _answer(request: TicketRequest) -> None:
    """Write the mails that this row asks for, then put them in the outbox in place of the row."""
    # It draws pictures of codes, so it comes before the locks: the door must not wait for it.
    while not _queue(request, list(_prepare(request))):
        pass


@transaction.atomic
def _queue(request: TicketRequest, prepared: list[PreparedMail]) -> bool:
    """False when a ticket was cancelled, added or given another code meanwhile: then they are to be written anew."""
    # Whoever takes the row away is the one that mails; a second worker finds nothing left.
    taken = list(request.answered_together().select_for_update().order_by("pk"))
    if request not in taken:
        return True
    request.answered_together().delete()
    for item in prepared:
        if item.codes != _lock_valid_codes(item.mail.registration):
            transaction.set_rollback(True)
            return False
        item.mail.queue(key=item.key)
    return True


def _prepare(request: TicketRequest) -> Iterator[PreparedMail]:
    """Why there is no ticket, or a mail for each that there is. What was mailed again within the hour is left out."""
    if request.event and request.refusal:
        with translation.override(request.language):
            words = sign_up_error_message(Reason(request.refusal), availability_of(request.event))
        mail = emails.prepare_refusal(request.event, request.email, request.language, *words)
        yield PreparedMail(f"registrations.refused:{request.pk}", mail)
        return
    if request.has_changed and request.event and request.event.is_cancelled:
        # What is left of it holds no longer.
        return
    for registration, group in groupby(request.tickets(), key=attrgetter("registration")):
        tickets = list(group)
        keys = keys_of_repeats(registration) if request.is_again else keys_of_news(registration)
        if request.is_again and _was_mailed_lately(keys):
            continue
        held = frozenset(one.live_code.pk for one in tickets)
        if registration.is_pending:
            mail = emails.prepare_request(registration, tickets, is_again=request.is_again)
            yield PreparedMail(f"{keys}{request.pk}", mail, held)
            if not request.is_again:
                yield from _to_organisers(registration, tickets)
        else:
            mail = emails.prepare_tickets(registration, tickets, news=_news(request))
            yield PreparedMail(f"{keys}{request.pk}", mail, held)


def _to_organisers(registration: Registration, tickets: list[Ticket]) -> Iterator[PreparedMail]:
    """That somebody asks for a place: to who answers questions about the event, or else to all who work for its
    organiser, or else to the editors.
    """
    event = registration.event
    for number, address in enumerate(_addresses_of_organisers(event)):
        mail = emails.prepare_request_to_answer(event, address, people=len(tickets))
        yield PreparedMail(f"{keys_of_asking(registration)}{number}", mail)


def _addresses_of_organisers(event: Event) -> list[str]:
    if event.contact_email:
        return [event.contact_email]
    people = access.members_of(event.organisation)
    return [user.email for user in people] or [user.email for user in access.editors()]


def _news(request: TicketRequest) -> emails.News:
    if request.has_changed:
        return emails.News.CHANGED
    return emails.News.AGAIN if request.is_again else emails.News.CONFIRMED


def _was_mailed_lately(keys: str) -> bool:
    lately = OutgoingMail.objects.filter(created_at__gt=timezone.now() - REPEATED_AFTER)
    return lately.filter(key__startswith=keys).exists()


def _lock_valid_codes(registration: Registration) -> set[int]:
    """Those that may be mailed, which stays so until the transaction ends.

    Cancelling a ticket and correcting an address lock the same rows.
    """
    holding = TicketCode.objects.filter(revoked_at=None, ticket__registration__state__in=CURRENT)
    holding = holding.exclude(ticket__state=Ticket.State.CANCELLED)
    # Each code before its ticket and one ticket after the other, as everybody locks them.
    locked = holding.select_for_update(of=("self", "ticket")).select_related("ticket").order_by("ticket")
    return {code.pk for code in locked.filter(ticket__registration=registration.pk)}


def withdraw_tickets(registration: Registration) -> None:
    """What still waits to be mailed of them is not sent."""
    for keys in (keys_of_news(registration), keys_of_repeats(registration), key_of_refusal(registration)):
        OutgoingMail.objects.filter(key__startswith=keys).withdraw()


def keys_of_registration(registration: Registration) -> list[str]:
    """With what the keys of all mails begin that tell about it."""
    cancelled = f"registrations.cancelled:{registration.pk}"
    others = (keys_of_asking(registration), key_of_refusal(registration), cancelled)
    return [keys_of_news(registration), keys_of_repeats(registration), *others]


def keys_of_news(registration: Registration) -> str:
    """With what the keys of the mails begin that bring tickets for the first time, or a code that is new."""
    return f"registrations.confirmed:{registration.pk}:"


def keys_of_asking(registration: Registration) -> str:
    """With what the keys of the mails begin that tell its organisers that it is to be answered."""
    return f"registrations.asking:{registration.pk}:"


def key_of_refusal(registration: Registration) -> str:
    """Of the mail that says that somebody is not admitted: who was admitted after all is not refused again."""
    return f"registrations.not_admitted:{registration.pk}"


def keys_of_repeats(registration: Registration) -> str:
    """With what the keys of the mails begin that bring them again: there may be many."""
    return f"registrations.again:{registration.pk}:"
