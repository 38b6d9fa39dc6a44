from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from events.models import CalendarEntry
from kennisstad import dates
from registrations.availability import LABELS, availabilities, availability_of
from registrations.exceptions import RegistrationRefused
from registrations.models import RegistrationSettings
from registrations.ticket_status import ticket_status
from tests.factories.events import published_event
from tests.factories.registrations import make_door, make_registration, open_event, open_registration, ticket

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


@pytest.mark.parametrize(
    ("capacity", "guests", "expected"),
    [
        (None, 1, ("open", None, "Places available", "open")),
        (40, 1, ("open", 39, "Places available", "open")),
        (8, 1, ("open", 7, "7 places left", "few")),
        (2, 1, ("open", 1, "1 place left", "few")),
        (1, 1, ("full", 0, "Full", "full")),
        (0, 0, ("full", 0, "Full", "full")),
    ],
)
def test_places_are_told_in_words(capacity: int | None, guests: int, expected: tuple[object, ...]):
    event = open_event(capacity=capacity)
    for _ in range(guests):
        make_registration(event)

    with translation.override("en"):
        availability = availability_of(event)
        assert (
            availability.state,
            availability.seats_left,
            availability.label,
            availability.kind,
        ) == expected


def test_fewer_places_than_guests_is_full_and_not_less_than_nothing():
    event = open_event(capacity=2)
    make_registration(event)
    make_registration(event)
    RegistrationSettings.objects.filter(event=event).update(capacity=1)
    event.registration_settings.refresh_from_db()

    availability = availability_of(event)

    assert (availability.state, availability.seats_left) == ("full", 0)


def test_the_register_link_is_there_only_while_it_works():
    event = open_event(capacity=1)

    assert availability_of(event).register_url == f"/{event.path}aanmelden/"
    with translation.override("en"):
        assert availability_of(event).register_url == f"/en/{event.path}register/"
    make_registration(event)
    assert availability_of(event).register_url == ""


def test_publishing_opens_no_registration():
    event = published_event(starts_at=timezone.now() + timedelta(days=2))

    assert availability_of(event).state == "not_yet"
    assert availability_of(open_registration(event)).state == "open"


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


DAY_UNKNOWN = [("month", "2027-03-31T23:59"), ("year", "2027-12-31T23:59")]


@pytest.mark.parametrize(("precision", "last_minute"), DAY_UNKNOWN)
def test_an_event_whose_day_is_not_known_may_be_on_the_last_one(precision: str, last_minute: str):
    event = open_registration(published_event(starts_at=local("2027-03-11T19:30"), precision=precision))
    end, minute = local(last_minute), timedelta(minutes=1)
    came = ticket(event, at=end - minute)

    assert [availability_of(event, moment).state for moment in (end - minute, end)] == ["open", "over"]
    assert [ticket_status(came, now=moment) for moment in (end - minute, end)] == ["valid", "over"]
    assert make_door(event).is_open(end)


@pytest.mark.parametrize(("precision", "last_minute"), DAY_UNKNOWN)
def test_registration_then_closes_as_long_before_the_last_day_as_usual(precision: str, last_minute: str):
    event = published_event(starts_at=local("2027-03-11T19:30"), precision=precision)
    event = open_registration(event, closes_before=timedelta(days=2))
    closing = local(last_minute) - timedelta(days=2)

    states = [availability_of(event, closing - timedelta(minutes=m)).state for m in (1, 0)]
    assert states == ["open", "closed"]


def test_registration_closes_at_a_start_that_is_known_although_it_has_no_hours():
    event = open_registration(published_event(starts_at=local("2027-03-11T19:30"), is_all_day=True))

    assert availability_of(event).closes_at == local("2027-03-11T00:00")


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_one_query(number: int, django_assert_num_queries):
    events = [open_event(capacity=3) for _ in range(number)]
    make_registration(events[0])

    with django_assert_num_queries(1):
        found = availabilities(event.pk for event in events)

    assert [found[event.pk].seats_left for event in events] == [2] + [3] * (number - 1)


def test_tags_answer_for_an_event_and_a_list():
    event = open_event(capacity=1)
    template = Template(
        "{% load registrations_tags %}{% availability event as one %}{% availabilities entries as all %}"
        "{{ one.state }} {% with availability=all|lookup:event.pk %}{{ availability.state }}{% endwith %}"
    )

    assert template.render(Context({"event": event, "entries": CalendarEntry.objects.all()})) == "open open"


def test_a_kind_of_ticket_can_be_full_before_the_hall_is():
    event = open_event(capacity=10)
    event.ticket_types.update(capacity=1)
    make_registration(event)

    with pytest.raises(RegistrationRefused) as refusal:
        make_registration(event)

    assert refusal.value.code == "full"


def test_every_state_has_its_word_in_both_languages():
    told = {}
    for language in ("nl", "en"):
        with translation.override(language):
            told[language] = {state.value: str(label) for state, label in LABELS.items()}

    assert told["en"] == {
        "open": "Places available",
        "full": "Full",
        "not_yet": "Registration opens later",
        "closed": "Registration closed",
        "over": "Over",
        "cancelled": "Not going ahead",
        "postponed": "Postponed",
        "elsewhere": "Register elsewhere",
        "none": "Just come",
    }
    assert all(told["nl"][state] != word for state, word in told["en"].items())


def test_what_opens_at_a_moment_says_on_which_day():
    event = open_registration(published_event(starts_at=timezone.now() + timedelta(days=9)), opens_at=None)
    assert availability_of(event).label == "Aanmelden kan later"
    opens_at = timezone.now() + timedelta(days=2)
    RegistrationSettings.objects.update(opens_at=opens_at)
    event.registration_settings.refresh_from_db()

    with translation.override("en"):
        assert availability_of(event).label == f"Registration opens on {dates.day_and_month(opens_at)}"
