"""Reading feeds with programs that nobody here wrote."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import vobject
from ical.calendar_stream import IcsCalendarStream

type Instants = dict[str, tuple[datetime, datetime]]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read_with_vobject(feed: bytes) -> Instants:
    calendar = vobject.readOne(feed.decode())
    return {
        event.uid.value: (_instant(event.dtstart.value), _instant(event.dtend.value))
        for event in calendar.contents.get("vevent", [])
    }


def read_with_ical(feed: bytes) -> Instants:
    calendar = IcsCalendarStream.calendar_from_ics(feed.decode())
    return {event.uid: (_instant(event.dtstart), _instant(event.dtend)) for event in calendar.events}


def _instant(value: date) -> datetime:
    """A day without hours begins at midnight."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min, AMSTERDAM)
    return value.astimezone(UTC)


def lines(feed: bytes) -> Iterator[str]:
    """Unfolded content lines."""
    return iter(feed.decode().replace("\r\n ", "").split("\r\n"))


def values(feed: bytes, name: str) -> list[str]:
    return [line.split(":", 1)[1] for line in lines(feed) if line.split(":", 1)[0].split(";")[0] == name]
