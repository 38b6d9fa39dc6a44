"""Several doors hold the same ticket at the same moment, each with a database connection of its own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections

from registrations.checkin import check_in
from registrations.models import Scan, Ticket
from tests.factories.registrations import ticket

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DOORS = 12


@pytest.fixture
def held() -> Ticket:
    """With its registration and event at hand, so that the threads ask for nothing but the scan."""
    return Ticket.objects.select_related("registration__event").get(pk=ticket().pk)


def at_every_door(held: Ticket, nonces: list[UUID]) -> list[Scan]:
    start = Barrier(len(nonces))

    def hold(nonce: UUID) -> Scan:
        start.wait()
        try:
            return check_in(held.registration.event, held.code, nonce=nonce)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(nonces)) as doors:
        return list(doors.map(hold, nonces))


def test_a_ticket_is_admitted_by_one_door(held: Ticket, database: None):
    scans = at_every_door(held, [uuid4() for _ in range(DOORS)])

    assert Counter(scan.verdict for scan in scans) == {"admitted": 1, "already": DOORS - 1}
    assert len({scan.pk for scan in scans}) == DOORS


def test_a_scan_that_is_sent_again_and_again_is_one(held: Ticket, database: None):
    first = at_every_door(held, [uuid4()] * DOORS)
    second = at_every_door(held, [uuid4()] * DOORS)

    assert {(scan.pk, scan.verdict) for scan in first} == {(first[0].pk, "admitted")}
    assert {(scan.pk, scan.verdict) for scan in second} == {(second[0].pk, "already")}
