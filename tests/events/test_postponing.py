"""Postponed is what has no new day yet: nobody reads that the day is unknown beside the day itself."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from events.models import CalendarEntry, Event, EventPage
from kennisstad.jobs.tasks import publish_scheduled_pages
from tests.cms import edit
from tests.events.calendar.readers import values
from tests.factories.events import draft_page, programme_item, published_page
from tests.site.accounts.partner_worlds import Partner

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
def evening(own_partner: Partner) -> EventPage:
    return published_page(own_partner.page, title="Sterren", starts_at=EVENING)


def change(organiser_client: Client, page: EventPage, **fields: Any) -> HttpResponse:
    return edit(organiser_client, f"/cms/pages/{page.pk}/edit/", **fields)


def publish(organiser_client: Client, page: EventPage, **fields: Any) -> HttpResponse:
    return change(organiser_client, page, **fields, **PUBLISH)


def entry(page: EventPage) -> list[str]:
    content = bytes(CalendarEntry.objects.get(event__page=page).vevent)
    return [values(content, name)[0] for name in ("STATUS", "SUMMARY", "DTSTART")]


def test_without_a_new_day_it_says_so_on_the_old_one(organiser_client: Client, evening: EventPage):
    publish(organiser_client, evening, **POSTPONED)

    assert entry(evening) == ["CANCELLED", "UITGESTELD: Sterren", "20270311T193000"]


def test_with_a_new_day_the_editor_is_told_what_to_choose(organiser_client: Client, evening: EventPage):
    refusal = publish(organiser_client, evening, **POSTPONED, **LATER)

    assert WORDS in refusal.text
    assert "Kies dan ‘Gaat door’" in refusal.text
    assert Event.objects.get(page=evening).status == "scheduled"


def test_a_draft_is_told_at_once(organiser_client: Client, evening: EventPage):
    assert WORDS in change(organiser_client, evening, **POSTPONED, **LATER).text


@pytest.mark.parametrize("other", [LATER, {"precision": "month"}, {"is_all_day": "on"}])
def test_what_is_postponed_gets_no_new_day_while_it_stays_so(
    organiser_client: Client, evening: EventPage, other: dict[str, str]
):
    publish(organiser_client, evening, **POSTPONED)

    assert WORDS in publish(organiser_client, evening, **other).text
    assert Event.objects.get(page=evening).starts_at == EVENING


def test_going_ahead_on_its_new_day_it_is_the_same_entry(organiser_client: Client, evening: EventPage):
    uid = CalendarEntry.objects.get(event__page=evening).uid
    publish(organiser_client, evening, **POSTPONED)
    publish(organiser_client, evening, status="scheduled", **LATER)

    assert entry(evening) == ["CONFIRMED", "Sterren", "20270415T193000"]
    assert CalendarEntry.objects.get(event__page=evening).uid == uid


def test_a_draft_that_nobody_knows_may_have_any_day(organiser_client: Client, own_partner: Partner):
    page = draft_page(own_partner.page, title="Sterren", starts_at=EVENING)

    change(organiser_client, page, **POSTPONED, **LATER)

    assert Event.objects.get(page=page).status == "postponed"


def test_what_is_off_the_site_for_a_while_is_still_known(evening: EventPage):
    evening.unpublish()
    evening.status, evening.starts_at = "postponed", EVENING - timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        evening.save_revision()

    assert list(refusal.value.message_dict) == ["status"]


@pytest.fixture
def series(own_partner: Partner) -> EventPage:
    parts = [programme_item("Een", EVENING), programme_item("Twee", EVENING + timedelta(days=7))]
    return published_page(
        own_partner.page,
        title="Reeks",
        starts_at=EVENING,
        ends_at=IN_MAY,
        programme=parts,
        sessions_in_calendar=True,
    )


MOVED = {"programme_items-1-starts_at": "2027-04-15 19:30", "programme_items-1-ends_at": "2027-04-15 21:30"}


def test_nor_do_the_meetings_of_a_series(organiser_client: Client, series: EventPage):
    assert WORDS in publish(organiser_client, series, **POSTPONED, **MOVED).text

    publish(organiser_client, series, **MOVED)
    assert set(Event.objects.get(page=series).sessions.values_list("starts_at__month", flat=True)) == {3, 4}


def test_a_meeting_that_is_moved_back_or_dropped_has_no_new_day(organiser_client: Client, series: EventPage):
    change(organiser_client, series, **MOVED)
    back = {
        "programme_items-1-starts_at": "2027-03-18 19:30",
        "programme_items-1-ends_at": "2027-03-18 20:30",
    }
    publish(organiser_client, series, **POSTPONED, **back)
    assert Event.objects.get(page=series).status == "postponed"

    publish(organiser_client, series, **MOVED, **{"programme_items-1-DELETE": "1"})

    assert Event.objects.get(page=series).sessions.current().count() == 1


def test_parts_that_do_not_stand_in_the_calendar_move_freely(organiser_client: Client, own_partner: Partner):
    parts = [programme_item("Een", EVENING), programme_item("Twee", EVENING)]
    page = published_page(own_partner.page, starts_at=EVENING, ends_at=IN_MAY, programme=parts)

    publish(organiser_client, page, **POSTPONED, **MOVED)

    assert Event.objects.get(page=page).status == "postponed"


def move_second(page: EventPage) -> None:
    """As a program does it that knows no form."""
    parts = list(page.programme_items.all())
    parts[1].starts_at, parts[1].ends_at = IN_MAY - timedelta(hours=2), IN_MAY
    page.programme_items.set(parts)


def days(page: EventPage) -> set[datetime]:
    return set(Event.objects.get(page=page).sessions.current().values_list("starts_at", flat=True))


def test_without_a_form_the_meetings_of_a_series_get_no_new_day_either(series: EventPage):
    known = days(series)
    series.status = "postponed"
    move_second(series)

    for write in (series.save_revision, series.save):
        with pytest.raises(ValidationError) as refusal:
            write()
        assert list(refusal.value.message_dict) == ["status"]

    assert days(series) == known
    assert Event.objects.get(page=series).status == "scheduled"


def test_nor_does_a_version_at_its_moment_that_was_written_before_they_moved(series: EventPage):
    put_off = EventPage.objects.get(pk=series.pk)
    put_off.status = "postponed"
    version = put_off.save_revision()
    move_second(series)
    series.save_revision().publish()
    moved = days(series)
    version.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    version.save()

    publish_scheduled_pages.call()

    assert Event.objects.get(page=series).status == "scheduled"
    assert days(series) == moved
    version.refresh_from_db()
    assert version.approved_go_live_at is None


def test_meetings_in_whole_days_are_put_off_as_they_stand(own_partner: Partner):
    """However the moment within their day is written."""
    days = [programme_item("Een", EVENING, is_all_day=True)]
    page = published_page(
        own_partner.page, starts_at=EVENING, ends_at=IN_MAY, programme=days, sessions_in_calendar=True
    )
    page.status = "postponed"
    page.programme_items = [
        programme_item(
            "Een", EVENING + timedelta(hours=1), is_all_day=True, key=page.programme_items.get().key
        )
    ]

    page.save_revision().publish()

    assert Event.objects.get(page=page).status == "postponed"


def test_a_part_that_ends_before_it_starts_is_refused_in_words(series: EventPage):
    parts = list(series.programme_items.all())
    parts[0].ends_at = parts[0].starts_at - timedelta(hours=1)
    series.programme_items.set(parts)

    with pytest.raises(ValidationError) as refusal:
        series.save_revision()

    assert refusal.value.messages == ["Het einde moet na het begin liggen."]
