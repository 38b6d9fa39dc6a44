"""Registering more people than oneself, in a browser without a script."""

from uuid import uuid4

import pytest
from django.test import Client

from events.models import Event
from registrations.models import Registration
from tests.factories.registrations import make_registration, open_event, open_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return open_registration(open_event(), capacity=6, party_size=3, group_size=30)


def form(**fields: object) -> dict[str, object]:
    return {"name": "Noor", "email": "noor@example.org", "submission": str(uuid4())} | fields


def test_a_simple_event_stays_two_fields(client: Client):
    page = client.get(f"/{open_event().path}aanmelden/").text

    assert "Vul beide velden in" in page
    assert "companions" not in page
    assert "groep" not in page


def test_a_companion_has_a_line(client: Client, event: Event):
    page = client.get(f"/{event.path}aanmelden/").text

    assert page.count('name="companions"') == 2
    assert "Wie komt er met je mee?" in page


def test_companions_come_along(client: Client, event: Event):
    done = client.post(f"/{event.path}aanmelden/", form(companions=["Sam", ""]), follow=True)

    assert [ticket.holder for ticket in Registration.objects.get().current_tickets] == ["Noor", "Sam"]
    assert "Je aanmelding is bevestigd" in done.text
    assert "Sam" not in done.text


def test_more_than_there_is_room_for_comes_back_with_what_was_typed(client: Client, event: Event):
    make_registration(event, companions=["Mo", "Ada"])
    make_registration(event)

    answer = client.post(f"/{event.path}aanmelden/", form(companions=["Sam", "Lies"]))

    assert answer.status_code == 409
    assert "Er zijn nog 2 plekken. Meld minder mensen aan." in answer.text
    for name in ("Noor", "noor@example.org", "Sam", "Lies"):
        assert f'value="{name}"' in answer.text
    assert Registration.objects.count() == 2


def test_who_brings_more_than_are_allowed_meanwhile_loses_nothing(client: Client, event: Event):
    open_registration(event, party_size=1)

    answer = client.post(f"/{event.path}aanmelden/", form(companions=["Sam", "Lies"]))

    assert answer.status_code == 400
    assert "Je kunt alleen jezelf aanmelden." in answer.text
    assert 'value="Lies"' in answer.text
    assert not Registration.objects.exists()


def test_a_class_registers_with_one_contact(client: Client, event: Event):
    assert f"/{event.path}aanmelden/groep/" in client.get(f"/{event.path}aanmelden/").text

    client.post(f"/{event.path}aanmelden/groep/", form(group_name="Klas 4B", number="6"))

    group = Registration.objects.get()
    assert (group.group_name, len(group.current_tickets)) == ("Klas 4B", 6)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1", "Meld dan jezelf aan."),
        ("31", "hoogstens 30 mensen"),
        ("", "Vul een aantal in."),
        ("twee", "Vul een heel getal in"),
        ("1e9", "Vul een heel getal in"),
        ("-3", "Meld dan jezelf aan."),
    ],
)
def test_a_group_of_no_such_number_is_refused_in_words(client: Client, event: Event, number: str, words: str):
    answer = client.post(f"/{event.path}aanmelden/groep/", form(group_name="Klas 4B", number=number))

    assert answer.status_code == 400
    assert words in answer.text
    assert not Registration.objects.exists()


def test_where_no_groups_come_the_form_is_the_ordinary_one(client: Client):
    event = open_event()

    answer = client.get(f"/{event.path}aanmelden/groep/")

    assert (answer.status_code, answer.url) == (302, f"/{event.path}aanmelden/")


@pytest.mark.parametrize("group_name", ["\u3164", "\u200b", " "])
def test_a_group_has_a_name_that_can_be_seen(client: Client, event: Event, group_name: str):
    answer = client.post(f"/{event.path}aanmelden/groep/", form(group_name=group_name, number="3"))

    assert answer.status_code == 400
    assert not Registration.objects.exists()


def test_the_same_form_with_others_in_it_says_that_nothing_changed(client: Client, event: Event):
    path, typed = f"/{event.path}aanmelden/", form(companions=["Sam"])
    client.post(path, typed)

    page = client.post(path, typed | {"companions": ["Sam", "Lies"]}, follow=True)

    assert "dus er is niets veranderd" in page.text
    assert "niets veranderd" not in client.post(path, typed, follow=True).text
