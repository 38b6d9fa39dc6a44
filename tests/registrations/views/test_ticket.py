from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from kennisstad import dates
from registrations.cancel import cancel
from registrations.checkin import check_in
from tests.factories.registrations import open_event, ticket

pytestmark = pytest.mark.django_db


def test_the_ticket_speaks_the_language_of_the_registration(client: Client):
    for language in ("nl", "en"):
        response = client.get(f"/t/{ticket(language=language).code}")

        assert f'<html lang="{language}"' in response.text
        assert response["Content-Language"] == language


def test_the_ticket_can_be_read_in_the_other_language(client: Client):
    code = ticket(language="nl").code

    assert f'href="/t/{code}?language=en"' in client.get(f"/t/{code}").text
    assert '<html lang="en"' in client.get(f"/t/{code}?language=en").text


def test_the_ticket_shows_who_what_and_the_code(client: Client):
    held = ticket(name="Noor de Vries", event=open_event(title="Sterren"))

    html = client.get(f"/t/{held.code}").text

    for text in ("Noor de Vries", "Sterren", held.grouped_code, f"/t/{held.code}.svg"):
        assert text in html
    assert held.registration.email not in html


def test_the_ticket_shows_every_day_of_a_longer_event(client: Client):
    starts_at = timezone.now() + timedelta(days=7)
    event = open_event(ends_at=starts_at + timedelta(days=2))
    held = ticket(event=event)

    assert dates.when(event) in client.get(f"/t/{held.code}?language=nl").text


def test_the_ticket_is_kept_nowhere(client: Client):
    code = ticket().code
    for address in (f"/t/{code}", f"/t/{code}.svg", f"/t/{code}.png", f"/t/{code}.ics"):
        response = client.get(address)

        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies


def test_a_code_may_be_typed_small(client: Client):
    code = ticket().code

    assert client.get(f"/t/{code.lower()}").status_code == 200


def test_the_picture_is_the_code(client: Client):
    code = ticket().code

    picture = Image.open(BytesIO(client.get(f"/t/{code}.png").content))

    assert zxingcpp.read_barcode(picture).text == code
    assert client.get(f"/t/{code}.svg")["Content-Type"] == "image/svg+xml"


def test_the_ticket_brings_the_event_for_a_calendar(client: Client):
    response = client.get(f"/t/{ticket().code}.ics")

    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content


@pytest.mark.parametrize("state", ["valid", "used", "cancelled", "event_cancelled"])
def test_the_ticket_says_whether_it_is_good(client: Client, state: str):
    held = ticket()
    event = held.registration.event
    if state == "used":
        check_in(event, held.code, nonce=event.pk)
    elif state == "cancelled":
        cancel(held.registration)
    elif state == "event_cancelled":
        type(event).objects.filter(pk=event.pk).update(status="cancelled")

    response = client.get(f"/t/{held.code}?language=en")

    assert response.context["state"] == state.removeprefix("event_")
    assert ("Show this at the door" in response.text) is (state == "valid")
    assert ("This event is cancelled" in response.text) is (state == "event_cancelled")


@pytest.mark.parametrize("join_url", ["", "https://meet.example.org/sterren"])
def test_a_ticket_for_an_online_event_needs_no_door(client: Client, join_url: str):
    held = ticket(event=open_event(mode="online", venue=None, join_url=join_url))

    html = client.get(f"/t/{held.code}?language=en").text

    assert "at the door" not in html
    assert ("sends you the link to join online" in html) is not bool(join_url)


@pytest.mark.parametrize(
    "code", ["AAAABBBBCCCCDDDD", "x", "x" * 200, "%00", "%F0%9F%98%80", "ABCD%20EFGH", "..", "'%20OR%201=1"]
)
@pytest.mark.parametrize("ending", ["", ".svg", ".png", ".ics", ".pdf"])
def test_an_unknown_code_is_not_found(client: Client, code: str, ending: str):
    assert client.get(f"/t/{code}{ending}").status_code == 404


@pytest.mark.parametrize("language", ["", "fr", "x" * 1500, "%00"])
def test_an_unknown_language_is_refused(client: Client, language: str):
    assert client.get(f"/t/{ticket().code}?language={language}").status_code == 400
