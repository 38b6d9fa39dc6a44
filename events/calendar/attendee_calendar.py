"""An event in a guest's own calendar: what they go to takes their time, and holds what only they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.models import CalendarEntry, Event, Session
from kennisstad.languages import in_language

from .ical import file_calendar, vevent


@dataclass(frozen=True)
class Attendee:
    ticket_url: str
    registered_at: datetime


def attendee_calendar(event: Event, language: str, guest: Attendee) -> bytes:
    return file_calendar(_vevents(event, language, guest))


def _vevents(event: Event, language: str, guest: Attendee) -> Iterator[bytes]:
    """Only what takes place is theirs. The rest is told as it is, for who has it in their calendar already.

    A version of the event may change what no public entry tells, such as a join link, so each raises their entries.
    """
    entries = event.calendar_entries.select_related("session").prefetch_related("themes")
    parts = event.sessions_with_join_url()
    for entry in entries.order_by("starts_at", "uid"):
        if _was_never_theirs(entry, guest):
            continue
        entry.event = event
        names = [in_language(theme, "name", language) for theme in entry.themes.all()]
        own = _own_lines(entry, parts, language, guest) if entry.takes_place else ()
        yield vevent(entry, names, language, own, changes_of_its_own=event.version)


def _was_never_theirs(entry: CalendarEntry, guest: Attendee) -> bool:
    """It left in an earlier second than the one in which they came: an entry knows only whole ones."""
    left = entry.status == CalendarEntry.Status.WITHDRAWN
    return left and entry.changed_at < guest.registered_at.replace(microsecond=0)


def _own_lines(entry: CalendarEntry, parts: list[Session], language: str, guest: Attendee) -> list[str]:
    with translation.override(language):
        lines = {_("Your ticket"): guest.ticket_url} | _links(entry, parts)
        return [f"{name}: {url}" for name, url in lines.items() if url]


def _links(entry: CalendarEntry, parts: list[Session]) -> dict[str, str]:
    """Of a meeting its own; of a whole event also those of its parts."""
    name = _("Link to take part")
    if entry.session:
        entry.session.event = entry.event
        return {name: entry.session.visible_join_url}
    return {name: entry.event.visible_join_url} | {
        f"{name}, {in_language(part, 'title')}": part.join_url for part in parts
    }
