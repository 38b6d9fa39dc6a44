"""The page of an event leads on, also when nobody can register for it now."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from kennisstad import dates
from registrations.models import RegistrationSettings
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db


def bar(client: Client, event: Event, language: str = "en") -> str:
    """What a phone shows at the bottom, whatever is on the page above it."""
    found = re.search(
        r'<div class="event__bar">(.*?)</div>', client.get(event.get_absolute_url(language)).text, re.DOTALL
    )
    return found[1] if found else ""


def beside(client: Client, event: Event) -> str:
    """What stands beside the page on a wider screen."""
    return re.search(
        r'<div class="event__instead">(.*?)</div>', client.get(event.get_absolute_url("nl")).text, re.DOTALL
    )[1]


def test_an_open_event_offers_to_register(client: Client):
    event = open_event()

    assert f'href="/en/{event.path}register/">Register' in bar(client, event)


@pytest.mark.parametrize(
    ("language", "word", "link"),
    [
        ("nl", "Vol", 'href="/agenda/">Kijk wat er nog meer is'),
        ("en", "Full", 'href="/en/agenda/">See what else is on'),
    ],
)
def test_a_full_event_leads_to_what_else_is_on(client: Client, language: str, word: str, link: str):
    event = open_event(capacity=1)
    make_registration(event)

    shown = bar(client, event, language)

    assert f"<strong>{word}</strong>" in shown
    assert link in shown


def test_an_event_that_opens_later_says_when_and_can_be_kept(client: Client):
    event = open_event()
    opens_at = timezone.now() + timedelta(days=2)
    RegistrationSettings.objects.filter(event=event).update(opens_at=opens_at)

    shown = bar(client, event, "nl")

    assert f", {dates.time(opens_at)}</span>" in shown
    assert f"Aanmelden kan vanaf {dates.day_and_month(opens_at)}, {dates.time(opens_at)}." in beside(
        client, event
    )
    assert "Zet in je agenda" in shown


def test_an_event_without_a_moment_of_opening_says_so(client: Client):
    event = open_event()
    RegistrationSettings.objects.filter(event=event).update(opens_at=None)

    assert "Look again later" in bar(client, event)
    assert "De organisator opent de aanmelding later." in beside(client, event)


def test_a_closed_event_says_since_when(client: Client):
    event = open_event()
    closes_at = timezone.now() - timedelta(hours=2)
    RegistrationSettings.objects.filter(event=event).update(closes_at=closes_at)

    shown = bar(client, event, "nl")

    assert f", {dates.time(closes_at)}</span>" in shown
    assert f"Aanmelden kon tot {dates.day_and_month(closes_at)}, {dates.time(closes_at)}." in beside(
        client, event
    )
    assert "Kijk wat er nog meer is" in shown


def test_registering_elsewhere_is_possible_on_a_phone_too(client: Client):
    event = open_event(booking="elsewhere", booking_url="https://tickets.example.org/sterren")

    shown = bar(client, event)

    assert 'href="https://tickets.example.org/sterren">Register' in shown
    assert "tickets.example.org</span>" in shown


@pytest.mark.parametrize("booking", ["walk_in", "here"])
def test_where_nothing_is_to_be_done_there_is_no_bar(client: Client, booking: str):
    event = open_event(booking=booking)
    if booking == "here":
        past = timezone.now() - timedelta(days=1)
        Event.objects.filter(pk=event.pk).update(starts_at=past - timedelta(hours=2), ends_at=past)

    assert bar(client, event) == ""
