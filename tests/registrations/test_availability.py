from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from events.models import CalendarEntry
from registrations.availability import availabilities, availability_of
from registrations.models import RegistrationSettings
from registrations.refusal import Refused
from tests.factories.events import published_event
from tests.factories.registrations import open_event, opened, registered

pytestmark = pytest.mark.django_db


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
        registered(event)

    with translation.override("en"):
        places = availability_of(event)
        assert (places.state, places.left, places.label, places.kind) == expected


def test_fewer_places_than_guests_is_full_and_not_less_than_nothing():
    event = open_event(capacity=2)
    registered(event)
    registered(event)
    RegistrationSettings.objects.filter(event=event).update(capacity=1)
    event.registration_settings.refresh_from_db()

    places = availability_of(event)

    assert (places.state, places.left) == ("full", 0)


def test_the_register_link_is_there_only_while_it_works():
    event = open_event(capacity=1)

    assert availability_of(event).register_url == f"/{event.path}aanmelden/"
    with translation.override("en"):
        assert availability_of(event).register_url == f"/en/{event.path}register/"
    registered(event)
    assert availability_of(event).register_url == ""


def test_publishing_opens_no_registration():
    event = published_event(starts_at=timezone.now() + timedelta(days=2))

    assert availability_of(event).state == "not_yet"
    assert availability_of(opened(event)).state == "open"


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_one_query(number: int, django_assert_num_queries):
    events = [open_event(capacity=3) for _ in range(number)]
    registered(events[0])

    with django_assert_num_queries(1):
        places = availabilities(event.pk for event in events)

    assert [places[event.pk].left for event in events] == [2] + [3] * (number - 1)


def test_tags_answer_for_an_event_and_a_list():
    event = open_event(capacity=1)
    template = Template(
        "{% load registrations_tags %}{% availability event as one %}{% availabilities entries as all %}"
        "{{ one.state }} {% with places=all|lookup:event.pk %}{{ places.state }}{% endwith %}"
    )

    assert template.render(Context({"event": event, "entries": CalendarEntry.objects.all()})) == "open open"


def test_a_kind_of_ticket_can_be_full_before_the_hall_is():
    event = open_event(capacity=10)
    event.ticket_types.update(capacity=1)
    registered(event)

    with pytest.raises(Refused) as refusal:
        registered(event)

    assert refusal.value.code == "full"
