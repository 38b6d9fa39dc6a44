"""How one comes in, what it costs and whom to ask: true on the page, in the calendar and for search engines."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from events.calendar.filter_text import filter_text
from events.calendar.filters import CalendarFilter
from events.models import Event, EventPage
from events.structured_data import event_json_ld
from kennisstad.money import EurosField, euros
from registrations.signup import sign_up
from tests.factories.events import agenda_page, published_page
from tests.factories.registrations import mails_written, make_registration, open_event

pytestmark = pytest.mark.django_db

SHOP = "https://www.tickets.example.org/sterren"


def a_page(**fields: Any) -> EventPage:
    return published_page(starts_at=timezone.now() + timedelta(days=5), **fields)


def test_an_event_that_sells_elsewhere_says_where_and_for_how_much(client: Client):
    page = a_page(
        booking="elsewhere",
        booking_url=SHOP,
        price_from=1250,
        price_words="Studenten betalen de helft.",
        price_words_en="Students pay half.",
    )

    dutch, english = client.get(page.url).text, client.get(f"/en{page.url}").text

    assert f'href="{SHOP}"' in dutch
    assert "Je meldt je aan bij tickets.example.org." in dutch
    assert "Kom gewoon langs" not in dutch
    assert "vanaf € 12,50" in dutch
    assert "Studenten betalen de helft." in dutch
    assert "from €12.50" in english
    assert "Students pay half." in english


def test_where_one_just_comes_it_says_so(client: Client):
    page = a_page(booking="walk_in", price_from=0)

    text = client.get(page.url).text

    assert "Kom gewoon langs" in text
    assert "Gratis" in text
    assert f"{page.url}aanmelden/" not in text


def test_registering_elsewhere_needs_its_address():
    with pytest.raises(ValidationError) as refusal:
        a_page(booking="elsewhere")

    assert list(refusal.value.message_dict) == ["booking_url"]


def test_the_calendar_can_show_only_what_is_free(client: Client):
    agenda_page()
    free, paid = a_page(title="Gratis avond", price_from=0), a_page(title="Dure avond", price_from=500)
    unknown = a_page(title="Wie weet")

    page = client.get("/agenda/?free=1").text

    assert free.title in page
    assert paid.title not in page
    assert unknown.title not in page
    assert [entry.title for entry in CalendarFilter(free=True).feed()] == ["Gratis avond"]
    assert "Gratis avond" in client.get("/feeds/all.ics?free=1").text
    assert "Dure avond" not in client.get("/feeds/all.ics?free=1").text


@pytest.mark.parametrize("value", ["0", "nee", "false", "on", "2"])
@pytest.mark.parametrize("address", ["/agenda/", "/feeds/all.ics"])
def test_what_is_no_yes_is_refused_as_any_other_value(client: Client, address: str, value: str):
    agenda_page()

    refusal = client.get(address, {"free": value})

    assert refusal.status_code == 400
    assert value in refusal.text
    assert client.get(address, {"free": ""}).status_code == 200


def test_the_filter_reads_as_a_sentence():
    with translation.override("nl"):
        assert filter_text(CalendarFilter(free=True)) == "Gratis evenementen"
    assert CalendarFilter(free=True).query_string == "free=1"


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(0, {"price": "0", "priceCurrency": "EUR"}), (1250, {"price": "12.50", "priceCurrency": "EUR"})],
)
def test_search_engines_read_the_price(cents: int, expected: dict[str, str]):
    page = a_page(price_from=cents)

    data = event_json_ld(page, page.event)

    assert data["isAccessibleForFree"] is (cents == 0)
    assert expected.items() <= data["offers"].items()


def test_of_an_unknown_price_search_engines_read_nothing():
    page = a_page()

    assert "offers" not in event_json_ld(page, page.event)


def test_whom_to_ask_stands_on_the_page_the_ticket_and_in_the_mail(client: Client):
    event = open_event(
        contact_name="Balie Naturalis", contact_email="balie@example.org", contact_phone="071-123 45 67"
    )
    code = make_registration(event).tickets.get().code
    sign_up(event, name="Noor", email="noor@example.org", language="nl", submission=uuid4())

    mail = mails_written().get()
    assert "Balie Naturalis, balie@example.org, 071-123 45 67" in mail.text
    assert mail.headers == {"Reply-To": "balie@example.org"}
    for address in (f"/{event.path}", f"/t/{code}"):
        text = client.get(address).text
        assert "Balie Naturalis" in text
        assert 'href="mailto:balie@example.org"' in text
        assert 'href="tel:0711234567"' in text


@pytest.mark.parametrize(
    ("contact", "headers"),
    [("", {}), ("balie@bücher.example", {"Reply-To": "balie@xn--bcher-kva.example"}), ("balie@nowhere", {})],
)
def test_an_answer_to_a_mail_goes_to_whom_it_can_reach(contact: str, headers: dict[str, str]):
    event = open_event()
    Event.objects.filter(pk=event.pk).update(contact_email=contact)
    sign_up(event, name="Noor", email="noor@example.org", language="nl", submission=uuid4())

    assert mails_written().get().headers == headers


@pytest.mark.parametrize(
    ("typed", "cents"), [("", None), ("0", 0), ("12,50", 1250), ("7", 700), ("100000", 10_000_000)]
)
def test_euros_are_typed_and_cents_are_kept(typed: str, cents: int | None):
    with translation.override("nl"):
        assert EurosField(required=False).clean(typed) == cents


@pytest.mark.parametrize("typed", ["-1", "veel", "12,505", "100000,01", "1e400", "NaN"])
def test_what_is_no_amount_is_refused(typed: str):
    with translation.override("nl"), pytest.raises(ValidationError):
        EurosField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "€ 0", "€0"),
        (1200, "€ 12", "€12"),
        (1205, "€ 12,05", "€12.05"),
        (123_456_00, "€ 123.456", "€123,456"),
    ],
)
def test_amounts_read_as_people_write_them(cents: int, dutch: str, english: str):
    with translation.override("nl"):
        assert euros(cents) == dutch
    with translation.override("en"):
        assert euros(cents) == english
