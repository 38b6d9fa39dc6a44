from collections.abc import Iterator

import pytest
from django.db import transaction

from kennisstad.seed.demo_content import seed
from kennisstad.seed.tally import Tally


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[Tally]:
    """The whole demo, made once for all tests of a module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)
