"""People who came together stand at the door together: one scan shows them all, and one press lets them in."""

from uuid import uuid4

import pytest
from django.test import Client

from registrations.cancel import cancel_tickets
from registrations.checkin import check_in, check_in_others, undo_scan
from registrations.models import CheckIn, Device, Registration, Scan
from registrations.verdict_words import words
from tests.factories.registrations import make_device, make_registration, open_event, open_registration

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


@pytest.fixture
def noor() -> Registration:
    event = open_registration(open_event(), party_size=4)
    return make_registration(event, name="Noor", companions=["Sam", "Lies", ""])


@pytest.fixture
def phone(noor: Registration) -> Device:
    return make_device(noor.event)


def inside() -> int:
    return CheckIn.objects.live().count()


def test_a_scan_says_how_many_of_them_are_inside(noor: Registration, phone: Device):
    first, second = (check_in(phone, ticket.code, nonce=uuid4()) for ticket in noor.current_tickets[:2])

    assert words(first).sentence.startswith("Noor. 2 ")
    assert words(second).sentence.startswith("Sam. 2 ")
    assert words(second).others == 2


def test_who_comes_alone_is_only_welcome(phone: Device, noor: Registration):
    alone = make_registration(noor.event, name="Mo").current_tickets[0]

    said = words(check_in(phone, alone.code, nonce=uuid4()))

    assert (said.sentence, said.others) == ("Mo", 0)


def test_one_press_lets_them_all_in(noor: Registration, phone: Device):
    nonce = uuid4()
    check_in(phone, noor.current_tickets[0].code, nonce=nonce)

    for _lost_answer in range(2):
        scan = check_in_others(phone, nonce)
        assert scan
        assert words(scan).others == 0
        assert inside() == 4


def test_who_gave_their_place_back_is_not_let_in(noor: Registration, phone: Device):
    nonce = uuid4()
    check_in(phone, noor.current_tickets[0].code, nonce=nonce)
    cancel_tickets(noor, [noor.current_tickets[1].pk])

    check_in_others(phone, nonce)

    assert inside() == 3


def test_what_was_a_mistake_is_taken_back_for_all(noor: Registration, phone: Device):
    nonce, earlier = uuid4(), uuid4()
    check_in(phone, noor.current_tickets[3].code, nonce=earlier)
    check_in(phone, noor.current_tickets[0].code, nonce=nonce)
    check_in_others(phone, nonce)

    assert undo_scan(phone, nonce)

    assert inside() == 1
    assert check_in_others(phone, nonce) is None
    assert inside() == 1
    assert CheckIn.objects.live().get().scan.nonce == earlier


def test_another_door_lets_nobody_in_with_it(noor: Registration, phone: Device):
    nonce = uuid4()
    check_in(phone, noor.current_tickets[0].code, nonce=nonce)

    assert check_in_others(make_device(noor.event), nonce) is None
    assert inside() == 1


def test_who_practises_is_offered_nobody(noor: Registration, phone: Device):
    phone.is_practice = True
    phone.save()
    nonce = uuid4()

    assert words(check_in(phone, noor.current_tickets[0].code, nonce=nonce)).others == 0
    assert check_in_others(phone, nonce) is None
    assert inside() == 0


def test_the_page_lets_them_in_without_a_script(client: Client, noor: Registration, phone: Device):
    session = client.session
    session["devices"] = [phone.pk]
    session.save()
    nonce = str(uuid4())
    seen = client.post("/checkin/", {"code": noor.current_tickets[0].code, "nonce": nonce})
    assert "1 van 4 binnen." in seen.text

    done = client.post("/checkin/others/", {"nonce": nonce})

    assert "4 van 4 binnen." in done.text
    assert Scan.objects.count() == 4


@pytest.mark.parametrize("nonce", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_of_what_was_never_scanned_nobody_comes_in(
    client: Client, noor: Registration, phone: Device, nonce: str
):
    assert client.post("/checkin/others/", {"nonce": nonce}).status_code == 403
    session = client.session
    session["devices"] = [phone.pk]
    session.save()

    assert client.post("/checkin/others/", {"nonce": nonce}).status_code == 400
    answer = client.post("/checkin/others/", {"nonce": nonce}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (400, "unreadable")
    assert inside() == 0
