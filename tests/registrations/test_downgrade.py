"""Somebody goes back to the version before, after a busy evening at the door, and comes here again."""

from uuid import uuid4

import pytest

from events.models import Event
from registrations.approval import refuse
from registrations.cancel import cancel, cancel_tickets
from registrations.checkin import check_in, undo_scan
from registrations.doors import pair
from registrations.models import CheckIn, Registration, Ticket
from registrations.signup import sign_up
from tests.factories.registrations import (
    make_device,
    make_door,
    make_registration,
    open_event,
    open_registration,
    ticket,
)
from tests.migrate_from import upgraded_from

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]


def busy_evening() -> Event:
    event = open_event()
    phone, other, practice = make_device(event), make_device(event), pair(make_door(event), practice=True)
    noor, sam, lies, mo = (ticket(event, name=name) for name in ("Noor", "Sam", "Lies", "Mo"))
    mistake, shared = uuid4(), uuid4()
    check_in(phone, noor.code, nonce=mistake)
    undo_scan(phone, mistake)
    check_in(phone, noor.code, nonce=uuid4())
    check_in(phone, sam.code, nonce=shared)
    check_in(phone, lies.code, nonce=shared)
    check_in(other, lies.code, nonce=shared)
    for _time in range(2):
        check_in(practice, mo.code, nonce=uuid4())
    cancel(mo.registration)
    return event


def standing() -> tuple[list[str], list[str], list[str]]:
    """Who is inside, who has a seat, and with which codes."""
    inside = CheckIn.objects.live().values_list("ticket__holder", flat=True)
    live = Registration.objects.live().values_list("name", flat=True)
    codes = [seat.code for seat in Ticket.objects.order_by("pk")]
    return sorted(inside), sorted(live), codes


def test_there_and_back_loses_nobody():
    event = busy_evening()
    before = standing()
    assert before[0] == ["Lies", "Noor", "Sam"]

    with upgraded_from("registrations", "0012_message") as then:
        scans = then.get_model("registrations", "Scan").objects
        admitted = scans.filter(verdict="admitted").values_list("ticket__registration__name", flat=True)
        assert sorted(admitted) == before[0]
        rows = then.get_model("registrations", "Registration").objects
        assert sorted(rows.filter(status="confirmed").values_list("name", flat=True)) == before[1]
        tickets = then.get_model("registrations", "Ticket").objects.order_by("pk")
        assert list(tickets.values_list("code", flat=True)) == before[2]
        assert then.get_model("registrations", "Admission").objects.filter(event_id=event.pk).exists()

    assert standing() == before


def test_on_the_way_back_each_of_a_party_has_a_registration_of_their_own():
    event = open_registration(open_event(), party_size=4)
    noor = make_registration(event, name="Noor", email="noor@example.org", companions=["Sam", ""])
    cancel_tickets(noor, [noor.tickets.get(holder="Noor").pk])

    with upgraded_from("registrations", "0022_tries") as then:
        rows = then.get_model("registrations", "Registration").objects
        people = rows.order_by("name", "-email").values_list("name", "email", "state", "tickets__holder")
        assert sorted(people) == [
            ("Noor", "", "cancelled", "Noor"),
            ("Noor", "", "confirmed", ""),
            ("Noor", "noor@example.org", "confirmed", "Sam"),
        ]


def test_on_the_way_back_who_was_not_admitted_has_cancelled():
    event = open_registration(open_event(), needs_approval=True)
    form = {"language": "nl", "email": "noor@example.org"}
    noor = sign_up(event, name="Noor", submission=uuid4(), **form).registration
    refuse(noor)
    sign_up(event, name="Noor", submission=uuid4(), **form)
    make_registration(event, name="Sam")

    with upgraded_from("registrations", "0024_party_way_back") as then:
        rows = then.get_model("registrations", "Registration").objects
        people = rows.values_list("name", "state", "tickets__state")
        assert sorted(people) == [
            ("Noor", "cancelled", "cancelled"),
            ("Noor", "cancelled", "cancelled"),
            ("Sam", "confirmed", "valid"),
        ]
