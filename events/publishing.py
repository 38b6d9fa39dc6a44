"""Publishing carries a page's facts into rows, in the transaction that saves the page."""

from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from .calendar import refresh
from .models import Event, EventChange, EventPage, ProgrammeItem, Session, Status

Kind = EventChange.Kind

COPIED = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "event_type",
    "series",
    "starts_at",
    "ends_at",
    "mode",
    "status",
    "venue",
    "join_url",
    "spoken_language",
    "sessions_in_calendar",
    "is_example",
)


@transaction.atomic
def publish_facts(page: EventPage) -> Event | None:
    """Make the rows say what the public page says. A page that was never public has none."""
    if not page.live:
        return withdraw_facts(page)
    event = Event.objects.filter(page=page).first() or Event(page=page, is_public=False)
    before = facts(event)
    for name in COPIED:
        setattr(event, name, getattr(page, name))
    event.organisation = page.organisation
    event.municipality = page.venue.municipality if page.venue else page.municipality
    event.path = public_path(page)
    event.is_public = True
    event.save()
    event.themes.set(page.themes.all())
    event.audiences.set(page.audiences.all())
    event.policy_tracks.set(page.policy_tracks.all())
    sessions_changed = _match_sessions(event, list(page.programme_items.all()))
    entries_changed = refresh(event)
    _append_changes(event, before, edited=sessions_changed or entries_changed)
    return event


def republish_below(page: Page) -> None:
    """Carry a new address of this page to the public events at or below it."""
    for event_page in EventPage.objects.descendant_of(page, inclusive=True).live().select_related("event"):
        if (
            event_page.event.path != public_path(event_page)
            or event_page.event.organisation != event_page.organisation
        ):
            publish_facts(event_page)


@transaction.atomic
def withdraw_below(page: Page) -> None:
    """Nothing at or below this page is public any more."""
    for event_page in EventPage.objects.descendant_of(page, inclusive=True).filter(event__is_public=True):
        withdraw_facts(event_page)


@transaction.atomic
def withdraw_facts(page: EventPage) -> Event | None:
    """The page is no longer public: its rows stay, and so does what was registered."""
    event = Event.objects.filter(page=page, is_public=True).first()
    if event:
        event.is_public = False
        event.save(update_fields=["is_public", "changed_at"])
        refresh(event)
        event.changes.create(kind=Kind.WITHDRAWN)
    return event


def public_path(page: EventPage) -> str:
    """`agenda/organiser/event/`: the address without language, as it stands below the home page."""
    return page.url_path.split("/", 2)[2]


def facts(event: Event) -> dict[str, Any]:
    """What visitors must hear about when it changes."""
    if event._state.adding:
        return {}
    return {
        "is_public": event.is_public,
        "status": event.status,
        "time": [moment.astimezone(UTC).isoformat() for moment in (event.starts_at, event.ends_at)],
        "place": [event.mode, event.place, event.join_url],
    }


def _append_changes(event: Event, before: dict[str, Any], *, edited: bool) -> None:
    after = facts(event)
    kinds = list(_kinds(before, after)) or ([Kind.EDITED] if edited else [])
    EventChange.objects.bulk_create(EventChange(event=event, kind=kind, before=before) for kind in kinds)


def _kinds(before: dict[str, Any], after: dict[str, Any]) -> Any:
    if not before.get("is_public"):
        yield Kind.PUBLISHED
        return
    if before["status"] != after["status"]:
        yield Kind.CANCELLED if after["status"] == Status.CANCELLED else Kind.REINSTATED
    if before["time"] != after["time"]:
        yield Kind.MOVED
    if before["place"] != after["place"]:
        yield Kind.RELOCATED


def _match_sessions(event: Event, items: list[ProgrammeItem]) -> bool:
    """Match by key, retire what left the programme, revive what came back."""
    known = {session.key: session for session in event.sessions.all()}
    changed = False
    for item in items:
        changed |= _copy_item(item, known.pop(item.key, Session(event=event, key=item.key)))
    left = [session.pk for session in known.values() if session.retired_at is None]
    Session.objects.filter(pk__in=left).update(retired_at=timezone.now())
    return changed or bool(left)


def _copy_item(item: ProgrammeItem, session: Session) -> bool:
    names = ("title", "title_en", "starts_at", "ends_at", "room", "join_url")
    wanted = {name: getattr(item, name) for name in names} | {"retired_at": None}
    if all(getattr(session, name) == value for name, value in wanted.items()) and not session._state.adding:
        return False
    for name, value in wanted.items():
        setattr(session, name, value)
    session.save()
    return True
