"""A worker that is killed in the middle of sending: nobody is forgotten and nobody gets it twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django_tasks_db.models import DBTaskResult

from kennisstad.mail.delivery import HANDFUL
from kennisstad.mail.outgoing import State
from kennisstad.mail.tasks import deliver, settle_unanswered
from newsletter import sending
from newsletter.models import Delivery, Mailing
from tests import smtp_sink
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.smtp_sink import Sink

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # The runner's own threads touch nothing that the forked worker needs.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

READERS = int(os.environ.get("KILL_READERS", "150"))
KILLS = int(os.environ.get("KILL_TIMES", "12"))
PATIENCE = 60


@pytest.fixture
def sink(tmp_path: Path, settings) -> Iterator[Sink]:
    """Slow enough to be interrupted; with the database queue, as in production."""
    with smtp_sink.running(tmp_path / "sink", pause=0.004) as server:
        settings.TASKS = settings.TASKS | {"work": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        settings.MAILERS = {"default": server.mailer}
        settings.MAIL_EVIDENCE = str(server.log)
        settings.MAIL_GRACE_SECONDS = 1
        yield server


def start_worker() -> int:
    """`manage.py work` in a process of its own, spared the start-up."""
    connections.close_all()
    if worker := os.fork():
        return worker
    try:
        call_command("work", "--interval=0.02")
    finally:
        os._exit(0)


def stop(worker: int, how: signal.Signals) -> None:
    os.kill(worker, how)
    os.waitpid(worker, 0)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "The worker did not get on."
        tick()
        time.sleep(0.01)


def tick() -> None:
    """What the schedule does every minute."""
    if not DBTaskResult.objects.ready().exists():
        settle_unanswered.enqueue()
        deliver.enqueue()


def kill_after(amount: int, sink: Sink) -> None:
    worker = start_worker()
    try:
        wait_until(lambda: len(sink.recipients()) >= amount)
        time.sleep(random.uniform(0, 0.01))  # anywhere between two commits
    finally:
        stop(worker, signal.SIGKILL)


def finish() -> None:
    worker = start_worker()
    waiting = Delivery.objects.filter(state__in=[State.QUEUED, State.OFFERED, State.DOUBT])
    try:
        wait_until(lambda: not waiting.exists())
    finally:
        stop(worker, signal.SIGTERM)


def test_everybody_gets_exactly_one_letter_however_often_the_worker_is_killed(sink: Sink):
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    mailing = approved_mailing()
    sending.advance_mailings()

    for kill in range(1, KILLS + 1):
        kill_after(kill * READERS // (KILLS + 2), sink)
    assert 0 < len(sink.recipients()) < READERS
    finish()

    assert Counter(sink.recipients()) == Counter(readers)
    assert mailing.figures()["sent"] == READERS
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT


def test_a_kill_leaves_a_handful_open_at_most(sink: Sink):
    SubscriberFactory.create_batch(20)
    mailing = approved_mailing()
    sending.advance_mailings()

    kill_after(5, sink)

    figures = mailing.figures()
    assert figures["offered"] <= HANDFUL
    assert figures["sent"] <= len(sink.recipients()) <= figures["sent"] + figures["offered"]


def test_two_workers_at_once_send_everybody_one_letter(sink: Sink):
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    approved_mailing()
    sending.advance_mailings()
    other = start_worker()

    finish()

    stop(other, signal.SIGTERM)
    assert Counter(sink.recipients()) == Counter(readers)
