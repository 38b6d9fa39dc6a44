"""Postponed is what has no new day yet: nobody reads that the day is unknown beside the day itself."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client

from events.models import CalendarEntry, Event, EventPage
from tests.cms import edit
from tests.events.calendars import values
from tests.factories.events import draft_page, part, published_page
from tests.site.accounts.cast import Partner

pytestmark = pytest.mark.django_db

EVENING = datetime(2027, 3, 11, 19, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
IN_MAY = datetime(2027, 5, 27, 21, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
LATER = {"starts_at": "2027-04-15 19:30", "ends_at": "2027-04-15 21:30"}
POSTPONED = {"status": "postponed"}
PUBLISH = {"action-publish": "1"}
WORDS = "Weet je de nieuwe datum?"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-02-01T12:00Z"):
        yield


@pytest.fixture
def evening(ours: Partner) -> EventPage:
    return published_page(ours.page, title="Sterren", starts_at=EVENING)


def change(desk: Client, page: EventPage, **fields: Any) -> HttpResponse:
    return edit(desk, f"/cms/pages/{page.pk}/edit/", **fields)


def publish(desk: Client, page: EventPage, **fields: Any) -> HttpResponse:
    return change(desk, page, **fields, **PUBLISH)


def entry(page: EventPage) -> list[str]:
    content = bytes(CalendarEntry.objects.get(event__page=page).vevent)
    return [values(content, name)[0] for name in ("STATUS", "SUMMARY", "DTSTART")]


def test_without_a_new_day_it_says_so_on_the_old_one(desk: Client, evening: EventPage):
    publish(desk, evening, **POSTPONED)

    assert entry(evening) == ["CANCELLED", "UITGESTELD: Sterren", "20270311T193000"]


def test_with_a_new_day_the_editor_is_told_what_to_choose(desk: Client, evening: EventPage):
    refusal = publish(desk, evening, **POSTPONED, **LATER)

    assert WORDS in refusal.text
    assert "Kies dan ‘Gaat door’" in refusal.text
    assert Event.objects.get(page=evening).status == "scheduled"


def test_a_draft_is_told_at_once(desk: Client, evening: EventPage):
    assert WORDS in change(desk, evening, **POSTPONED, **LATER).text


@pytest.mark.parametrize("other", [LATER, {"precision": "month"}, {"is_all_day": "on"}])
def test_what_is_postponed_gets_no_new_day_while_it_stays_so(
    desk: Client, evening: EventPage, other: dict[str, str]
):
    publish(desk, evening, **POSTPONED)

    assert WORDS in publish(desk, evening, **other).text
    assert Event.objects.get(page=evening).starts_at == EVENING


def test_going_ahead_on_its_new_day_it_is_the_same_entry(desk: Client, evening: EventPage):
    uid = CalendarEntry.objects.get(event__page=evening).uid
    publish(desk, evening, **POSTPONED)
    publish(desk, evening, status="scheduled", **LATER)

    assert entry(evening) == ["CONFIRMED", "Sterren", "20270415T193000"]
    assert CalendarEntry.objects.get(event__page=evening).uid == uid


def test_a_draft_that_nobody_knows_may_have_any_day(desk: Client, ours: Partner):
    page = draft_page(ours.page, title="Sterren", starts_at=EVENING)

    change(desk, page, **POSTPONED, **LATER)

    assert Event.objects.get(page=page).status == "postponed"


def test_what_is_off_the_site_for_a_while_is_still_known(evening: EventPage):
    evening.unpublish()
    evening.status, evening.starts_at = "postponed", EVENING - timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        evening.save_revision()

    assert list(refusal.value.message_dict) == ["status"]


@pytest.fixture
def series(ours: Partner) -> EventPage:
    parts = [part("Een", EVENING), part("Twee", EVENING + timedelta(days=7))]
    return published_page(
        ours.page,
        title="Reeks",
        starts_at=EVENING,
        ends_at=IN_MAY,
        programme=parts,
        sessions_in_calendar=True,
    )


MOVED = {"programme_items-1-starts_at": "2027-04-15 19:30", "programme_items-1-ends_at": "2027-04-15 21:30"}


def test_nor_do_the_meetings_of_a_series(desk: Client, series: EventPage):
    assert WORDS in publish(desk, series, **POSTPONED, **MOVED).text

    publish(desk, series, **MOVED)
    assert set(Event.objects.get(page=series).sessions.values_list("starts_at__month", flat=True)) == {3, 4}


def test_a_meeting_that_is_moved_back_or_dropped_has_no_new_day(desk: Client, series: EventPage):
    change(desk, series, **MOVED)
    back = {
        "programme_items-1-starts_at": "2027-03-18 19:30",
        "programme_items-1-ends_at": "2027-03-18 20:30",
    }
    publish(desk, series, **POSTPONED, **back)
    assert Event.objects.get(page=series).status == "postponed"

    publish(desk, series, **MOVED, **{"programme_items-1-DELETE": "1"})

    assert Event.objects.get(page=series).sessions.current().count() == 1


def test_parts_that_do_not_stand_in_the_calendar_move_freely(desk: Client, ours: Partner):
    parts = [part("Een", EVENING), part("Twee", EVENING)]
    page = published_page(ours.page, starts_at=EVENING, ends_at=IN_MAY, programme=parts)

    publish(desk, page, **POSTPONED, **MOVED)

    assert Event.objects.get(page=page).status == "postponed"
