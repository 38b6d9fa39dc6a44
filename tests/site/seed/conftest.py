from collections.abc import Iterator

import pytest
from django.db import transaction

from kennisstad.seed.created_counts import CreatedCounts
from kennisstad.seed.demo_content import seed


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[CreatedCounts]:
    """The whole demo, made once for all tests of a module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)
