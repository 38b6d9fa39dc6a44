from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from events.models import Event
from kennisstad import dates
from registrations.cancel import cancel
from registrations.models import Ticket, TicketCode
from tests.factories.registrations import open_event, scan_code, ticket

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


def _gone_by(held: Ticket) -> None:
    event = Event.objects.filter(pk=held.registration.event_id)
    event.update(starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1))


def _off(status: str) -> Callable[[Ticket], None]:
    def happen(held: Ticket) -> None:
        page = held.registration.event.page
        page.status, page.status_reason, page.status_reason_en = status, "De zaal lekt.", "The roof leaks."
        page.save_revision().publish()

    return happen


def _deleted(held: Ticket) -> None:
    held.registration.event.page.delete()


def _scanned(held: Ticket) -> None:
    scan_code(held.registration.event, held.code)


def _scanned_and_over(held: Ticket) -> None:
    _scanned(held)
    _gone_by(held)


def _given_back(held: Ticket) -> None:
    cancel(held.registration)


STANDINGS = {
    "valid": (lambda held: None, "Laat dit zien bij de deur", "Show this at the door"),
    "used": (_scanned, "Gescand op", "Scanned on"),
    "given_back": (_given_back, "Je hebt deze plek teruggegeven", "You gave this place back"),
    "event_cancelled": (_off("cancelled"), "De zaal lekt. Dit ticket", "The roof leaks. So this ticket"),
    "event_postponed": (
        _off("postponed"),
        "De zaal lekt. Bewaar dit ticket",
        "The roof leaks. Keep this ticket",
    ),
    "event_deleted": (_deleted, "Dit evenement gaat niet door", "This event is cancelled"),
    "over": (_gone_by, "Dit evenement is geweest", "This event is over"),
    "used_and_over": (_scanned_and_over, "Je was erbij", "You were there"),
}
CODE_SHOWN = {"valid", "used"}
PICTURES = ("svg", "png")


@pytest.fixture(params=STANDINGS)
def standing(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def held(standing: str) -> Ticket:
    held = ticket(code="ABCDEFGHJKMNPQRS")
    STANDINGS[standing][0](held)
    return held


def test_the_ticket_says_whether_it_is_good(client: Client, standing: str, held: Ticket):
    _happen, *words = STANDINGS[standing]

    for language, text in zip(("nl", "en"), words, strict=True):
        assert text in client.get(f"/t/{held.code}?language={language}").text


def test_a_code_is_only_shown_while_it_lets_somebody_in(client: Client, standing: str, held: Ticket):
    html = client.get(f"/t/{held.code}").text

    assert ("ticket__qr" in html) is (standing in CODE_SHOWN)
    assert (f"/t/{held.code}.ics" in html) is (standing == "valid")
    assert held.grouped_code in html


@pytest.mark.parametrize("kind", PICTURES)
def test_so_is_its_picture(client: Client, standing: str, held: Ticket, kind: str):
    response = client.get(f"/t/{held.code}.{kind}")

    assert response.status_code == (200 if standing in CODE_SHOWN else 410)
    assert "no-store" in response["Cache-Control"]


def test_the_calendars_entry_says_what_is_off(client: Client, standing: str, held: Ticket):
    response = client.get(f"/t/{held.code}.ics")

    assert response.status_code == (410 if standing == "given_back" else 200)
    is_off = standing in {"event_cancelled", "event_postponed", "event_deleted"}
    assert (b"STATUS:CANCELLED" in response.content) is is_off
    assert (b"TRANSP:OPAQUE" in response.content) is (not is_off and standing != "given_back")


def test_a_page_that_left_the_site_asks_to_ask(client: Client):
    held = ticket()
    held.registration.event.page.unpublish()

    html = client.get(f"/t/{held.code}?language=en").text

    assert "This event has left our calendar." in html
    assert "To the event" not in html
    assert scan_code(held.registration.event, held.code).verdict == "admitted"


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


def test_a_code_that_was_replaced_leads_nowhere(client: Client):
    """A stranger may have it."""
    held = ticket(name="Noor")
    old = held.code
    held.codes.update(revoked_at=timezone.now())
    new = TicketCode.objects.create(ticket=held, code="ABCDEFGHJKMNPQRS")

    page = client.get(f"/t/{old}")

    assert page.status_code == 410
    for word in (new.code, "ABCD EFGH", "Noor"):
        assert word not in page.text
    for kind in ("svg", "png", "ics"):
        assert client.get(f"/t/{old}.{kind}").status_code == 404
    assert client.get(f"/t/{new.code}").status_code == 200
