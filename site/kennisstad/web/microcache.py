"""Answers kept for a second: whoever come in a rush share one answer, and nobody gets one that is really old."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import cast

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django.utils.translation import get_language

# A fixed number of locks, each for many keys, so that unlimited addresses cost no memory.
_LOCKS = [Lock() for _ in range(64)]
# Longer than an answer takes to make: meanwhile others get the one before.
_KEPT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class CacheKey:
    """All that an answer depends on. Of plain addresses there are only so many; others anybody can think up."""

    parts: tuple[str, ...]
    is_plain: bool = True

    @property
    def key(self) -> str:
        return hashlib.sha256("\0".join(self.parts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def store(self) -> BaseCache:
        """A flood of thought-up addresses pushes out none that everybody uses."""
        return caches["finished" if self.is_plain else "passing"]


def request_cache_key(request: HttpRequest) -> CacheKey:
    """Without cookies: which of them change an answer is for the caller to know."""
    prefix, query = request.META.get("SCRIPT_NAME", ""), request.META.get("QUERY_STRING", "")
    origin = f"{request.scheme}://{request.get_host()}"
    where = (origin, prefix, request.path_info, query)
    return CacheKey(
        ("page", request.method or "", get_language() or "", *where),
        is_plain=origin == settings.BASE_URL and not prefix and not query,
    )


def get_or_make[T](
    key: CacheKey, make: Callable[[], T], *, may_share: Callable[[T], bool] = lambda _: True
) -> T:
    """An answer of this process, made at most MICROCACHE_SECONDS ago, or being renewed by somebody else now."""
    made_at, answer = _found(key)
    if _is_fresh(made_at):
        return cast("T", answer)
    lock = _LOCKS[hash(key) % len(_LOCKS)]
    # Who finds an older answer takes it rather than wait; who finds none waits for whoever makes it.
    if not lock.acquire(blocking=made_at is None):
        return cast("T", answer)
    try:
        return _renewed(key, make, may_share)
    finally:
        lock.release()


def _renewed[T](key: CacheKey, make: Callable[[], T], may_share: Callable[[T], bool]) -> T:
    # Whoever had to wait for the lock finds what its holder made meanwhile.
    made_at, answer = _found(key)
    if _is_fresh(made_at):
        return cast("T", answer)
    begun = monotonic()
    new = make()
    if may_share(new):
        key.store.set(f"shared:{key.key}", (begun, new), _KEPT_SECONDS)
    return new


def _found(key: CacheKey) -> tuple[float | None, object]:
    return cast("tuple[float | None, object]", key.store.get(f"shared:{key.key}", (None, None)))


def _is_fresh(made_at: float | None) -> bool:
    return made_at is not None and monotonic() - made_at < settings.MICROCACHE_SECONDS
