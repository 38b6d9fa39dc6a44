"""A real PostgreSQL stops and comes back under a real worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60
AWAY_SECONDS = 4
# All that a job needs which looks for tasks of killed workers.
MIGRATE = """
import django
django.setup()
from django.core.management import call_command
for app in ("django_tasks_database", "jobs"):
    call_command("migrate", app, verbosity=0)
"""
JOB = "offer_stalled_tasks_again"


@pytest.fixture
def database() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def environment(tmp_path: Path, database: postgres.Cluster) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "kennisstad.settings.dev",
        "DATABASE_URL": database.url,
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
    }


def run(environment: dict[str, str], log: Path, *command: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=output, stderr=output
        )


def done(database: postgres.Cluster) -> bool:
    """The job has been called by the clock and done by the worker, since it was made due."""
    with psycopg.connect(database.url) as connection:
        found = connection.execute("SELECT done_at FROM jobs_periodicjob WHERE name = %s", [JOB]).fetchone()
    return bool(found and found[0])


def make_due(database: postgres.Cluster) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute(
            "UPDATE jobs_periodicjob SET due = now() - interval '1 hour', done_at = NULL, called_at = NULL"
            " WHERE name = %s",
            [JOB],
        )


def has_row(database: postgres.Cluster) -> bool:
    with psycopg.connect(database.url) as connection:
        return bool(connection.execute("SELECT 1 FROM jobs_periodicjob WHERE name = %s", [JOB]).fetchone())


def wait_until(true: Callable[[], bool], log: Path) -> None:
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, log.read_text()
        sleep(0.2)


def test_a_worker_waits_for_its_database_and_goes_on(
    database: postgres.Cluster, environment: dict[str, str], tmp_path: Path
):
    log = tmp_path / "log"
    assert run(environment, log, "-c", MIGRATE).wait(PATIENCE) == 0, log.read_text()
    database.stop()
    worker = run(environment, log, "manage.py", "work")
    try:
        # It may be started before its database is.
        wait_until(lambda: "Waiting" in log.read_text(), log)
        database.start()
        wait_until(lambda: has_row(database), log)
        make_due(database)
        wait_until(lambda: done(database), log)

        make_due(database)
        database.stop()
        sleep(AWAY_SECONDS)
        assert worker.poll() is None
        database.start()

        wait_until(lambda: done(database), log)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()
