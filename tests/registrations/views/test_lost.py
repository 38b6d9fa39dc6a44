import pytest
from django.test import Client

from tests.factories.registrations import mails_written, make_registration, open_event
from tests.registrations.views.attendees import without_tokens

pytestmark = pytest.mark.django_db


def test_a_lost_ticket_is_mailed_and_the_page_says_the_same_to_all(client: Client):
    make_registration(open_event(), email="noor@example.org")
    pages = [
        without_tokens(client.post("/tickets/", {"email": email}).text).replace(email, "")
        for email in ("noor@example.org", "sam@example.org")
    ]

    assert pages[0] == pages[1]
    assert [mail.to for mail in mails_written()] == ["noor@example.org"]
    assert "Lost your ticket?" in client.get("/en/tickets/").text
    assert client.post("/tickets/", {"email": "noor"}).status_code == 400


def test_nobody_has_a_mailbox_filled(client: Client):
    answers = [client.post("/tickets/", {"email": "noor@example.org"}).status_code for _time in range(21)]

    assert answers[-1] == 429
