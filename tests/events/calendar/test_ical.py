"""An entry as iCalendar, written directly: what stands in which line."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from events.calendar.ical import event_calendar, feed_calendar, file_calendar, vevent
from events.models import CalendarEntry
from tests.events.calendar.readers import values
from tests.factories.events import EVENING, published_event

pytestmark = pytest.mark.django_db

MADE = datetime(2027, 3, 1, 12, 0, 0, 999_999, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MADE, tick=False) as traveller:
        yield traveller


def entry_of(**fields: object) -> CalendarEntry:
    return published_event(title="Sterren", title_en="Stars", **fields).calendar_entries.get()


def written(entry: CalendarEntry, name: str, language: str = "nl", **more: object) -> list[str]:
    return values(vevent(entry, more.pop("themes", []), language, **more), name)  # type: ignore[arg-type]


def test_an_entry_is_the_same_bytes_whatever_language_is_active():
    entry = entry_of()
    first = vevent(entry, ["Natuur"], "nl")

    with translation.override("en"):
        assert vevent(entry, ["Natuur"], "nl") == first


def test_moments_are_whole_seconds_of_the_last_change():
    entry = entry_of()
    entry.changed_at = MADE + timedelta(hours=1)

    assert written(entry, "CREATED") == ["20270301T120000Z"]
    assert written(entry, "DTSTAMP") == written(entry, "LAST-MODIFIED") == ["20270301T130000Z"]


def test_topics_are_sorted_and_a_comma_makes_no_second_one():
    assert written(entry_of(), "CATEGORIES", themes=["Zorg, gezondheid", "Natuur"]) == [
        "Natuur,Zorg  gezondheid"
    ]
    assert written(entry_of(), "CATEGORIES") == []


def test_a_guests_own_changes_raise_the_number():
    entry = entry_of()

    assert written(entry, "SEQUENCE") == ["0"]
    assert written(entry, "SEQUENCE", changes_of_its_own=3) == ["3"]


@pytest.mark.parametrize(
    ("own", "precision", "takes"),
    [((), "day", "TRANSPARENT"), (("Ticket",), "day", "OPAQUE"), (("Ticket",), "month", "TRANSPARENT")],
)
def test_only_a_guests_entry_takes_time(own: tuple[str, ...], precision: str, takes: str):
    entry = entry_of(precision=precision)

    assert written(entry, "TRANSP", own=own) == [takes]
    assert ("Ticket" in written(entry, "DESCRIPTION", own=own)[0]) is bool(own)


@pytest.mark.parametrize(
    ("status", "precision", "expected"),
    [
        ("scheduled", "day", "CONFIRMED"),
        ("scheduled", "year", "TENTATIVE"),
        ("tentative", "day", "TENTATIVE"),
        ("cancelled", "day", "CANCELLED"),
        ("postponed", "month", "CANCELLED"),
    ],
)
def test_each_status_has_its_word(status: str, precision: str, expected: str):
    assert written(entry_of(status=status, precision=precision), "STATUS") == [expected]


def test_online_without_a_place_is_online():
    assert written(entry_of(mode="online", venue=None), "LOCATION", "en") == ["Online"]


def test_a_file_has_no_name_and_a_feed_tells_its_own():
    event = entry_of().event
    file = event_calendar(event, "en")
    feed = feed_calendar("Naam", "Wat; het, is", "https://a.example/", "https://a.example/all.ics", [])

    assert (values(file, "NAME"), values(file, "SUMMARY")) == ([], ["Stars"])
    assert values(feed, "NAME") == values(feed, "X-WR-CALNAME") == ["Naam"]
    assert values(feed, "DESCRIPTION") == values(feed, "X-WR-CALDESC") == [r"Wat\; het\, is"]
    assert values(feed, "SOURCE") == ["https://a.example/all.ics"]
    assert feed.count(b"BEGIN:VCALENDAR") == feed.count(b"END:VCALENDAR") == 1
    assert file_calendar([]).count(b"BEGIN:VTIMEZONE") == 1


def test_the_parts_of_a_series_stand_in_order_of_time():
    event = entry_of().event
    later = entry_of(starts_at=EVENING + timedelta(days=1))
    CalendarEntry.objects.filter(pk=later.pk).update(event=event)

    *_zone, first, second = values(event_calendar(event, "nl"), "DTSTART")

    assert (first, second) == ("20270311T193000", "20270312T193000")
