"""Each way of a mail server with each kind of record, and a worker that is killed meanwhile."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.newsletter.killing import everybody_once

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

MANNERS = ["polite", "closes", "hangs-up", "throttles", "denies", "drips"]
RECORDS = ["truthful", "none", "rejects", "emptied", "rejects emptied", "rotated"]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("record", RECORDS)
def test_nobody_is_forgotten_and_nobody_gets_it_twice(
    tmp_path: Path, settings: Settings, manner: str, record: str
):
    everybody_once(tmp_path, settings, manner, record, readers=60, kills=6)
