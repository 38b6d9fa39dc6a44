from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Row numbers return in every test, so nothing remembered may outlive one."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
