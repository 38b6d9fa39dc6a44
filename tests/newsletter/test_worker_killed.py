"""A worker that is killed in the middle of sending: nobody is forgotten and nobody gets it twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

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
SOME_READERS = int(os.environ.get("KILL_READERS", "60"))
SOME_KILLS = int(os.environ.get("KILL_TIMES", "4"))
PATIENCE = 60


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    with smtp_sink.running(tmp_path / "sink", pause=0.004) as server:
        prepare(settings, server)
        yield server


def prepare(settings: Settings, server: Sink) -> None:
    """With the database queue, as in production."""
    settings.TASKS = settings.TASKS | {"work": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MAILERS = {"default": server.mailer}
    settings.MAIL_EVIDENCE = str(server.log)
    settings.MAIL_GRACE_SECONDS = 1


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
        figures = Counter(Delivery.objects.values_list("state", flat=True))
        assert time.monotonic() < deadline, f"The worker did not get on: {figures}"
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


def finish(*, but: int = 0) -> None:
    """Until all are settled, but for so many that may stay in doubt."""
    worker = start_worker()
    in_doubt = Delivery.objects.filter(state=State.DOUBT)
    try:
        wait_until(lambda: not Delivery.objects.unsettled().exists() and in_doubt.count() <= but)
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


def empty(log: Path) -> None:
    """A record of something else."""
    settings.MAIL_EVIDENCE = str(log.with_name("another.log"))
    Path(settings.MAIL_EVIDENCE).touch()


def rotate_away(log: Path) -> None:
    log.unlink(missing_ok=True)
    log.touch()


def rotate_by_date(log: Path) -> None:
    if log.exists():
        log.rename(log.with_name(f"mail.log-{time.monotonic_ns()}"))
    log.touch()


# How the record lies or leaves, when, and whether it can tell all the same.
@pytest.mark.parametrize(
    ("manner", "spoil", "can_tell"),
    [
        ("postfix", None, True),
        ("closes", rotate_by_date, True),
        ("hangs-up", None, True),
        ("throttles", rotate_by_date, True),
        ("polite", rotate_away, False),
        ("hangs-up", empty, False),
        ("postfix", rotate_away, False),
    ],
)
def test_whatever_server_and_record_nobody_is_forgotten_and_nobody_gets_it_twice(
    tmp_path: Path, settings: Settings, manner: str, spoil: Callable[[Path], None] | None, can_tell: bool
):
    with smtp_sink.running(tmp_path / "sink", pause=0.004, manner=manner) as sink:
        prepare(settings, sink)
        readers = [reader.email for reader in SubscriberFactory.create_batch(SOME_READERS)]
        mailing = approved_mailing()
        sending.advance_mailings()

        for kill in range(1, SOME_KILLS + 1):
            kill_after(kill * SOME_READERS // (SOME_KILLS + 2), sink)
            if spoil:
                spoil(sink.log)
        # A handful for each kill, and whatever the server itself broke off after the last dot.
        most = 0 if can_tell else SOME_KILLS * HANDFUL + SOME_READERS // 20
        finish(but=most)

        figures, received = mailing.figures(), Counter(sink.recipients())
        assert max(received.values()) == 1
        assert set(received) <= set(readers)
        assert figures["sent"] + figures["doubt"] == SOME_READERS
        assert figures["doubt"] <= most
        assert SOME_READERS - figures["doubt"] <= len(received)


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
