"""What subscribers read of an entry that left: why this one did, whatever becomes of its event later."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.calendar.entries import update_entries
from events.models import CalendarEntry, Event, EventPage
from tests.events.calendar.readers import values
from tests.factories.events import programme_item, published_page
from tests.factories.registrations import make_registration, open_registration

pytestmark = pytest.mark.django_db

UNPUBLISHED = (
    "De organisator heeft dit evenement van de site gehaald.",
    "The organiser took this event off the site.",
)
DELETED = ("De organisator heeft dit evenement uit de agenda verwijderd.", "The organiser removed this event")
DROPPED = ("Dit onderdeel staat niet meer in het programma.", "This part left the programme.")
RELISTED = (
    "Dit evenement staat nu anders in de agenda:",
    "This event now stands in the calendar in another way:",
)


@pytest.fixture
def series() -> EventPage:
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    return published_page(
        title="Reeks",
        title_en="Series",
        starts_at=starts_at,
        programme=[programme_item("Een", starts_at), programme_item("Twee", starts_at)],
        sessions_in_calendar=True,
    )


def republish(page: EventPage, **fields: Any) -> None:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def drop(page: EventPage, title: str) -> None:
    parts = EventPage.objects.get(pk=page.pk).programme_items.all()
    republish(page, programme_items=[item for item in parts if item.title != title])


def entry(title: str) -> CalendarEntry:
    return CalendarEntry.objects.get(title=title)


def assert_reads(row: CalendarEntry, title: tuple[str, str], words: tuple[str, str]) -> None:
    for content, its_title, its_words in zip((row.vevent, row.vevent_en), title, words, strict=True):
        assert values(bytes(content), "STATUS") == ["CANCELLED"]
        assert values(bytes(content), "SUMMARY") == [its_title]
        assert its_words in values(bytes(content), "DESCRIPTION")[0]


TWO = ("Reeks: Twee", "Series: Twee")


@pytest.mark.parametrize("status", ["scheduled", "postponed", "cancelled"])
def test_a_part_that_was_dropped_says_so_whatever_the_series_does(series: EventPage, status: str):
    drop(series, "Twee")
    republish(series, status=status, status_reason="De zaal staat onder water.")

    assert_reads(entry("Reeks: Twee"), TWO, DROPPED)
    assert b"onder water" not in entry("Reeks: Twee").vevent


@pytest.mark.parametrize("status", ["scheduled", "postponed", "cancelled"])
def test_what_is_listed_otherwise_says_so_whatever_the_event_does(series: EventPage, status: str):
    republish(series, sessions_in_calendar=False, status=status)

    assert_reads(entry("Reeks: Twee"), TWO, RELISTED)

    republish(series, sessions_in_calendar=True)

    assert_reads(entry("Reeks"), ("Reeks", "Series"), RELISTED)
    assert entry("Reeks: Twee").gone_because == ""


def test_what_was_dropped_stays_so_when_its_event_leaves(series: EventPage):
    drop(series, "Twee")
    before = bytes(entry("Reeks: Twee").vevent)

    EventPage.objects.get(pk=series.pk).delete()

    assert_reads(entry("Reeks: Een"), ("Reeks: Een", "Series: Een"), DELETED)
    assert bytes(entry("Reeks: Twee").vevent) == before


def test_an_event_that_was_taken_off_the_site_says_so(series: EventPage):
    series.unpublish()

    assert_reads(entry("Reeks: Twee"), TWO, UNPUBLISHED)


def test_a_deleted_one_says_so_also_after_its_venue_was_corrected(series: EventPage):
    series.delete()
    update_entries(Event.objects.get())

    assert_reads(entry("Reeks: Twee"), TWO, DELETED)


def test_one_that_was_cancelled_because_it_is_deleted_does_not_take_place(series: EventPage):
    make_registration(open_registration(series.event))

    EventPage.objects.get(pk=series.pk).delete()

    row = entry("Reeks: Twee")
    assert row.gone_because == "cancelled"
    assert_reads(
        row, ("GAAT NIET DOOR: Reeks: Twee", "NOT GOING AHEAD: Series: Twee"), ("Nederlands", "Dutch")
    )


def test_what_was_postponed_before_it_left_still_says_so(series: EventPage):
    republish(series, status="postponed")
    EventPage.objects.get(pk=series.pk).unpublish()

    assert values(bytes(entry("Reeks: Een").vevent), "SUMMARY") == ["UITGESTELD: Reeks: Een"]


def test_what_is_back_has_no_reason_left(series: EventPage):
    series.unpublish()
    republish(series)

    assert set(CalendarEntry.objects.values_list("status", "gone_because")) == {("confirmed", "")}


def test_another_topic_of_the_event_changes_no_tombstone(series: EventPage):
    drop(series, "Twee")
    before = CalendarEntry.objects.values().get(title="Reeks: Twee")

    republish(series, themes=[], title="Rij")

    assert CalendarEntry.objects.values().get(title="Reeks: Twee") == before


@pytest.mark.parametrize("wrong", [{"gone_because": "dropped"}, {"status": "withdrawn"}])
def test_an_entry_is_gone_for_a_reason_or_it_is_there(series: EventPage, wrong: dict[str, str]):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarEntry.objects.update(**wrong)
