"""Calendar files, as two independent programs read them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import vobject
from ical.calendar_stream import IcsCalendarStream

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# By UID: when it begins and ends, and its title.
type Entries = dict[str, tuple[datetime, datetime, str]]


def read_with_vobject(text: str) -> Entries:
    events = vobject.readOne(text).vevent_list
    return {
        event.uid.value: (in_utc(event.dtstart.value), in_utc(event.dtend.value), event.summary.value)
        for event in events
    }


def read_with_ical(text: str) -> Entries:
    events = IcsCalendarStream.calendar_from_ics(text).events
    return {event.uid: (in_utc(event.dtstart), in_utc(event.dtend), event.summary) for event in events}


def in_utc(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), AMSTERDAM)
    return moment.astimezone(UTC)
