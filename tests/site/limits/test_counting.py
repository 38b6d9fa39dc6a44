"""Counts that hold for all processes, and tell nothing about anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory
from time_machine import travel

from kennisstad.limits.counting import Limit, RateLimitExceeded, check_rate_limit, check_rate_limits, sweep
from kennisstad.limits.models import Tally
from kennisstad.limits.retry_after import wait_in_words
from kennisstad.limits.visitors import UNKNOWN, network, visitor

pytestmark = pytest.mark.touches_engine

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_what_is_within_passes_and_the_next_is_refused_until_the_period_ends():
    with travel("2027-03-01T10:20:00Z", tick=False) as clock:
        for _ in range(3):
            check_rate_limit("a", 3, HOUR)
        with pytest.raises(RateLimitExceeded) as refusal:
            check_rate_limit("a", 3, HOUR)
        check_rate_limit("b", 3, HOUR)
        check_rate_limit("a", 3, timedelta(days=1))
        clock.shift(refusal.value.wait)
        check_rate_limit("a", 3, HOUR)

    assert refusal.value.wait == timedelta(minutes=40)


@pytest.mark.django_db
def test_of_several_limits_those_after_the_one_that_is_reached_do_not_count():
    """Nobody who is refused uses up what somebody else may do."""
    visitor, address = Limit("visitor", 1, HOUR), Limit("address", 1, HOUR)
    check_rate_limits(visitor)

    for _ in range(2):
        with pytest.raises(RateLimitExceeded):
            check_rate_limits(visitor, address)

    check_rate_limits(address)


@pytest.mark.django_db
def test_the_table_tells_nobody_whom_it_counts(settings):
    check_rate_limit("sign-up of noor@example.org", 3, HOUR)
    settings.SECRET_KEY = "another-" * 8
    check_rate_limit("sign-up of noor@example.org", 3, HOUR)

    keys = list(Tally.objects.values_list("key", flat=True))
    assert len(set(keys)) == 2
    assert [len(key) for key in keys] == [64, 64]


@pytest.mark.django_db
def test_a_count_goes_when_its_period_has_ended():
    now = datetime(2027, 3, 1, 10, 20, tzinfo=UTC)
    with travel(now, tick=False):
        check_rate_limit("a", 3, HOUR)
        check_rate_limit("a", 3, timedelta(days=1))

    assert [sweep(now), sweep(now + HOUR), sweep(now + HOUR)] == [0, 1, 0]
    assert Tally.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_count_is_never_undone_with_what_it_stood_before():
    with pytest.raises(RuntimeError), transaction.atomic():
        check_rate_limit("a", 1, HOUR)

    check_rate_limit("a", 1, HOUR)
    with pytest.raises(RateLimitExceeded):
        check_rate_limit("a", 1, HOUR)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_a_visitor_is_an_address_or_the_network_of_a_household(one: str, other: str, same: bool):
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize("address", ["", "unix:", "not an address", "1.2.3.4.5", "[::"])
def test_without_an_address_somebody_is_one_of_the_unknown(address: str, rf: RequestFactory):
    assert visitor(rf.get("/", REMOTE_ADDR=address)) == UNKNOWN


def test_a_proxy_too_few_keeps_nobody_out(rf: RequestFactory, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    assert visitor(rf.get("/", headers={"x-forwarded-for": "192.0.2.1"})) == UNKNOWN


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 minuut"),
        (61, "2 minuten"),
        (600, "10 minuten"),
        (3600, "60 minuten"),
        (5401, "2 uur"),
        (86400, "24 uur"),
    ],
)
def test_the_wait_in_words_is_never_shorter_than_the_wait(seconds: float, words: str):
    assert wait_in_words(timedelta(seconds=seconds)) == words
