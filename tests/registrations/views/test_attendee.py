from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from registrations.models import Registration, RegistrationSettings
from tests.factories.registrations import mails_written, open_event
from tests.registrations.views.attendees import PERSON, address, send

pytestmark = pytest.mark.django_db


def test_registering_leads_to_a_confirmation(client: Client):
    event = open_event()

    response = client.post(address(event), PERSON, follow=True)

    assert response.status_code == 200
    assert "noor@example.org" in response.text
    assert Registration.objects.get().language == "nl"


def test_registering_in_english(client: Client):
    event = open_event()

    response = client.post(address(event, "en"), PERSON, follow=True)

    assert "Your place is confirmed" in response.text
    assert Registration.objects.get().language == "en"


def test_registering_for_an_online_event_names_no_door(client: Client):
    event = open_event(mode="online", venue=None, join_url="https://meet.example.org/sterren")

    response = client.post(address(event, "en"), PERSON, follow=True)

    assert "You join online, with the link in that mail." in response.text
    assert "at the door" not in response.text


def test_the_other_language_is_the_same_form(client: Client):
    event = open_event()

    assert f'href="{address(event, "en")}"' in client.get(address(event)).text


def test_opening_the_form_changes_nothing_and_asks_only_the_csrf_cookie(client: Client):
    event = open_event()
    before = list(RegistrationSettings.objects.values())

    response = client.get(address(event))

    assert response.status_code == 200
    assert list(RegistrationSettings.objects.values()) == before
    assert set(response.cookies) == {"csrftoken"}
    assert "no-store" in response["Cache-Control"]


def test_the_form_says_what_it_asks(client: Client):
    html = client.get(address(open_event())).text

    assert 'autocomplete="name"' in html
    assert 'autocomplete="email"' in html
    assert "maxlength" not in html
    assert " required" not in html


NAMES = [
    "👩‍🚀 Zoë",
    "محمد",
    'O\'Brien "Bob" <b>',
    "=cmd|' /C calc'!A0",
    "a",
    "x" * 120,
    "  Noor   de Vries\n",
    "李",
]
BAD_FIELDS = [
    ({"name": ""}, "noor@example.org"),
    ({"name": "   \t\n"}, "noor@example.org"),
    ({"name": "\x01\u202e"}, "noor@example.org"),
    ({"name": "\u200b\u2060\u200d"}, "noor@example.org"),
    ({"name": "x" * 10_000}, "x" * 10_000),
    ({"name": "Noor\x00"}, "noor@example.org"),
    ({"email": ""}, "Noor de Vries"),
    ({"email": "noor"}, "Noor de Vries"),
    ({"email": "noor@example.org, sam@example.org"}, "Noor de Vries"),
    ({"email": "noor@example.org\nBcc: sam@example.org"}, "Noor de Vries"),
    ({"email": "n" * 300 + "@example.org"}, "n" * 300),
    ({"email": "noor@example.org\x00"}, "Noor de Vries"),
    ({"leave_empty": "https://spam.example.org"}, "Noor de Vries"),
]


def test_any_name_is_welcome(client: Client, subtests: pytest.Subtests):
    event = open_event()
    for number, name in enumerate(NAMES):
        with subtests.test(name):
            email = f"gast{number}@example.org"
            assert send(client, event, name=name, email=email).status_code == 302
            assert Registration.objects.get(email=email).name == " ".join(name.split())


def test_bad_input_gets_words_and_loses_nothing(client: Client, subtests: pytest.Subtests):
    event = open_event()
    for language in ("nl", "en"):
        for fields, kept in BAD_FIELDS:
            with subtests.test(f"{language} {fields}"):
                response = send(client, event, language, **fields)
                assert response.status_code == 400
                assert f'<html lang="{language}"' in response.text
                assert "error-summary" in response.text
                assert kept in response.text

    assert not Registration.objects.exists()


def test_an_empty_form_gets_words(client: Client):
    response = client.post(address(open_event(), "en"))

    assert response.status_code == 400
    assert "Enter your name." in response.text
    assert "Enter an email address, for example name@example.org." in response.text


@pytest.mark.parametrize(
    ("booking", "words"),
    [("walk_in", "You don&#x27;t need to register"), ("elsewhere", "You register elsewhere")],
)
def test_who_need_not_register_here_is_told_so(client: Client, booking: str, words: str):
    event = open_event(booking=booking, booking_url="https://tickets.example.org/")

    page, answer = client.get(address(event, "en")), send(client, event, "en")

    assert (page.status_code, answer.status_code) == (200, 409)
    assert words in page.text
    assert words in answer.text


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"capacity": 0}, "All places are taken"),
        ({"opens_at": timezone.now() + timedelta(days=1)}, "Registration is not open yet"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "Registration is closed"),
    ],
)
def test_a_closed_registration_says_so(client: Client, terms: dict[str, Any], words: str):
    event = open_event()
    RegistrationSettings.objects.filter(event=event).update(**terms)

    page, answer = client.get(address(event, "en")), send(client, event, "en")

    assert (page.status_code, answer.status_code) == (200, 409)
    assert words in page.text
    assert words in answer.text
    assert "<form" not in page.text


def test_an_event_that_is_not_public_is_not_found(client: Client):
    event = open_event()
    event.page.unpublish()

    assert client.get(address(event)).status_code == 404


@pytest.mark.parametrize(
    "path", ["agenda/naturalis/nergens/", "agenda/x/y/", "agenda/%00/y/", "agenda/a/b/c/"]
)
def test_an_unknown_event_is_not_found(client: Client, path: str):
    assert client.get(f"/{path}aanmelden/").status_code == 404


def test_very_many_registrations_from_one_place_must_wait(client: Client, settings):
    settings.SIGN_UPS_PER_VISITOR = 2
    event = open_event()

    codes = [send(client, event, email=f"gast{number}@example.org").status_code for number in range(3)]

    assert codes == [302, 302, 429]
    assert Registration.objects.count() == 2


def test_who_must_wait_reads_how_long_and_keeps_what_was_typed(client: Client, settings):
    settings.SIGN_UPS_PER_VISITOR = 0

    with travel("2027-03-01T10:03:30Z", tick=False):
        answer = send(client, open_event(), email="noor@example.org")

    assert (answer.status_code, answer["Retry-After"]) == (429, "390")
    assert "over 7 minuten" in answer.text
    assert "noor@example.org" in answer.text


def test_a_mailbox_cannot_be_filled_with_tickets(client: Client):
    event = open_event()

    codes = {send(client, event).status_code for _ in range(25)}

    assert codes == {302, 429}
    assert mails_written().count() == 2


def test_a_spoilt_number_of_the_form_is_a_new_form(client: Client):
    assert send(client, open_event(), submission="abc").status_code == 302


def test_one_mistake_is_told_once(client: Client):
    page = send(client, open_event(), email=f"{'a' * 300}@example.org").text

    assert page.count("bijvoorbeeld naam@voorbeeld.nl") == 2  # above the form and at the field
