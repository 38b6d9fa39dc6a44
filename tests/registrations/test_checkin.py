from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from events.models import Event
from registrations.cancel import cancel
from registrations.checkin import check_in
from registrations.models import Scan, Ticket
from registrations.verdict_words import words
from tests.factories.registrations import a_door, open_event, registered, ticket

pytestmark = pytest.mark.django_db


def scan(code: str, held: Ticket, **fields: object) -> Scan:
    return check_in(held.registration.event, code, nonce=uuid4(), **fields)


@pytest.mark.parametrize(
    "typed",
    ["ABCDEFGHJKMNPQRS", " abcd efgh jkmn pqrs ", "abcd-efgh-jkmn-pqrs\n", "ABCD\u00a0EFGH\u200bJKMNPQRS"],
)
def test_a_ticket_is_admitted_however_it_is_typed(typed: str):
    held = ticket(code="ABCDEFGHJKMNPQRS")

    assert scan(typed, held).verdict == "admitted"


def test_a_second_scan_says_when_the_first_was():
    held = ticket(name="Noor")
    evening = timezone.localtime().replace(hour=19, minute=42)
    scan(held.code, held, at=evening)

    second = scan(held.code, held, at=evening + timedelta(minutes=5))

    assert second.verdict == "already"
    with translation.override("nl"):
        assert "19.42 uur" in words(second).sentence


def test_a_second_scan_on_another_day_names_the_day():
    held = ticket(name="Noor")
    scan(held.code, held, at=timezone.now() - timedelta(days=2))

    with translation.override("en"):
        sentence = words(scan(held.code, held)).sentence

    assert "came in on" in sentence


def test_the_same_nonce_is_the_same_scan():
    held, nonce = ticket(), uuid4()
    event = held.registration.event

    first = check_in(event, held.code, nonce=nonce)
    again = check_in(event, held.code, nonce=nonce)

    assert first == again
    assert again.verdict == "admitted"
    assert Scan.objects.count() == 1


def test_a_cancelled_registration_does_not_get_in():
    held = ticket()
    cancel(held.registration)

    assert scan(held.code, held).verdict == "cancelled"


def test_nobody_gets_into_an_event_that_is_cancelled():
    held = ticket(name="Noor")
    page = held.registration.event.page
    page.status = "cancelled"
    page.save_revision().publish()

    verdict = words(check_in(Event.objects.get(page=page), held.code, nonce=uuid4()))

    assert verdict.state == "cancelled"
    with translation.override("nl"):
        assert words(Scan.objects.get()).sentence == "Dit evenement gaat niet door. Laat niemand binnen."


def test_a_code_with_something_behind_it_is_another_code():
    held = ticket(code="ABCDEFGHJKMNPQRS")

    assert scan("ABCD EFGH JKMN PQRS ZZZ", held).verdict == "unknown"


def test_a_ticket_of_another_event_names_that_event_and_nobody():
    held, other = ticket(name="Noor", event=open_event(title="Iets anders")), open_event()

    verdict = words(check_in(other, held.code, nonce=uuid4()))

    assert verdict.state == "wrong_event"
    assert "Iets anders" in verdict.sentence
    assert "Noor" not in verdict.sentence


@pytest.mark.parametrize(
    "code", ["", "AAAA", "x" * 10_000, "😀", "\ud800", "=cmd|' /C calc'!A0", "ABCDEFGHJKMNPQR2"]
)
def test_an_unknown_code_is_recorded_shortened(code: str):
    event = open_event()

    unknown = check_in(event, code, nonce=uuid4())

    assert unknown.verdict == "unknown"
    assert len(unknown.code) <= 16


def test_a_scan_knows_its_door():
    event = open_event()
    held, door = ticket(event), a_door(event)

    assert scan(held.code, held, door=door).door == door


def test_the_database_admits_a_ticket_once():
    held = ticket()
    scan(held.code, held)

    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(
            event=held.registration.event,
            ticket=held,
            code=held.code,
            verdict="admitted",
            scanned_at=timezone.now(),
            nonce=uuid4(),
        )


def test_a_code_that_is_too_short_is_told_so():
    event = open_event()
    wrong, short = (words(check_in(event, code, nonce=uuid4())) for code in ("A" * 16, "A" * 15))

    assert wrong.state == short.state == "unknown"
    assert "16" in short.sentence
    assert "16" not in wrong.sentence


def test_an_erased_guest_is_somebody():
    held = ticket()
    registered(held.registration.event)
    type(held.registration).objects.all().erase()

    assert words(scan(held.code, held)).sentence
