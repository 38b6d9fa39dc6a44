"""Fifty people want ten places at the same moment, each with a database connection of their own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from events.models import Event
from registrations import signup
from registrations.exceptions import RegistrationRefused
from registrations.models import Registration
from tests.factories.registrations import open_event

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("without_mail_worker"),
]

PEOPLE, PLACES = 50, 10
ROUNDS = 5


@pytest.fixture
def event() -> Event:
    return open_event(capacity=PLACES)


def everybody_at_once(event: Event) -> Counter[str]:
    start = Barrier(PEOPLE)

    def come(number: int) -> str:
        start.wait()
        try:
            signup.sign_up(
                event,
                name=f"Gast {number}",
                email=f"gast{number}@example.org",
                language="nl",
                submission=uuid4(),
            )
        except RegistrationRefused as refusal:
            return refusal.code.value
        finally:
            connections.close_all()
        return "registered"

    with ThreadPoolExecutor(PEOPLE) as crowd:
        return Counter(crowd.map(come, range(PEOPLE)))


def places_given(event: Event) -> int:
    """Asked by a thread of its own, which sees the database that the crowd saw."""

    def count() -> int:
        try:
            return Registration.objects.filter(event=event).live().count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as one:
        return one.submit(count).result()


def test_fifty_people_get_exactly_ten_places(event: Event, database: None):
    answers = everybody_at_once(event)

    assert answers == {"registered": PLACES, "full": PEOPLE - PLACES}
    assert places_given(event) == PLACES


def test_without_the_lock_the_hall_is_oversold(event: Event, database: None, monkeypatch: pytest.MonkeyPatch):
    """The test above bites: take the lock away and the same crowd gets more than ten places."""
    if connection.vendor == "sqlite":
        # There the lock is the transaction, which is IMMEDIATE.
        monkeypatch.setattr(signup, "transaction", SimpleNamespace(atomic=nullcontext))
    else:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)

    given = 0
    for _ in range(ROUNDS):
        everybody_at_once(event)
        given = places_given(event)
        if given > PLACES:
            break

    assert given > PLACES
