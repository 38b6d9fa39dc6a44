"""Several doors hold the same ticket at the same moment, each with a database connection of its own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from registrations.checkin import check_in
from registrations.models import Device, Scan, Ticket
from tests.factories.registrations import make_device, ticket
from tests.races import in_own_connection

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]

DOORS = 12


@pytest.fixture
def held() -> Ticket:
    return ticket()


@pytest.fixture
def phone(held: Ticket) -> Device:
    """With its door and event at hand, so that the threads ask for nothing but the scan."""
    return make_device(held.registration.event)


def at_every_door(phone: Device, code: str, nonces: list[UUID]) -> list[Scan]:
    start = Barrier(len(nonces))

    def hold(nonce: UUID) -> Scan:
        start.wait()
        return check_in(phone, code, nonce=nonce)

    with ThreadPoolExecutor(len(nonces)) as doors:
        answers = [doors.submit(in_own_connection(partial(hold, nonce))) for nonce in nonces]
        return [answer.result() for answer in answers]


def test_a_ticket_is_admitted_by_one_door(held: Ticket, phone: Device, database: None):
    scans = at_every_door(phone, held.code, [uuid4() for _ in range(DOORS)])

    assert Counter(scan.verdict for scan in scans) == {"admitted": 1, "already": DOORS - 1}
    assert len({scan.pk for scan in scans}) == DOORS


@pytest.mark.parametrize("code", ["", "ABCDEFGHJKMNPQRS"])
def test_a_scan_that_is_sent_again_and_again_is_one(code: str, held: Ticket, phone: Device, database: None):
    code = code or held.code
    first = at_every_door(phone, code, [uuid4()] * DOORS)
    second = at_every_door(phone, code, [uuid4()] * DOORS)

    verdicts = ("admitted", "already") if code == held.code else ("unknown", "unknown")
    assert {(scan.pk, scan.verdict) for scan in first} == {(first[0].pk, verdicts[0])}
    assert {(scan.pk, scan.verdict) for scan in second} == {(second[0].pk, verdicts[1])}
