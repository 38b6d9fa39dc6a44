from collections.abc import Iterator

import pytest
from django.db import transaction

from kennisstad.demo.demo_content import create_demo_content
from kennisstad.foundation.created_counts import CreatedCounts


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker) -> Iterator[CreatedCounts]:
    """The whole demo, made once for all tests of a module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield create_demo_content()
        transaction.set_rollback(True)
