"""Three hundred filters in ten seconds cost no more memory than was set aside for them."""

import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import BaseCache, caches
from django.test import Client
from time_machine import travel

from kennisstad.web import microcache
from kennisstad.web.bounded_cache import LARGEST_SHARE, OVERHEAD, BoundedCache, Store
from tests.factories.events import agenda_page
from tests.factories.registrations import open_event

MEGABYTE = 1024**2
FILTERS = 300


@pytest.fixture
def cache() -> BoundedCache:
    cache = BoundedCache("test", {"OPTIONS": {"MAX_BYTES": 4 * MEGABYTE}})
    cache.clear()
    return cache


def test_it_weighs_no_more_than_it_may(cache: BoundedCache):
    tracemalloc.start()
    before, _peak = tracemalloc.get_traced_memory()
    for number in range(FILTERS):
        cache.set(f"feed {number}".replace(" ", "-"), os.urandom(300_000))
    after, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert cache.store.held_bytes <= 4 * MEGABYTE
    assert after - before < 4.5 * MEGABYTE


def test_thousands_of_small_ones_weigh_no_more_either(cache: BoundedCache):
    tracemalloc.start()
    before, _peak = tracemalloc.get_traced_memory()
    for number in range(30_000):
        cache.set(f"{number:064d}", number)
    after, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert after - before < 4.5 * MEGABYTE


def test_the_one_used_longest_ago_goes_first(cache: BoundedCache):
    for name in "abcdefghi":
        cache.set(name, bytes(400_000))
    assert cache.get("a") is not None
    for name in "jk":
        cache.set(name, bytes(400_000))

    assert [name for name in "abcdefghijk" if cache.get(name) is None] == ["b"]


def test_what_would_push_out_too_much_is_not_kept(cache: BoundedCache):
    cache.set("small", 1)
    cache.set("large", bytes(4 * MEGABYTE // LARGEST_SHARE))

    assert (cache.get("small"), cache.get("large", "none")) == (1, "none")


def test_it_is_a_cache_like_any_other(cache: BoundedCache):
    with travel("2027-01-01T10:00:00Z", tick=False) as clock:
        cache.set("a", {"b": [1]}, 60)
        cache.get("a")["b"].append(2)
        assert [cache.add("a", 2), cache.add("c", 3, None)] == [False, True]
        assert cache.get_many(["a", "c", "x"]) == {"a": {"b": [1]}, "c": 3}
        clock.shift(61)
        assert (cache.get("a"), cache.get("c")) == (None, 3)
        assert [cache.delete("c"), cache.delete("c")] == [True, False]

    assert cache.store.held_bytes == 0


def test_threads_share_one_store_and_lose_no_byte_of_its_weight():
    store = Store(100 * (OVERHEAD + 100))

    def work(number: int) -> None:
        for turn in range(500):
            store.put(f"{(number * turn) % 300:04d}", bytes(96), None)
            store.drop(f"{turn % 300:04d}")

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(work, range(8)))
    held = store.held_bytes
    dropped = sum(store.drop(f"{key:04d}") for key in range(300))

    assert held == dropped * (OVERHEAD + 100)
    assert store.held_bytes == 0


@pytest.mark.django_db
def test_a_flood_of_filters_pushes_out_no_feed_that_everybody_reads(
    client: Client, settings, monkeypatch, django_assert_num_queries
):
    settings.MICROCACHE_SECONDS = 600
    monkeypatch.setattr(microcache, "_KEPT_SECONDS", 600)
    agenda_page()
    open_event()
    monkeypatch.setattr(caches["passing"].store, "most_bytes", 100_000)
    plain = [client.get(f"/feeds/all.{kind}").content for kind in ("ics", "rss", "json")]

    for number in range(FILTERS):
        assert client.get(f"/feeds/all.ics?q=sterren{number}").status_code == 200

    assert 0 < caches["passing"].store.held_bytes <= 100_000
    with django_assert_num_queries(0):
        assert [client.get(f"/feeds/all.{kind}").content for kind in ("ics", "rss", "json")] == plain


def test_every_cache_of_a_process_is_bounded(settings):
    bounded: list[BaseCache] = [caches[name] for name in settings.CACHES if name != "default"]

    assert {type(cache) for cache in bounded} == {BoundedCache}
    assert sum(cache.store.most_bytes for cache in bounded) <= 60 * MEGABYTE
