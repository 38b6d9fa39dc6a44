"""Events without hours, and events of which only the month or the year is known."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from wagtail.models import Revision

from events.changes import Kind, facts_at, kinds_between
from events.models import CalendarEntry, Event, EventChange, EventPage, ProgrammeItem, Session
from registrations.differences import differences
from tests.factories.events import draft_page, programme_item, published_event, published_page

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MAY = {
    "starts_at": datetime(2027, 5, 1, 10, tzinfo=AMSTERDAM),
    "ends_at": datetime(2027, 5, 31, 9, tzinfo=AMSTERDAM),
}


def period(row: Event | CalendarEntry | EventPage) -> tuple[datetime, datetime, bool, str]:
    return (
        row.starts_at.astimezone(AMSTERDAM),
        row.ends_at.astimezone(AMSTERDAM),
        row.is_all_day,
        row.precision,
    )


def test_an_event_that_fills_a_month_is_not_taken_for_one_of_which_the_day_is_unknown(client: Client):
    exhibition = published_event(**MAY, is_all_day=True)
    rumour = published_event(**MAY, precision="month")

    whole = (datetime(2027, 5, 1, tzinfo=AMSTERDAM), datetime(2027, 5, 31, 23, 59, tzinfo=AMSTERDAM), True)
    for row in (exhibition, exhibition.page, exhibition.calendar_entries.get()):
        assert period(row) == (*whole, "day")
    for row in (rumour, rumour.page, rumour.calendar_entries.get()):
        assert period(row) == (*whole, "month")
    assert "zaterdag 1 mei – maandag 31 mei 2027" in client.get(exhibition.get_absolute_url()).text
    assert "mei 2027" in client.get(rumour.get_absolute_url()).text
    assert "31 mei" not in client.get(rumour.get_absolute_url()).text


def test_a_calendar_says_that_the_day_is_not_known():
    entry = published_event(**MAY, precision="month").calendar_entries.get()
    lines = bytes(entry.vevent).replace(b"\r\n ", b"")

    assert b"STATUS:TENTATIVE" in lines
    assert "De dag is nog niet bekend: mei 2027." in lines.decode()


def test_hours_ask_for_a_day():
    event = published_event()

    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(precision="year")


def test_an_end_before_the_start_is_refused_and_of_one_day_it_does_not_matter():
    page = draft_page()
    for page.is_all_day in (False, True):
        page.ends_at = page.starts_at - timedelta(days=2)
        with pytest.raises(ValidationError):
            page.full_clean()

    page.starts_at, page.ends_at = (datetime(2027, 5, 12, hour, tzinfo=AMSTERDAM) for hour in (20, 19))
    page.full_clean()


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_of_a_year_that_cannot_be_nothing_breaks(year: int):
    page = draft_page()
    page.starts_at, page.ends_at = datetime(year, 6, 1, tzinfo=UTC), datetime(year, 6, 2, tzinfo=UTC)
    page.precision = "year"

    with pytest.raises(ValidationError):
        page.full_clean()


def test_a_day_that_becomes_known_is_news():
    page = published_page(**MAY, precision="month")
    page.precision, page.is_all_day = "day", False
    page.starts_at, page.ends_at = (datetime(2027, 5, 12, hour, tzinfo=AMSTERDAM) for hour in (20, 22))
    page.save_revision().publish()

    event = Event.objects.get()
    before, after = facts_at(event, 1), facts_at(event, 2)
    assert kinds_between(before, after) == [Kind.MOVED]
    [difference] = differences(before, after)
    assert (difference.before, difference.after) == ("mei 2027", "woensdag 12 mei 2027, 20.00–22.00 uur")


def test_that_a_day_turns_out_to_have_hours_is_news_too():
    day = datetime(2027, 5, 12, tzinfo=AMSTERDAM)
    last_minute = day + timedelta(hours=23, minutes=59)
    page = published_page(starts_at=day, ends_at=last_minute, is_all_day=True)
    page.is_all_day = False
    page.save_revision().publish()

    assert Event.objects.get().changes.last().kinds == [Kind.MOVED]


def test_a_part_without_hours_names_none(client: Client):
    page = published_page(programme=[programme_item("Markt", is_all_day=True)])

    assert Session.objects.get().is_all_day
    programme = client.get(page.url).text.split('class="programme"')[1]
    assert "programme__time" not in programme


def test_what_was_written_before_keeps_its_meaning():
    """Until now whoever filled a day, month or year from midnight to midnight had no hours."""
    midnight = datetime(2027, 3, 1, tzinfo=AMSTERDAM)
    whole = {
        "day": published_event(
            starts_at=midnight, ends_at=midnight + timedelta(days=2), programme=[programme_item("Markt")]
        ),
        "month": published_event(starts_at=midnight, ends_at=datetime(2027, 4, 1, tzinfo=AMSTERDAM)),
    }
    evening = published_event()
    ProgrammeItem.objects.update(starts_at=midnight, ends_at=midnight + timedelta(days=1))
    versions = EventChange.objects.count()
    for change in EventChange.objects.all():
        del change.after["known"]
        change.save()

    import_module("events.migrations.0013_fill_whole_days").fill(apps, None)

    for name, event in whole.items():
        event.refresh_from_db()
        assert (event.is_all_day, event.precision) == (True, name)
        assert event.ends_at.astimezone(AMSTERDAM).time().isoformat() == "23:59:00"
        content = Revision.objects.for_instance(event.page).get().content
        assert (content["is_all_day"], content["precision"]) == (True, name)
    assert ProgrammeItem.objects.get().is_all_day
    evening.refresh_from_db()
    assert not evening.is_all_day

    for page in EventPage.objects.exclude(programme_items__isnull=False):
        page.save_revision().publish()
    assert EventChange.objects.count() == versions
