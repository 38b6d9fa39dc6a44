"""An organiser registers somebody who phoned."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from kennisstad.audit.models import AuditEntry
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, TicketRequest
from registrations.on_behalf import register_on_behalf
from tests.factories.events import organiser_page
from tests.factories.registrations import (
    mails_written,
    make_registration,
    open_event,
    open_registration,
    scan_code,
)
from tests.registrations.views.organisers import address, signed_in, works_for

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

FORM = {"name": "Mevrouw De Wit", "language": "nl"}


@pytest.fixture
def event() -> Event:
    return open_event(capacity=3)


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(works_for(event))


def register(event: Event, *companions: str, **fields: object) -> Registration:
    values = FORM | {"submission": uuid4()} | fields
    return register_on_behalf(event, None, companions=companions, **values)


def refusal_of(event: Event, *companions: str, **fields: object) -> Reason:
    with pytest.raises(RegistrationRefused) as refusal:
        register(event, *companions, **fields)
    return refusal.value.code


def test_without_an_address_they_have_a_ticket_to_print(event: Event):
    registration = register(event, "Sam")

    assert [ticket.holder for ticket in registration.current_tickets] == ["Mevrouw De Wit", "Sam"]
    assert (registration.source, registration.email, registration.mailbox) == ("desk", "", None)
    assert not TicketRequest.objects.exists()
    assert scan_code(event, registration.current_tickets[0].code).verdict == "admitted"


def test_with_an_address_the_ticket_is_mailed(event: Event):
    register(event, email="wit@example.org")

    assert mails_written(to="wit@example.org").get().subject == f"Je ticket voor {event.title}"


def test_several_without_an_address_stand_beside_each_other(event: Event):
    register(event), register(event), register(event)

    assert refusal_of(event) is Reason.FULL
    assert event.registrations.live().count() == 3


def test_there_are_not_more_seats_than_there_are(event: Event):
    make_registration(event)

    assert refusal_of(event, "Sam", "Lies") is Reason.TOO_FEW_SEATS


@pytest.mark.parametrize("moments", [{"opens_at": None}, {"closes_at": timezone.now() - timedelta(days=1)}])
def test_it_does_not_wait_for_registration_to_be_open(event: Event, moments: dict[str, object]):
    assert register(open_registration(event, **moments)).state == "confirmed"


def test_whom_the_organiser_brings_need_not_ask(event: Event):
    assert register(open_registration(event, needs_approval=True)).state == "confirmed"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "cancelled"}, Reason.CANCELLED),
        ({"status": "postponed"}, Reason.POSTPONED),
        ({"is_public": False}, Reason.NOT_PUBLIC),
        ({"booking": "elsewhere"}, Reason.ELSEWHERE),
        ({"booking": "walk_in"}, Reason.NO_REGISTRATION),
    ],
)
def test_there_must_be_something_to_come_to(event: Event, fields: dict[str, object], reason: Reason):
    Event.objects.filter(pk=event.pk).update(**fields)

    assert refusal_of(event) is reason


def test_nobody_comes_to_what_is_over(event: Event):
    assert refusal_of(event, at=event.ends_at) is Reason.OVER


def test_an_address_that_is_known_is_told_to_the_organiser(event: Event):
    make_registration(event, email="wit@example.org")

    assert refusal_of(event, email="Wit@example.org") is Reason.KNOWN


def test_two_clicks_are_one_registration(event: Event):
    form = uuid4()

    assert register(event, submission=form) == register(event, submission=form)
    assert event.registrations.count() == 1


def test_the_organiser_fills_in_a_form_and_gets_tickets_to_print(organiser: Client, event: Event):
    typed = FORM | {"companions": "Sam\n\n Lies 🐝 \n", "submission": str(uuid4())}

    page = organiser.post(address("add", event), typed, follow=True)

    registration = Registration.objects.get()
    assert "Open elk ticket en print het." in page.text
    assert all(f"/t/{ticket.code}" in page.text for ticket in registration.current_tickets)
    assert [ticket.holder for ticket in registration.current_tickets][1:] == ["Sam", "Lies 🐝"]
    entry = AuditEntry.objects.get(action="registrations.added")
    assert (entry.actor.email, entry.details["tickets"]) == (works_on(organiser), 3)


def works_on(organiser: Client) -> str:
    return organiser.get("/cms/").context["user"].email


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"email": "nergens"}, "Vul een e-mailadres in"),
        ({"companions": "\n".join(["Sam"] * 10)}, "Er kunnen hoogstens 9 mensen mee."),
        ({"companions": "x" * 121}, "120"),
        ({"language": "fr"}, "fr"),
    ],
)
def test_what_is_not_right_comes_back_with_what_was_typed(
    organiser: Client, event: Event, typed: dict[str, str], words: str
):
    page = organiser.post(address("add", event), FORM | {"companions": "Noor"} | typed)

    assert page.status_code == 422
    assert words in page.text
    assert not Registration.objects.exists()


def test_a_full_event_is_told_and_keeps_what_was_typed(organiser: Client, event: Event):
    make_registration(event, companions=[]), make_registration(event), make_registration(event)

    page = organiser.post(address("add", event), FORM)

    assert page.status_code == 409
    assert "Alle plekken zijn bezet." in page.text
    assert 'value="Mevrouw De Wit"' in page.text


def test_only_its_own_organiser_registers_somebody(event: Event):
    stranger = signed_in(works_for(open_event(organiser=organiser_page("lumc"))))

    assert stranger.get(address("add", event)).status_code == 404
    assert stranger.post(address("add", event), FORM).status_code == 404
    assert stranger.get(address("added", event, register(event).pk)).status_code == 404


def test_the_page_to_print_shows_nobody_who_registered_themselves(organiser: Client, event: Event):
    assert organiser.get(address("added", event, make_registration(event).pk)).status_code == 404


def test_nobody_is_added_to_what_is_over(organiser: Client, event: Event):
    assert address("add", event) in organiser.get(address("event", event)).text
    past = timezone.now() - timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts_at=past - timedelta(hours=1), ends_at=past)

    assert address("add", event) not in organiser.get(address("event", event)).text
