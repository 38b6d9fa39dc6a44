"""Who registered hears what changed: once, and only that."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import EventPage
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.models import OutgoingMail
from registrations.cancel import cancel
from registrations.change_mails import queue_change_mails
from registrations.models import Registration
from registrations.signup import sign_up_without_mail
from tests.factories.events import VenueFactory, event_of, organiser_page, programme_item
from tests.factories.registrations import open_registration
from tests.registrations.news import a_page, republish, told

pytestmark = pytest.mark.django_db


def test_a_cancelled_event_is_told_to_everybody_in_their_language_once(page: EventPage):
    republish(page, status="cancelled")

    mails = told()
    assert told() == {}
    assert {name: text.splitlines()[0] for name, text in mails.items()} == {
        "noor": "Gaat niet door: Sterren",
        "sam": "Not taking place: Stars",
    }


def test_several_changes_are_one_mail_that_says_old_and_new(page: EventPage):
    first = page.starts_at
    later = first + timedelta(hours=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    republish(page, venue=VenueFactory(name="Naturalis"))

    mails = told()
    assert mails.keys() == {"noor", "sam"}
    text = mails["noor"]
    assert "Stadhuis" in text
    assert "Naturalis" in text
    for moment in (first, later):
        assert timezone.localtime(moment).strftime("%H.%M").lstrip("0") in text


def test_a_corrected_text_is_no_news(page: EventPage):
    republish(page, summary="Een avond over sterren en planeten.")

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_what_is_changed_back_before_anybody_heard_is_no_news(page: EventPage):
    republish(page, status="cancelled")
    republish(page, status="scheduled")

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_who_heard_that_it_was_off_hears_that_it_goes_ahead(page: EventPage):
    republish(page, status="cancelled")
    told()

    republish(page, status="scheduled")

    assert "gaat toch door" in told()["noor"]


def test_who_cancelled_or_came_later_hears_nothing(page: EventPage):
    cancel(event_of(page).registrations.get(name="sam"))
    OutgoingMail.objects.all().delete()
    republish(page, venue=VenueFactory(name="Naturalis"))
    sign_up_without_mail(event_of(page), name="Later", email="later@example.org", language="nl")

    assert told().keys() == {"noor"}


def test_who_was_shown_older_facts_is_told_whatever_the_clocks_say(page: EventPage):
    """Somebody read the page, the event was cancelled, and only then was the registration written down."""
    shown = event_of(page)
    republish(page, status="cancelled")
    Registration.objects.update(created_at=timezone.now() + timedelta(minutes=5), told_version=shown.version)

    assert queue_change_mails() == 2


def test_a_worker_that_was_away_for_days_loses_nothing():
    page = a_page(starts_at=timezone.now() + timedelta(days=30))
    republish(page, venue=VenueFactory(name="Naturalis"))

    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert told().keys() == {"noor", "sam"}


def test_what_is_over_is_not_told_but_written_down(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert queue_change_mails() == 0
        assert queue_change_mails() == 0

    assert AuditEntry.objects.get(action="registrations.told_too_late").details == {"version": 2, "people": 2}


def test_the_meetings_of_a_series_concern_who_takes_part():
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    first, second = (
        programme_item("Climate Walk", starts_at),
        programme_item("Weerbaar Leiden", starts_at + timedelta(days=7)),
    )
    page = a_page(mode="online", sessions_in_calendar=True, programme=[first, second], starts_at=starts_at)
    items = list(page.programme_items.all())
    items[1].starts_at += timedelta(days=1)
    items[1].ends_at += timedelta(days=1)
    republish(page, programme_items=items)

    mails = told()
    assert "Weerbaar Leiden" in mails["noor"]
    assert "Climate Walk" not in mails["noor"]

    republish(page, programme_items=[page.programme_items.all()[0]])

    assert "Weerbaar Leiden" in told()["noor"]


def test_another_speaking_time_within_the_evening_is_no_news():
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = a_page(programme=[programme_item("Opening", starts_at)], starts_at=starts_at)
    items = list(page.programme_items.all())
    items[0].starts_at += timedelta(minutes=10)
    republish(page, programme_items=items)

    assert queue_change_mails() == 0


def test_an_evening_of_many_guests_is_told_in_portions(page: EventPage):
    event = open_registration(event_of(page), capacity=None)
    for number in range(60):
        sign_up_without_mail(event, name="Gast", email=f"gast{number}@example.org", language="nl")
    republish(page, status="cancelled")

    assert len(told()) == 62


def test_a_corrected_address_is_told(page: EventPage):
    venue = page.venue
    venue.street = "Stationsplein 1"
    venue.save()

    assert "Stationsplein 1" in told()["noor"]


def test_a_date_in_the_past_is_told_to_who_would_come(page: EventPage):
    """Somebody typed the wrong year."""
    long_ago = page.starts_at - timedelta(days=365)
    republish(page, starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))

    assert told().keys() == {"noor", "sam"}


def test_a_link_is_no_news_to_who_comes_in_person(page: EventPage):
    republish(page, join_url="https://meet.example/sterren")

    assert event_of(page).version == 2
    assert told() == {}
    republish(page, mode="hybrid")
    assert "https://meet.example/sterren" in told()["noor"]


@pytest.mark.parametrize("mode", ["online", "hybrid"])
def test_another_link_is_told_to_who_joins_online(mode: str):
    page = a_page(mode=mode, join_url="https://meet.example/oud")

    republish(page, join_url="https://meet.example/nieuw")

    mails = told()
    assert mails.keys() == {"noor", "sam"}
    assert all("https://meet.example/nieuw" in text for text in mails.values())


def test_another_link_of_a_part_is_told_to_who_joins_online():
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    part = programme_item("Een", starts_at, join_url="https://meet.example/oud")
    page = a_page(mode="online", starts_at=starts_at, programme=[part])
    [item] = page.programme_items.all()
    item.join_url = "https://meet.example/nieuw"

    republish(page, programme_items=[item])

    mails = told()
    assert mails.keys() == {"noor", "sam"}
    assert all("https://meet.example/nieuw" in text for text in mails.values())


def test_a_part_that_was_a_meeting_and_is_dropped_is_told():
    """Although the rest no longer stands in the calendar part by part."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = a_page(
        starts_at=starts_at,
        sessions_in_calendar=True,
        programme=[programme_item("Een", starts_at), programme_item("Twee", starts_at + timedelta(days=7))],
    )
    page.programme_items.set(list(page.programme_items.all())[:1])

    republish(page, sessions_in_calendar=False)

    assert "Twee" in told()["noor"]


def test_more_guests_cost_no_more_queries_to_write_to(page: EventPage, django_assert_max_num_queries):
    event = open_registration(event_of(page), capacity=None)
    for number in range(40):
        sign_up_without_mail(event, name="Gast", email=f"gast{number}@example.org", language="nl")
    republish(page, status="cancelled")

    with django_assert_max_num_queries(12):
        assert queue_change_mails() == 42


def test_an_event_that_goes_to_another_organisation_is_the_same_event(page: EventPage):
    page.move(organiser_page("lumc"), pos="last-child")
    assert told() == {}

    republish(EventPage.objects.get(pk=page.pk), venue=VenueFactory(name="Naturalis"))

    assert told().keys() == {"noor", "sam"}


@pytest.mark.parametrize("minutes", [-1, 1])
def test_workers_whose_clocks_differ_tell_once(page: EventPage, minutes: int):
    republish(page, venue=VenueFactory(name="Naturalis"))
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        queue_change_mails()
        republish(page, venue=VenueFactory(name="Hortus"))
        queue_change_mails()

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        mails = told()
    assert mails.keys() == {"noor", "sam"}
    assert "Hortus" in mails["noor"]
    assert told() == {}
