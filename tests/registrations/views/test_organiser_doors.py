from datetime import UTC, datetime

import pytest
import zxingcpp
from django.test import Client

from events.models import Event
from kennisstad import dates
from registrations.models import Door
from tests.factories.registrations import make_door, make_registration, scan_code, ticket
from tests.registrations.pictures import painted
from tests.registrations.views.organisers import address, queries

pytestmark = pytest.mark.django_db


def test_a_door_is_made_shown_and_stopped(organiser: Client, event: Event):
    response = organiser.post(address("doors", event), {"label": "Zijdeur"}, follow=True)
    door = Door.objects.get()

    code = zxingcpp.read_barcode(painted(organiser.get(address("door_code", event, door.pk)).content)).text
    assert code.startswith("http://127.0.0.1:8000/checkin/open/")
    assert "Zijdeur" in response.text
    assert (door.works_until - event.ends_at).days == 1

    organiser.post(address("close_door", event, door.pk))
    door.refresh_from_db()
    assert not door.is_open()


def test_a_door_needs_a_name(organiser: Client, event: Event):
    for label in ("", "x" * 500, "\x00"):
        assert organiser.post(address("doors", event), {"label": label}).status_code == 422
    assert not Door.objects.exists()


def test_the_doors_take_as_many_queries_for_more(organiser: Client, event: Event):
    make_door(event)
    path = address("doors", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        make_door(event)

    assert queries(organiser, path) == for_one


def test_the_list_to_print_takes_as_many_queries_for_more(organiser: Client, event: Event):
    scan_code(event, ticket(event).code)
    path = address("door_list", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        ticket(event)

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["lines"]) == 3


def test_the_list_to_print_says_what_one_needs_at_the_door(organiser: Client, event: Event):
    held = ticket(event, name="Noor <b>de Vries</b>", email="noor@example.org")
    make_registration(event, name="Sam")
    scan_code(event, held.code, at=datetime(2026, 10, 28, 18, 49, tzinfo=UTC))

    response = organiser.get(address("door_list", event))

    for text in (
        event.title,
        dates.when(event),
        event.venue.name,
        "<strong>2</strong>",
        "19.49",
        held.code[:4],
    ):
        assert text in response.text
    assert "Noor &lt;b&gt;de Vries&lt;/b&gt;" in response.text
    for private in ("noor@example.org", held.code, held.grouped_code):
        assert private not in response.text


def test_the_list_to_print_is_kept_nowhere(organiser: Client, event: Event):
    response = organiser.get(address("door_list", event))

    assert "no-store" in response["Cache-Control"]
    assert organiser.post(address("door_list", event)).status_code == 405


def test_the_list_to_print_is_found_where_doors_are_made(organiser: Client, event: Event):
    for page in ("doors", "event"):
        assert f'href="{address("door_list", event)}"' in organiser.get(address(page, event)).text
