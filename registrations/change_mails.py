"""Telling people who registered what changed: whoever was shown older facts than there are now, however long ago."""

from copy import copy
from dataclasses import dataclass
from email.policy import SMTP
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.changes import (
    ATTENDEE_RELEVANT_KINDS,
    Facts,
    facts_at,
    facts_of,
    is_over_by,
    kinds_between,
    notes_since,
)
from events.models import OFF, Event, EventPage
from events.publishing import sync_event
from kennisstad.audit import log
from kennisstad.mail.outbox import wake_worker
from kennisstad.mail.outgoing import State
from kennisstad.mail.prepared import PreparedMessage
from registrations import emails
from registrations.differences import Difference, differences
from registrations.models import Message, Registration


def matters(before: Facts, after: Facts) -> bool:
    """Whether somebody would come for nothing, at the wrong time or to the wrong place."""
    return not ATTENDEE_RELEVANT_KINDS.isdisjoint(kinds_between(before, after))


def _too_late(event: Event, known: Facts) -> bool:
    """It is over, and was over by what somebody knows: nobody comes in vain any more."""
    now = timezone.now()
    return event.is_over(now) and is_over_by(known, now)


@dataclass(frozen=True)
class ExpectedNotifications:
    """What a publication would mean to people who registered: how many get a mail, and what is different for them."""

    people: int
    differences: list[Difference]


def expected_notifications(page: EventPage) -> ExpectedNotifications:
    """By publishing it, counting, and taking that back."""
    if not Registration.objects.live().filter(event__page=page).exists():
        return ExpectedNotifications(0, [])
    public = copy(page)
    public.live = True
    with transaction.atomic():
        sync_event(public)
        expected = _expected(Event.objects.get(page=page))
        transaction.set_rollback(True)
    return expected


def _expected(event: Event) -> ExpectedNotifications:
    now = facts_of(event)
    knowing = event.registrations.live().exclude(email="").order_by("told_version")
    groups = knowing.values_list("told_version").annotate(Count("pk"))
    known = [(facts_at(event, version), people) for version, people in groups]
    outdated = [
        (before, people) for before, people in known if matters(before, now) and not _too_late(event, before)
    ]
    if not outdated:
        return ExpectedNotifications(0, [])
    return ExpectedNotifications(
        sum(people for _before, people in outdated), differences(outdated[0][0], now)
    )


def queue_change_mails() -> int:
    """Write down who is to get a mail about what has not been told yet; says to how many people."""
    waiting = Registration.objects.to_be_told().values("event")
    # A page that is only away for a while tells nobody anything until it is back, or until it is too late.
    known = Q(is_public=True) | Q(status__in=OFF) | Q(ends_at__lte=timezone.now())
    events = Event.objects.filter(known, pk__in=waiting)
    return sum(_tell(pk) for pk in events.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: UUID) -> int:
    event = Event.objects.get(pk=pk)
    waiting = Registration.objects.to_be_told().filter(event=event, told_version__lt=event.news_version)
    # Locked, so that two workers don't write to the same person.
    people = list(waiting.order_by("pk").select_for_update(of=("self",), skip_locked=True))
    versions = sorted({person.told_version for person in people})
    return sum(
        _tell_some(event, [one for one in people if one.told_version == version]) for version in versions
    )


def _tell_some(event: Event, people: list[Registration]) -> int:
    """To people who know the same version: a mail each, or the new number when nothing that matters differs."""
    since = people[0].told_version
    known = facts_at(event, since)
    if not matters(known, facts_at(event, event.version)):
        _count_as_told(event, people)
        return 0
    if _too_late(event, known):
        log.record("registrations.told_too_late", event, version=event.version, people=len(people))
        _count_as_told(event, people)
        return 0
    Message.objects.bulk_create(
        Message(registration=person, since=since, delete_after=person.delete_after) for person in people
    )
    wake_worker()
    return len(people)


def _count_as_told(event: Event, people: list[Registration]) -> None:
    Registration.objects.filter(pk__in=[person.pk for person in people]).update(told_version=event.version)


@transaction.atomic
def has_news(message: Message) -> bool:
    """Otherwise it is withdrawn: what it was to tell was taken back, or is over, or is nothing to this person any more."""
    registration, event = message.registration, message.registration.event
    if registration.is_cancelled or not registration.email:
        message.settle(State.WITHDRAWN)
        return False
    if message.raw and message.version == event.version:
        return True
    # What may have arrived is no longer true: then everything since is told anew.
    message.raw = b""
    known = facts_at(event, message.since)
    if matters(known, facts_at(event, event.version)):
        if not _too_late(event, known):
            return True
        log.record("registrations.told_too_late", event, version=event.version, people=1)
    message.settle(State.WITHDRAWN)
    _count_as_told(event, [registration])
    return False


def message_for(message: Message) -> PreparedMessage:
    """Written now, or as it was written when it may have arrived."""
    if not message.raw:
        _write(message)
    return PreparedMessage(bytes(message.raw), to=message.to, subject=message.subject)


def _write(message: Message) -> None:
    event = message.registration.event
    before, after = facts_at(event, message.since), facts_at(event, event.version)
    said = notes_since(event, message.since)
    letter = emails.prepare_change(message.registration, before, after, said).composed(message)
    message.raw, message.version = letter.message(policy=SMTP).as_bytes(), event.version
