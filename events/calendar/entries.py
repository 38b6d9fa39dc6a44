"""Keeping the calendar's read model true to the facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.models.calendar_entry import CalendarEntry
from events.models.choices import Status as Going
from events.models.event import Event, EventQuerySet, Session
from events.models.event_change import EventChange

from .ical import vevent

Status = CalendarEntry.Status
GoneReason = CalendarEntry.GoneReason
Reason = EventChange.Reason
FEED_LOOKBACK = timedelta(days=31)


@dataclass(frozen=True)
class EntryValues:
    """What the calendar should say about one dated thing."""

    uid: str
    session: Session | None
    columns: dict[str, Any]


@transaction.atomic
def update_entries(event: Event, reason: str = "") -> None:
    """Write what changed, and only that; `reason` is why the event left the site, when it did.

    The caller holds the lock on the event, so these locks never wait.
    """
    known = {entry.uid: entry for entry in event.calendar_entries.select_for_update()}
    themes, audiences = list(event.themes.all()), list(event.audiences.all())
    for wanted in _wanted_entries(event, reason):
        entry = known.pop(wanted.uid, None) or CalendarEntry(
            uid=wanted.uid, event=event, session=wanted.session
        )
        _write(entry, wanted.columns, themes, audiences)
    for entry in known.values():
        left = {"status": Status.WITHDRAWN, "gone_because": _why_entry_left(entry)}
        _write(entry, _columns_of(entry) | left, list(entry.themes.all()), list(entry.audiences.all()))


def events_in_feeds(**mentioning: Any) -> EventQuerySet:
    """Events that mention this and stand in a feed, or may do so."""
    return Event.objects.filter(ends_at__gt=timezone.now() - FEED_LOOKBACK, version__gt=0, **mentioning)


def _wanted_entries(event: Event, reason: str) -> list[EntryValues]:
    columns = _event_columns(event) | {"gone_because": _why_event_left(event, reason)}
    sessions = list(event.sessions.current()) if event.sessions_in_calendar else []
    if sessions:
        return [
            EntryValues(_uid(session), session, columns | _session_columns(event, session))
            for session in sessions
        ]
    return [EntryValues(_uid(event), None, columns)]


def _why_event_left(event: Event, reason: str) -> str:
    """Of the whole event. That it does not take place counts for more than that its page is away."""
    if event.is_public:
        return ""
    if event.is_off:
        return GoneReason(event.status)
    is_deleted = reason == Reason.DELETION or event.page_id is None
    return GoneReason.DELETED if is_deleted else GoneReason.UNPUBLISHED


def _why_entry_left(entry: CalendarEntry) -> str:
    """Of one entry of an event that has others now: nothing that befalls those says why."""
    return GoneReason.DROPPED if entry.session and entry.session.retired_at else GoneReason.RELISTED


def _uid(row: Event | Session) -> str:
    return f"{row.pk}@{settings.UID_DOMAIN}"


def _event_columns(event: Event) -> dict[str, Any]:
    return {
        "organisation_id": event.organisation_id,
        "event_type_id": event.event_type_id,
        "series_id": event.series_id,
        "municipality_id": event.municipality_id,
        "title": event.title,
        "title_en": event.title_en,
        "summary": event.summary,
        "summary_en": event.summary_en,
        "place": event.location,
        "place_name": event.venue.name if event.venue else "",
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "is_all_day": event.is_all_day,
        "precision": event.precision,
        "mode": event.mode,
        "price_from": event.price_from,
        "spoken_language": event.spoken_language,
        "status": _status(event),
        "is_example": event.is_example,
        "path": event.path,
    }


def _session_columns(event: Event, session: Session) -> dict[str, Any]:
    return {
        "title": f"{event.title}: {session.title}",
        "title_en": f"{event.title_en or event.title}: {session.title_en or session.title}"
        if event.title_en
        else "",
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "is_all_day": session.is_all_day,
        "precision": session.precision,
    }


def _status(event: Event) -> str:
    if not event.is_public:
        return Status.WITHDRAWN
    return Status.CONFIRMED if event.status == Going.SCHEDULED else Status(event.status)


def _columns_of(entry: CalendarEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in (*_event_columns(entry.event), "gone_because")}


def _write(entry: CalendarEntry, columns: dict[str, Any], themes: list[Any], audiences: list[Any]) -> None:
    """Rendering the new facts with the old number and date shows whether the public sees a difference."""
    is_new = entry._state.adding
    if is_new:
        entry.created_at = entry.changed_at = _now()
        entry.sequence = 0
        same = False
    else:
        same = _columns_of(entry) == columns and _links_of(entry) == _links(themes, audiences)
    for name, value in columns.items():
        setattr(entry, name, value)
    if same and _rendered(entry, themes) == (bytes(entry.vevent), bytes(entry.vevent_en)):
        return
    if not is_new:
        entry.sequence += 1
        entry.changed_at = max(_now(), entry.changed_at + timedelta(seconds=1))
    entry.vevent, entry.vevent_en = _rendered(entry, themes)
    entry.save()
    entry.themes.set(themes)
    entry.audiences.set(audiences)


def _links(themes: list[Any], audiences: list[Any]) -> tuple[set[int], set[int]]:
    return {theme.pk for theme in themes}, {audience.pk for audience in audiences}


def _links_of(entry: CalendarEntry) -> tuple[set[int], set[int]]:
    return _links(list(entry.themes.all()), list(entry.audiences.all()))


def _rendered(entry: CalendarEntry, themes: list[Any]) -> tuple[bytes, bytes]:
    return (
        vevent(entry, [theme.name for theme in themes], "nl"),
        vevent(entry, [theme.name_en or theme.name for theme in themes], "en"),
    )


def _now() -> datetime:
    """Whole seconds, as iCalendar writes them."""
    return timezone.now().replace(microsecond=0)
