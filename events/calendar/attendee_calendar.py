"""An event in a guest's own calendar: what they go to takes their time, and holds what only they need."""

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
    """Only what takes place is theirs. The rest is told as it is, for who has it in their calendar already.

    Returns an iCalendar file. A version of the event may change what no public entry tells, such as a join link, so
    each raises their entries.
    """
    entries = event.calendar_entries.select_related("session").prefetch_related("themes")
    parts = event.sessions_with_join_url()
    # An entry knows only whole seconds.
    came = guest.registered_at.replace(microsecond=0)
    vevents = []
    for entry in entries.order_by("starts_at", "uid"):
        if entry.status == CalendarEntry.Status.WITHDRAWN and entry.changed_at < came:
            continue  # it had left before they came, so it was never theirs
        entry.event = event
        names = [in_language(theme, "name", language) for theme in entry.themes.all()]
        own = _own_lines(entry, parts, language, guest) if entry.takes_place else ()
        vevents.append(vevent(entry, names, language, own, changes_of_its_own=event.version))
    return file_calendar(vevents)


def _own_lines(entry: CalendarEntry, parts: list[Session], language: str, guest: Attendee) -> list[str]:
    """The ticket, and how to take part from home: of a meeting its own link, of a whole event also those of its parts."""
    with translation.override(language):
        link = _("Link to take part")
        if entry.session:
            entry.session.event = entry.event
            links = [(link, entry.session.visible_join_url)]
        else:
            # Two parts may have one title.
            of_parts = [(f"{link}, {in_language(part, 'title')}", part.join_url) for part in parts]
            links = [(link, entry.event.visible_join_url), *of_parts]
        lines = [(_("Your ticket"), guest.ticket_url), *links]
    return [f"{name}: {url}" for name, url in lines if url]
