import pytest
from django.test import Client

from registrations.cancel import cancel
from registrations.models import Registration
from tests.factories.registrations import make_registration, open_event
from tests.registrations.views.attendees import PERSON, address, send, without_tokens

pytestmark = pytest.mark.django_db


def test_the_same_page_for_an_address_that_has_a_place(client: Client):
    event = open_event()

    pages = [
        client.post(address(event, "en"), PERSON | {"name": name}, follow=True).text
        for name in ("Noor", "Sam")
    ]

    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert Registration.objects.get().name == "Noor"


@pytest.mark.parametrize("token", ["x", "x" * 400, "eyJhIjoxfQ.1.abc"])
def test_a_tampered_confirmation_is_gone(client: Client, token: str):
    event = open_event()

    assert client.get(f"{address(event)}gelukt/{token}/").status_code == 410


def test_a_confirmation_of_a_place_given_back_says_so(client: Client):
    url = send(client, open_event())["Location"]
    cancel(Registration.objects.get())

    response = client.get(url)

    assert response.status_code == 410
    assert "Je bent afgemeld" in response.text


def test_a_confirmation_belongs_to_its_event(client: Client):
    event, other = open_event(), open_event()
    url = send(client, event)["Location"]

    assert client.get(url).status_code == 200
    assert client.get(url.replace(event.path, other.path)).status_code == 410


def test_the_page_after_registering_mends_the_address(client: Client):
    event = open_event()
    page = send(client, event, email="noor@exampel.org")["Location"]
    assert 'value="noor@exampel.org"' in client.get(page).text

    answer = client.post(page, {"email": "noor@example.org"})

    assert answer.status_code == 302
    assert 'value="noor@example.org"' in client.get(answer["Location"]).text
    assert Registration.objects.get().email == "noor@example.org"


def test_the_page_looks_alike_for_an_address_that_was_known(client: Client):
    """Also the spelling is the one that was typed, not the one that was known."""
    event = open_event()
    make_registration(event, name="Noor", email="noor@example.org")
    forms = [
        send(client, event, name="Sam", email=email)["Location"]
        for email in ("NOOR@example.org", "sam@example.org")
    ]

    pages = [client.get(page).text for page in forms]
    assert "NOOR@example.org" in pages[0]
    assert "noor@example.org" not in pages[0]
    answers = [client.post(page, {"email": "sam2@example.org"}) for page in forms]
    assert {answer.status_code for answer in answers} == {302}
    pages = [without_tokens(client.get(answer["Location"]).text) for answer in answers]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("email", ["", "noor", "noor@localhost", "x" * 400])
def test_an_address_that_is_none_is_asked_again(client: Client, email: str):
    page = send(client, open_event())["Location"]

    answer = client.post(page, {"email": email})

    assert answer.status_code == 400
    assert "error-summary" in answer.text
