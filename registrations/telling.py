"""Telling people who registered what changed: whoever was shown older facts than there are now, however long ago."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.changes import Kind, facts_at, kinds_between
from events.models import OFF, Event
from kennisstad.audit import log
from registrations import emails
from registrations.models import Registration

MATTERING = {Kind.CANCELLED, Kind.POSTPONED, Kind.REINSTATED, Kind.MOVED, Kind.RELOCATED, Kind.PROGRAMME}
AT_ONCE = 50


def tell_changes() -> int:
    """Mail what has not been told yet; says to how many people."""
    waiting = Registration.objects.to_be_told().values("event")
    # A page that is only away for a while tells nobody anything until it is back, or until it is too late.
    known = Q(is_public=True) | Q(status__in=OFF) | Q(ends_at__lte=timezone.now())
    events = Event.objects.filter(known, pk__in=waiting)
    return sum(_tell(pk) for pk in events.order_by("pk").values_list("pk", flat=True))


def _tell(pk: UUID) -> int:
    told = 0
    while batch := _tell_some(pk):
        told += sum(batch)
    return told


@transaction.atomic
def _tell_some(pk: UUID) -> list[bool]:
    """What is read here is what the mail says and what the person was told, even if a newer version is being written."""
    event = Event.objects.select_related("venue__municipality", "municipality", "organisation").get(pk=pk)
    waiting = Registration.objects.to_be_told().filter(event=event, told_version__lt=event.version)
    # Locked, so that two workers don't tell the same person.
    rows = list(
        waiting.order_by("told_version", "pk").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
    )
    answers = [_tell_one(event, row) for row in rows]
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(told_version=event.version)
    return answers


def _tell_one(event: Event, registration: Registration) -> bool:
    """Nothing when all that matters is as this person knows it, or when it is too late to matter."""
    before, after = facts_at(event, registration.told_version), facts_at(event, event.version)
    if not MATTERING.intersection(kinds_between(before, after)):
        return False
    if event.is_over():
        log.record("registrations.told_too_late", registration, version=event.version)
        return False
    registration.event = event
    emails.prepare_change(registration, before, after)(
        key=f"registrations.change:{event.version}:{registration.pk}"
    )
    return True
