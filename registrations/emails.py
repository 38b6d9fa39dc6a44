"""What people who register find in their mail."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation

from events.calendar.attendee_calendar import Attendee, attendee_calendar
from events.changes import Facts
from events.models import Event, EventChange, Status
from kennisstad import dates
from kennisstad.languages import in_language
from kennisstad.mail.composing import compose
from kennisstad.mail.links import sign, uuid_of
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import Attachment, queue_mail
from kennisstad.mail.outgoing import OutgoingMessage
from kennisstad.mail.rendering import RenderedMail, render_mail
from kennisstad.mailbox import CannotBeMailed, smtp_address
from registrations import qr
from registrations.differences import differences, where
from registrations.models.registration import Registration, last_day_kept
from registrations.models.ticket import Ticket, TicketCode

# More pictures than these make a mail that providers refuse or cut off; a large group finds its codes by their links.
MOST_PICTURES = 20
# Links of this purpose stand in mails that were sent long ago.
MANAGE = "registrations.cancel"


@dataclass(frozen=True)
class RegistrationMail:
    """A mail that is ready, to one person."""

    registration: Registration
    mail: RenderedMail
    attachments: list[Attachment]

    @property
    def headers(self) -> dict[str, str]:
        """Whoever answers it writes to the organiser."""
        contact = self.registration.event.contact_email
        with suppress(CannotBeMailed):
            return {"Reply-To": smtp_address(contact)} if contact else {}
        return {}

    def queue(self, *, key: str) -> OutgoingMail:
        return queue_mail(
            key=key,
            to=self.registration.email,
            subject=self.mail.subject,
            text=self.mail.text,
            html=self.mail.html,
            language=self.registration.language,
            delete_after=self.registration.delete_after,
            attachments=self.attachments,
            headers=self.headers,
        )

    def composed(self, row: OutgoingMessage) -> EmailMultiAlternatives:
        return compose(
            row,
            self.mail,
            to=self.registration.email,
            language=self.registration.language,
            date=timezone.now(),
            attachments=self.attachments,
            headers=self.headers,
        )


class News(StrEnum):
    """Why somebody's tickets are mailed."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    # The address had these tickets already: somebody else may have asked for one.
    AGAIN = "again"


@dataclass(frozen=True)
class TicketInMail:
    """A ticket among those of a mail, with what its picture is called there."""

    number: int
    code: str
    url: str
    inline_id: str


def prepare_tickets(
    registration: Registration, tickets: Sequence[Ticket], *, news: News = News.CONFIRMED
) -> RegistrationMail:
    context = {
        "tickets": [
            TicketInMail(number, ticket.grouped_code, ticket_full_url(ticket), f"qr{number}")
            for number, ticket in enumerate(tickets, 1)
        ],
        "shows_pictures": len(tickets) <= MOST_PICTURES,
        "news": news,
        "registration_url": registration_full_url(registration),
        "must_ask_for_more": registration.must_ask_for_more,
        "was_asked": registration.decided_at is not None,
        "group_name": registration.group_name,
        "may_bring_others": registration.event.registration_settings.party_size > 1,
        "takes_groups": registration.event.registration_settings.group_size is not None,
        "cancel_url": cancel_full_url(registration),
        "join_url": registration.event.visible_join_url,
        "parts_to_join": registration.event.sessions_with_join_url(),
    }
    return _prepare("confirmation", registration, context, _attachments(tickets))


def prepare_request(
    registration: Registration, tickets: Sequence[Ticket], *, is_again: bool = False
) -> RegistrationMail:
    """To somebody who asks for a place, or for several: they have none yet."""
    context = {
        "is_again": is_again,
        "people": len(tickets),
        "registration_url": registration_full_url(registration),
        "cancel_url": cancel_full_url(registration),
    }
    return _prepare("request", registration, context, [])


def prepare_request_to_answer(event: Event, email: str, *, people: int) -> RegistrationMail:
    """To an organiser. Who asks stands behind their log-in."""
    nobody = Registration(event=event, email=email, language="nl", delete_after=last_day_kept(event))
    answer_url = settings.BASE_URL + reverse("registrations_admin:event", args=[event.pk])
    return _prepare("asking", nobody, {"people": people, "answer_url": answer_url}, [])


def prepare_rejection(registration: Registration, words: str) -> RegistrationMail:
    """To whoever is not admitted, with what the organiser has to say about it."""
    return _prepare("rejection", registration, {"words": words}, [])


def prepare_cancellation(
    registration: Registration, *, people: int, was_pending: bool = False
) -> RegistrationMail:
    """To whoever gave all their seats back, so many at last, or took back what they asked."""
    return _prepare("cancellation", registration, {"people": people, "was_pending": was_pending}, [])


def prepare_refusal(event: Event, email: str, language: str, reason: str, advice: str) -> RegistrationMail:
    """There is no registration, so nothing is kept for it either."""
    nobody = Registration(event=event, email=email, language=language, delete_after=last_day_kept(event))
    return _prepare("refusal", nobody, {"reason": reason, "why": f"{reason}. {advice}"}, [])


def prepare_change(
    registration: Registration, before: Facts, after: Facts, said: Iterable[EventChange] = ()
) -> RegistrationMail:
    """What is different from what this person was told, in the organiser's words too, with a calendar entry that agrees."""
    event = registration.event
    # One entry for all who come. They may have cancelled just now, while this is written.
    tickets = registration.tickets.prefetch_related("codes").order_by("pk")
    entries = [] if registration.is_pending else [_own_entry((registration.current_tickets or tickets)[0])]
    with translation.override(registration.language):
        context = {
            "cancel_url": cancel_full_url(registration),
            "differences": differences(before, after),
            "is_asking": registration.is_pending,
            "is_back": before["status"] == Status.CANCELLED,
            "is_dated": before["status"] == Status.POSTPONED,
            "reason": in_language(event, "status_reason"),
            "words": [in_language(change, "words") for change in said],
        }
    return _prepare("change", registration, context, entries)


def ticket_calendar(ticket: Ticket) -> bytes:
    """The event for a guest's own calendar, with what only they need."""
    registration = ticket.registration
    guest = Attendee(ticket_full_url(ticket), registration.created_at)
    return attendee_calendar(registration.event, registration.language, guest)


def _own_entry(ticket: Ticket) -> Attachment:
    return Attachment("event.ics", "text/calendar", ticket_calendar(ticket))


def ticket_full_url(ticket: Ticket) -> str:
    return settings.BASE_URL + reverse("tickets:ticket", args=[ticket.code])


def registration_full_url(registration: Registration) -> str:
    """Only this link and the next manage the registration; the ticket's code does not."""
    return _manage_full_url("registrations:registration", registration)


def cancel_full_url(registration: Registration) -> str:
    return _manage_full_url("registrations:cancel", registration)


def _manage_full_url(name: str, registration: Registration) -> str:
    with translation.override(registration.language):
        return settings.BASE_URL + reverse(name, args=[sign(MANAGE, _manages(registration))])


def registration_from_token_value(value: str) -> Registration | None:
    """The registration of a link. Those in mails to an address that was mended since manage nothing any more.

    Raises `BadLink`.
    """
    related = ("event__venue__municipality", "event__municipality")
    pk = uuid_of(value.partition(" ")[0])
    registration = Registration.objects.select_related(*related).filter(pk=pk).first()
    return registration if registration and _manages(registration) == value else None


def _manages(registration: Registration) -> str:
    replaced = (
        TicketCode.objects.filter(ticket__registration=registration.pk).exclude(revoked_at=None).count()
    )
    return f"{registration.pk} {replaced}" if replaced else str(registration.pk)


def _attachments(tickets: Sequence[Ticket]) -> list[Attachment]:
    """Each code both as a file, for a phone without signal, and in the text; and one calendar entry for all."""
    drawn = tickets if len(tickets) <= MOST_PICTURES else []
    pictures = [(ticket.code, qr.png(ticket.code)) for ticket in drawn]
    files = [Attachment(f"ticket-{code}.png", "image/png", picture) for code, picture in pictures]
    shown = [
        Attachment(f"qr{number}.png", "image/png", picture, inline_id=f"qr{number}")
        for number, (_code, picture) in enumerate(pictures, 1)
    ]
    return [*files, *shown, _own_entry(tickets[0])]


def _prepare(
    name: str, registration: Registration, context: Mapping[str, Any], attachments: list[Attachment]
) -> RegistrationMail:
    language = registration.language
    # Nobody has proven that the address is theirs, so no mail knows the name: a stranger could write a sentence there.
    known = {
        "event": registration.event,
        "erased_on": registration.delete_after,
        **_facts(registration, language),
    }
    mail = render_mail(f"registrations/email/{name}", {**known, **context}, language)
    return RegistrationMail(registration, mail, attachments)


def _facts(registration: Registration, language: str) -> dict[str, str]:
    event = registration.event
    with translation.override(language):
        return {
            "title": in_language(event, "title"),
            "when": dates.when(event),
            "where": where(event.mode, event.location),
            "event_url": event.get_full_url(language),
            "organiser": in_language(event.organisation, "name"),
            "contact": ", ".join(
                part for part in (event.contact_name, event.contact_email, event.contact_phone) if part
            ),
        }
