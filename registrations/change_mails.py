"""Telling people who registered what changed: whoever was shown older facts than there are now, however long ago."""

from copy import copy
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.changes import facts_at, facts_of
from events.models import OFF, Event, EventPage
from events.publishing import sync_event
from kennisstad.audit import log
from kennisstad.mail.outbox import wake_worker
from registrations.differences import Difference, differences
from registrations.models import Message, Registration
from registrations.news import is_too_late, matters, shown_to


@dataclass(frozen=True)
class ExpectedNotifications:
    """What a publication would mean to people who registered: how many get a mail, and what is different for them."""

    people: int
    differences: list[Difference]


def expected_notifications(page: EventPage) -> ExpectedNotifications:
    """By publishing it, counting, and taking that back. The differences are those to who knows the oldest version."""
    if not Registration.objects.current().filter(event__page=page).exists():
        return ExpectedNotifications(0, [])
    public = copy(page)
    public.live = True
    with transaction.atomic():
        sync_event(public)
        event = Event.objects.get(page=page)
        facts, now = facts_of(event), timezone.now()
        knowing = event.registrations.current().exclude(email="").order_by("told_version")
        outdated = [
            (known, people)
            for version, state, people in knowing.values_list("told_version", "state").annotate(Count("pk"))
            if matters(
                known := shown_to(reader := Registration(state=state), facts_at(event, version)),
                shown_to(reader, facts),
            )
            and not is_too_late(event, known, now)
        ]
        expected = ExpectedNotifications(
            people=sum(people for _known, people in outdated),
            differences=differences(outdated[0][0], facts) if outdated else [],
        )
        transaction.set_rollback(True)
    return expected


def queue_change_mails() -> int:
    """Write down who is to get a mail about what has not been told yet; says to how many people."""
    waiting = Registration.objects.to_be_told().values("event")
    # A page that is only away for a while tells nobody anything until it is back, or until it is too late.
    known = Q(is_public=True) | Q(status__in=OFF) | Q(ends_at__lte=timezone.now())
    events = Event.objects.filter(known, pk__in=waiting)
    return sum(_tell(pk) for pk in events.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: UUID) -> int:
    """Write a mail down for each to whom it is news; the others count as told. Says how many mails that are."""
    event, now = Event.objects.get(pk=pk), timezone.now()
    facts = facts_at(event, event.version)
    waiting = Registration.objects.to_be_told().filter(event=event, told_version__lt=event.news_version)
    # Locked, so that two workers don't write to the same person.
    locked = waiting.order_by("told_version", "state", "pk").select_for_update(of=("self",), skip_locked=True)
    mails: list[Message] = []
    for (since, _state), knowing in groupby(locked, key=attrgetter("told_version", "state")):
        people = list(knowing)
        known = shown_to(people[0], facts_at(event, since))
        if not matters(known, shown_to(people[0], facts)):
            Registration.objects.count_as_told(people, event.version)
        elif is_too_late(event, known, now):
            log.record("registrations.told_too_late", event, version=event.version, people=len(people))
            Registration.objects.count_as_told(people, event.version)
        else:
            mails += (Message(registration=one, since=since, delete_after=one.delete_after) for one in people)
    if mails:
        Message.objects.bulk_create(mails)
        wake_worker()
    return len(mails)
