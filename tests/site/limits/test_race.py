"""Forty at the same moment, each with a database connection of its own; and two processes, each with its own memory."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from kennisstad.limits.counting import RateLimitExceeded, check_rate_limit
from kennisstad.limits.models import Tally

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]

CROWD, AMOUNT = 40, 20
DAY = timedelta(days=1)
ONE_PROCESS = """
import django; django.setup()
from datetime import timedelta
from django.core.cache import cache
from django.db import connection
from kennisstad.limits.counting import RateLimitExceeded, check_rate_limit

connection.settings_dict["NAME"] = {name!r}
connection.ensure_connection()
passed = 0
for _ in range({tries}):
    try:
        check_rate_limit("somebody", {amount}, timedelta(days=1))
        passed += 1
    except RateLimitExceeded:
        pass
print(passed)
"""


def everybody_at_once(come: Callable[[], None]) -> Counter[str]:
    start = Barrier(CROWD)

    def one(_number: int) -> str:
        start.wait()
        try:
            come()
        except RateLimitExceeded:
            return "refused"
        finally:
            connections.close_all()
        return "passed"

    with ThreadPoolExecutor(CROWD) as crowd:
        return Counter(crowd.map(one, range(CROWD)))


def test_of_forty_at_once_exactly_twenty_pass():
    answers = everybody_at_once(lambda: check_rate_limit("somebody", AMOUNT, DAY))

    assert answers == {"passed": AMOUNT, "refused": CROWD - AMOUNT}


def test_reading_the_count_first_would_let_more_through():
    """Shows that the crowd above bites."""
    Tally.objects.create(key="k", count=0, ends_at=timezone.now() + DAY)
    everybody_has_read = Barrier(CROWD)

    def read_then_write() -> None:
        row = Tally.objects.get(key="k")
        everybody_has_read.wait()
        row.count += 1
        row.save(update_fields=["count"])
        if row.count > AMOUNT:
            raise RateLimitExceeded(DAY)

    assert everybody_at_once(read_then_write) == {"passed": CROWD}


def test_two_processes_together_let_twenty_through():
    script = ONE_PROCESS.format(name=str(connection.settings_dict["NAME"]), tries=AMOUNT, amount=AMOUNT)
    module = {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    command = [sys.executable, "-c", script]
    processes = [
        subprocess.Popen(
            command,
            env=os.environ | module,
            cwd=settings.ROOT_DIR / "site",
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    assert sum(int(process.communicate(timeout=200)[0]) for process in processes) == AMOUNT
