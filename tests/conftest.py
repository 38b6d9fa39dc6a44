from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Row numbers return in every test, so nothing remembered may outlive one."""
    yield
    cache.clear()
