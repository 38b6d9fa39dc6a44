from collections.abc import Iterator

import pytest

from kennisstad.demo.demo_content import create_demo_content
from kennisstad.foundation.created_counts import CreatedCounts
from tests.made_once import undone_afterwards


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker) -> Iterator[CreatedCounts]:
    """The whole demo, made once for all tests of a module and rolled back after them."""
    with undone_afterwards(django_db_blocker):
        yield create_demo_content()
