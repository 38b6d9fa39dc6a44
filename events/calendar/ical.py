"""Events as iCalendar (RFC 5545, 7986). Bytes are a function of the data: no clock, no chance."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from icalendar import Calendar, vText, vUri
from icalendar import Event as VEvent

from events.models.calendar_entry import CalendarEntry
from events.models.choices import Status
from events.models.event import Event
from kennisstad import dates
from kennisstad.dates import Precision
from kennisstad.languages import in_language

GoneReason = CalendarEntry.GoneReason
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REFRESH_EVERY = timedelta(hours=1)

# The library writes an onset that is an hour late; European time has had these rules since 1996.
TIMEZONE = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
STATUS = {CalendarEntry.Status.CONFIRMED: "CONFIRMED", CalendarEntry.Status.TENTATIVE: "TENTATIVE"}
# Why an entry left that says nothing of whether the event takes place, and where to read on.
WENT = {
    GoneReason.UNPUBLISHED: gettext_noop(
        "The organiser took this event off the site. The page below says how it stands now."
    ),
    GoneReason.DELETED: gettext_noop(
        "The organiser removed this event from the calendar. The page below says whom you can ask."
    ),
    GoneReason.DROPPED: gettext_noop("This part left the programme. The page below says what is in it now."),
    GoneReason.RELISTED: gettext_noop(
        "This event now stands in the calendar in another way: as a whole, or part by part."
        " The page below says when everything is."
    ),
}
END = b"END:VCALENDAR\r\n"


def vevent(
    entry: CalendarEntry,
    themes: Iterable[str],
    language: str,
    own: Sequence[str] = (),
    *,
    changes_of_its_own: int = 0,
) -> bytes:
    """The entry's VEVENT in one language; with lines that only one guest reads it is theirs.

    Then it takes their time, unless nobody knows the day.
    """
    with translation.override(language):
        component = VEvent()
        component.add("uid", entry.uid)
        component.add("dtstamp", _utc(entry.changed_at))
        component.add("created", _utc(entry.created_at))
        component.add("last-modified", _utc(entry.changed_at))
        component.add("sequence", entry.sequence + changes_of_its_own)
        start, end = _start_and_end(entry)
        component.add("dtstart", start)
        component.add("dtend", end)
        component.add("summary", _headline(entry, language))
        component.add("description", _description(entry, language, own))
        if entry.place or entry.mode == "online":
            component.add("location", entry.place or gettext("Online"))
        component.add("url", vUri(entry.get_full_url(language)))
        names = sorted(name.replace(",", " ") for name in themes)
        if names:
            component.add("categories", names)
        component.add("status", _status(entry))
        component.add("class", "PUBLIC")
        component.add("transp", "OPAQUE" if own and entry.precision == Precision.DAY else "TRANSPARENT")
        return component.to_ical()


def feed_calendar(name: str, description: str, url: str, source: str, vevents: Iterable[bytes]) -> bytes:
    """A feed: its own properties, the time zone and the entries' stored bytes."""
    head = _calendar(settings.REGION.publisher)
    for key, value in (
        ("name", name),
        ("x-wr-calname", name),
        ("description", description),
        ("x-wr-caldesc", description),
    ):
        # The library knows no X- names, and would write their text as it stands.
        head.add(key, vText(value))
    head.add("url", vUri(url))
    head.add("source", vUri(source), parameters={"VALUE": "URI"})
    head.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", "PT1H")
    head.add("x-wr-timezone", "Europe/Amsterdam")
    return b"".join([head.to_ical().removesuffix(END), TIMEZONE, *vevents, END])


def event_calendar(event: Event, language: str) -> bytes:
    """One event as a file, as everybody reads it."""
    field = "vevent_en" if language == "en" else "vevent"
    entries = event.calendar_entries.order_by("starts_at", "uid")
    return file_calendar(map(bytes, entries.values_list(field, flat=True)))


def file_calendar(vevents: Iterable[bytes]) -> bytes:
    """Without the name of a calendar: programmes would open a new one for it."""
    return b"".join([_head(settings.REGION.publisher), TIMEZONE, *vevents, END])


def _calendar(publisher: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{publisher}//Kennisstad//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


@cache
def _head(publisher: str) -> bytes:
    """What every file begins with: written by the library once, not with each ticket."""
    return _calendar(publisher).to_ical().removesuffix(END)


def _start_and_end(entry: CalendarEntry) -> tuple[date, date]:
    """With hours, or as days: then the end is the first day on which it is over."""
    start, end = entry.starts_at.astimezone(AMSTERDAM), entry.ends_at.astimezone(AMSTERDAM)
    if entry.is_all_day:
        return start.date(), end.date() + timedelta(days=1)
    return _exact(start), _exact(end)


def _exact(local: datetime) -> datetime:
    """Of an hour that comes twice in autumn a local time means the first, so the second is written as an instant."""
    return local.astimezone(UTC) if local.fold else local


def _headline(entry: CalendarEntry, language: str) -> str:
    """Only what does not take place says so; clients that know no status read it here."""
    title = in_language(entry, "title", language)
    return f"{Status(entry.gone_because or entry.status).label.upper()}: {title}" if entry.is_off else title


def _description(entry: CalendarEntry, language: str, own: Sequence[str]) -> str:
    lines = []
    if entry.is_example:
        lines.append(gettext("This is an example, not a real event."))
    if entry.is_off:
        lines.append(in_language(entry.event, "status_reason", language))
    elif entry.gone_because:
        lines.append(gettext(WENT[GoneReason(entry.gone_because)]))
    if entry.precision != Precision.DAY:
        lines.append(gettext("The day is not known yet: %(when)s.") % {"when": dates.days(entry)})
    lines += [
        *own,
        in_language(entry, "summary", language),
        f"{gettext('Spoken language')}: {entry.get_spoken_language_display()}",
        f"{gettext('More')}: {entry.get_full_url(language)}",
    ]
    return "\n".join(line for line in lines if line)


def _status(entry: CalendarEntry) -> str:
    """A month or a year is no day to keep free."""
    status = STATUS.get(CalendarEntry.Status(entry.status), "CANCELLED")
    return "TENTATIVE" if status == "CONFIRMED" and entry.precision != Precision.DAY else status


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
