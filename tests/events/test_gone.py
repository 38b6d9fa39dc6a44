"""Calendars of subscribers lead to events that are gone; they explain instead of saying that nothing is there."""

import pytest
import time_machine
from django.test import Client

from events.models import Event, EventPage
from tests.events.calendar.readers import values
from tests.factories.events import EVENING, published_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone() -> EventPage:
    page = published_page(title="Sterren", title_en="Stars", contact_email="vragen@example.org")
    page.unpublish()
    return page


def test_a_tombstones_link_explains(client: Client, gone: EventPage):
    [address] = [
        url.removeprefix("http://127.0.0.1:8000")
        for url in values(client.get("/feeds/all.ics").content, "URL")
        if "event-" in url
    ]

    answer = client.get(address)

    assert answer.status_code == 410
    assert "Dit evenement staat niet meer in de agenda." in answer.text
    assert "Sterren" in answer.text
    assert "vragen@example.org" in answer.text
    assert "no longer in the calendar" in client.get(f"/en{address}").text


def test_of_a_deleted_event_that_is_off_it_says_why(client: Client):
    page = published_page(status="cancelled", status_reason="De zaal staat onder water.")
    address = page.url
    page.delete()

    assert "De zaal staat onder water." in client.get(address).text


def test_a_draft_was_never_there(client: Client, gone: EventPage):
    Event.objects.update(version=0)

    assert client.get(gone.url).status_code == 404


def test_what_is_long_over_is_forgotten(client: Client, gone: EventPage):
    with time_machine.travel(EVENING.replace(year=EVENING.year + 1)):
        assert client.get(gone.url).status_code == 404


def test_what_is_back_is_shown_again(client: Client, gone: EventPage):
    gone.save_revision().publish()

    assert client.get(gone.url).status_code == 200
