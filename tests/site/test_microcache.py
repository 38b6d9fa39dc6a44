"""One answer for everybody who comes in the same second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest

from kennisstad.microcache import shared

PATIENCE = 10


class Counter:
    """Makes 1, 2, 3 …"""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_an_answer_is_shared_for_a_second_and_then_renewed(settings):
    counter = Counter()
    settings.MICROCACHE_SECONDS = 0.2

    assert [shared("a", counter), shared("a", counter), shared("b", counter)] == [1, 1, 2]
    sleep(0.25)
    assert shared("a", counter) == 3


def test_what_may_not_be_shared_is_made_for_each(settings):
    counter = Counter()
    settings.MICROCACHE_SECONDS = 60

    assert [shared("a", counter, may_share=lambda made: made > 1) for _ in range(3)] == [1, 2, 2]


def test_nothing_is_kept_of_an_answer_that_failed(settings):
    settings.MICROCACHE_SECONDS = 60

    with pytest.raises(ZeroDivisionError):
        shared("a", lambda: 1 // 0)

    assert shared("a", lambda: 2) == 2


def test_a_crowd_at_a_new_address_waits_for_one_answer(settings):
    settings.MICROCACHE_SECONDS = 60
    counter, together = Counter(), Barrier(8)

    def slow() -> int:
        sleep(0.2)
        return counter()

    def visit(_visitor: int) -> int:
        together.wait(PATIENCE)
        return shared("a", slow)

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(visit, range(8))) == [1] * 8


def test_while_one_renews_the_others_get_the_one_before(settings):
    settings.MICROCACHE_SECONDS = 0
    begun, finish = Event(), Event()
    shared("a", lambda: "old")

    def slow() -> str:
        begun.set()
        assert finish.wait(PATIENCE)
        return "new"

    with ThreadPoolExecutor(1) as other:
        renewal = other.submit(shared, "a", slow)
        assert begun.wait(PATIENCE)
        assert shared("a", lambda: "not made") == "old"
        finish.set()
        assert renewal.result(PATIENCE) == "new"
