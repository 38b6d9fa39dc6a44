"""Telling people who registered what changed about their event: once, whatever crashes."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from events.models import Event, EventChange
from registrations import emails
from registrations.models import Announcement, Registration

Kind = EventChange.Kind
TOLD = (Kind.CANCELLED, Kind.REINSTATED, Kind.MOVED, Kind.RELOCATED)
STILL_NEWS = timedelta(days=2)


def announce_changes() -> int:
    """Mail about what has not been told yet; says to how many people."""
    news = EventChange.objects.filter(
        kind__in=TOLD, announcement=None, at__gt=timezone.now() - STILL_NEWS
    ).select_related("event")
    by_event = groupby(news.order_by("event_id", "pk"), key=lambda change: change.event)
    return sum(_announce(event, list(changes)) for event, changes in by_event)


@transaction.atomic
def _announce(event: Event, changes: list[EventChange]) -> int:
    """Several changes at once are one mail. Two workers can't both write down that they told it."""
    Announcement.objects.bulk_create(Announcement(change=change) for change in changes)
    if event.is_over() or not event.is_public:
        return 0
    registrations = Registration.objects.filter(event=event).holding_a_place().exclude(email="")
    return _tell(registrations.filter(created_at__lt=changes[-1].at), changes[-1])


def _tell(registrations: Iterable[Registration], last: EventChange) -> int:
    mails = [
        emails.prepare_change(registration)(key=f"registrations.change:{last.pk}:{registration.pk}")
        for registration in registrations
    ]
    return len(mails)
