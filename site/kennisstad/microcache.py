"""Answers kept for a second: whoever come in a rush share one answer, and nobody gets one that is really old."""

import hashlib
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import cast

from django.conf import settings
from django.core.cache import caches

# A fixed number of locks, each for many keys, so that unlimited addresses cost no memory.
_LOCKS = [Lock() for _ in range(64)]
# Longer than an answer takes to make: meanwhile others get the one before.
_KEPT_SECONDS = 10


def shared[T](key: str, make: Callable[[], T], *, may_share: Callable[[T], bool] = lambda _: True) -> T:
    """An answer of this process, made at most MICROCACHE_SECONDS ago, or being renewed by somebody else now."""
    key = "shared:" + hashlib.sha256(key.encode()).hexdigest()
    made_at, answer = _found(key)
    if _is_fresh(made_at):
        return cast("T", answer)
    lock = _LOCKS[hash(key) % len(_LOCKS)]
    if not lock.acquire(blocking=made_at is None):
        return cast("T", answer)
    try:
        return _renewed(key, make, may_share)
    finally:
        lock.release()


def _renewed[T](key: str, make: Callable[[], T], may_share: Callable[[T], bool]) -> T:
    made_at, answer = _found(key)
    if _is_fresh(made_at):
        return cast("T", answer)
    begun = monotonic()
    new = make()
    if may_share(new):
        caches["finished"].set(key, (begun, new), _KEPT_SECONDS)
    return new


def _found(key: str) -> tuple[float | None, object]:
    return cast("tuple[float | None, object]", caches["finished"].get(key, (None, None)))


def _is_fresh(made_at: float | None) -> bool:
    return made_at is not None and monotonic() - made_at < settings.MICROCACHE_SECONDS
