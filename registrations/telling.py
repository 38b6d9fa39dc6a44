"""Telling people who registered what changed: whoever was shown older facts than there are now, however long ago."""

from email.policy import SMTP
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.changes import Facts, Kind, facts_at, kinds_between
from events.models import OFF, Event
from kennisstad.audit import log
from kennisstad.mail.ledger import State
from kennisstad.mail.outbox import ring
from kennisstad.mail.prepared import PreparedMessage
from registrations import emails
from registrations.models import Message, Registration

MATTERING = {Kind.CANCELLED, Kind.POSTPONED, Kind.REINSTATED, Kind.MOVED, Kind.RELOCATED, Kind.PROGRAMME}


def matters(before: Facts, after: Facts) -> bool:
    """Whether somebody would come for nothing, at the wrong time or to the wrong place."""
    return not MATTERING.isdisjoint(kinds_between(before, after))


def tell_changes() -> int:
    """Write down who is to get a mail about what has not been told yet; says to how many people."""
    waiting = Registration.objects.to_be_told().values("event")
    # A page that is only away for a while tells nobody anything until it is back, or until it is too late.
    known = Q(is_public=True) | Q(status__in=OFF) | Q(ends_at__lte=timezone.now())
    events = Event.objects.filter(known, pk__in=waiting)
    return sum(_tell(pk) for pk in events.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: UUID) -> int:
    event = Event.objects.get(pk=pk)
    waiting = Registration.objects.to_be_told().filter(event=event, told_version__lt=event.version)
    # Locked, so that two workers don't write to the same person.
    people = list(waiting.order_by("pk").select_for_update(of=("self",), skip_locked=True))
    versions = sorted({person.told_version for person in people})
    return sum(
        _tell_some(event, [one for one in people if one.told_version == version]) for version in versions
    )


def _tell_some(event: Event, people: list[Registration]) -> int:
    """To people who know the same version: a mail each, or the new number when nothing that matters differs."""
    since = people[0].told_version
    if not matters(facts_at(event, since), facts_at(event, event.version)):
        Registration.objects.filter(pk__in=[person.pk for person in people]).update(
            told_version=event.version
        )
        return 0
    if event.is_over():
        _skip(event, people)
        return 0
    Message.objects.bulk_create(
        Message(registration=person, since=since, delete_after=person.delete_after) for person in people
    )
    ring()
    return len(people)


def _skip(event: Event, people: list[Registration]) -> None:
    log.record("registrations.told_too_late", event, version=event.version, people=len(people))
    Registration.objects.filter(pk__in=[person.pk for person in people]).update(told_version=event.version)


@transaction.atomic
def has_news(message: Message) -> bool:
    """Otherwise it is withdrawn: what it was to tell was taken back, or is over, or is nothing to this person any more."""
    registration, event = message.registration, message.registration.event
    if message.raw:
        return True
    if registration.is_cancelled or not registration.email:
        message.settle(State.WITHDRAWN)
        return False
    if matters(facts_at(event, message.since), facts_at(event, event.version)):
        if not event.is_over():
            return True
        log.record("registrations.told_too_late", event, version=event.version, people=1)
    message.settle(State.WITHDRAWN)
    Registration.objects.filter(pk=registration.pk).update(told_version=event.version)
    return False


def letter_for(message: Message) -> PreparedMessage:
    """Written now, or as it was written when it may have arrived."""
    if not message.raw:
        _write(message)
    return PreparedMessage(
        bytes(message.raw), envelope_sender=message.envelope_sender, to=message.to, subject=message.subject
    )


def _write(message: Message) -> None:
    event = message.registration.event
    before, after = facts_at(event, message.since), facts_at(event, event.version)
    letter = emails.prepare_change(message.registration, before, after).composed(message)
    message.raw, message.version = letter.message(policy=SMTP).as_bytes(), event.version
