"""One answer for everybody who comes in the same second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from kennisstad.web.microcache import CacheKey, get_or_make, request_cache_key

PATIENCE = 10
A, B = CacheKey(("a",)), CacheKey(("b",))


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

    assert [get_or_make(A, counter), get_or_make(A, counter), get_or_make(B, counter)] == [1, 1, 2]
    sleep(0.25)
    assert get_or_make(A, counter) == 3


def test_what_may_not_be_shared_is_made_for_each(settings):
    counter = Counter()
    settings.MICROCACHE_SECONDS = 60

    assert [get_or_make(A, counter, may_share=lambda made: made > 1) for _ in range(3)] == [1, 2, 2]


def test_nothing_is_kept_of_an_answer_that_failed(settings):
    settings.MICROCACHE_SECONDS = 60

    with pytest.raises(ZeroDivisionError):
        get_or_make(A, lambda: 1 // 0)

    assert get_or_make(A, lambda: 2) == 2


def test_a_crowd_at_a_new_address_waits_for_one_answer(settings):
    settings.MICROCACHE_SECONDS = 60
    counter, together = Counter(), Barrier(8)

    def slow() -> int:
        sleep(0.2)
        return counter()

    def visit(_visitor: int) -> int:
        together.wait(PATIENCE)
        return get_or_make(A, slow)

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(visit, range(8))) == [1] * 8


def test_while_one_renews_the_others_get_the_one_before(settings):
    settings.MICROCACHE_SECONDS = 0
    begun, finish = Event(), Event()
    get_or_make(A, lambda: "old")

    def slow() -> str:
        begun.set()
        assert finish.wait(PATIENCE)
        return "new"

    with ThreadPoolExecutor(1) as other:
        renewal = other.submit(get_or_make, A, slow)
        assert begun.wait(PATIENCE)
        assert get_or_make(A, lambda: "not made") == "old"
        finish.set()
        assert renewal.result(PATIENCE) == "new"


@pytest.mark.parametrize(
    "difference",
    [
        {"SCRIPT_NAME": "/en"},
        {"HTTP_HOST": "kennisstad.example.org"},
        {"HTTP_HOST": "testserver:8080"},
        {"wsgi.url_scheme": "https"},
        {"QUERY_STRING": "a=1"},
        {"REQUEST_METHOD": "HEAD"},
        {"PATH_INFO": "//agenda/"},
        {"PATH_INFO": "/agenda"},
    ],
)
def test_answers_that_differ_have_keys_that_differ(rf: RequestFactory, difference: dict[str, str]):
    usual, other = rf.get("/agenda/"), rf.get("/agenda/", **difference)

    assert request_cache_key(usual).key != request_cache_key(other).key


def test_each_language_has_its_own(rf: RequestFactory):
    with override("nl"):
        dutch = request_cache_key(rf.get("/agenda/"))
    with override("en"):
        english = request_cache_key(rf.get("/agenda/"))

    assert dutch.key != english.key


@pytest.mark.parametrize(
    "thought_up", [{"QUERY_STRING": "a=1"}, {"HTTP_HOST": "testserver:1234"}, {"SCRIPT_NAME": "/x"}]
)
def test_only_our_own_addresses_are_kept_among_our_own(
    rf: RequestFactory, settings, thought_up: dict[str, str]
):
    settings.BASE_URL = "http://testserver"

    assert request_cache_key(rf.get("/agenda/")).is_plain
    assert not request_cache_key(rf.get("/agenda/", **thought_up)).is_plain
