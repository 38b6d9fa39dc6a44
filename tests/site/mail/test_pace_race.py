"""Two workers that send at the same moment keep one pace together."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from time_machine import travel

from kennisstad.mail import pace
from kennisstad.mail.models import Pace
from tests.races import result_in_own_connection, while_transaction_open, without_row_locks

pytestmark = [pytest.mark.touches_engine, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

reserve = partial(pace.reserve, 5, within=timedelta(minutes=1))


@pytest.fixture(autouse=True)
def _ten_in_a_second(settings: Settings, database: None) -> None:
    settings.MAILS_PER_SECOND = 10


def waits() -> list[timedelta | None]:
    """Of three in turn, of which the second and the third come at the same moment."""
    with travel(timezone.now(), tick=False):
        first = result_in_own_connection(reserve)
        found: list[timedelta | None] = []
        third = while_transaction_open(lambda: found.append(reserve()), reserve)
    return [first, *found, third]


def test_who_comes_at_the_same_moment_waits_for_a_turn_of_their_own():
    assert waits() == [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=1)]


@pytest.mark.locks_rows
def test_without_the_lock_both_would_go_at_once():
    with without_row_locks(Pace):
        assert waits() == [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=0.5)]
