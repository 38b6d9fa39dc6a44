"""A worker in a process of its own, which a test kills."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from kennisstad.mail.delivery import HANDFUL, HANDFUL_ON_RECORD
from kennisstad.mail.models import Pace
from kennisstad.mail.outgoing import State
from kennisstad.mail.tasks import deliver, settle_unanswered
from newsletter import sending
from newsletter.models import Delivery, Mailing
from tests import smtp_sink
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.smtp_sink import Sink
from tests.soak.postfix import Postfix

# In seconds: who is refused because of us is asked again after minutes.
PATIENCE = 400


def prepare(settings: Settings, server: Sink | Postfix) -> None:
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
        slow = list(Pace.objects.values("destination", "interval", "rest", "not_before", "words"))
        assert time.monotonic() < deadline, f"The worker did not get on: {figures} {slow}"
        tick()
        time.sleep(0.01)


def tick() -> None:
    """What the schedule does every minute."""
    if not DBTaskResult.objects.ready().exists():
        settle_unanswered.enqueue()
        deliver.enqueue()
    # An editor who looks, and goes on.
    for mailing in Mailing.objects.filter(state=Mailing.State.HELD):
        sending.resume(mailing, user=UserFactory())


def kill_after(amount: int, sink: Sink) -> None:
    """Once it has sent so many."""
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


def everybody_once(
    folder: Path, settings: Settings, manner: str, record: str, *, readers: int, kills: int
) -> None:
    """A newsletter by a worker that is killed, through such a server with such a record."""
    postfix = "+postfix" if "rejects" in record else ""
    with smtp_sink.running(folder / "sink", pause=0.004, manner=manner + postfix) as sink:
        prepare(settings, sink)
        if record == "none":
            settings.MAIL_EVIDENCE = ""
        wanted = {reader.email for reader in SubscriberFactory.create_batch(readers)}
        mailing = approved_mailing()
        sending.advance_mailings()

        for kill in range(1, kills + 1):
            kill_after(kill * readers // (kills + 2), sink)
            if "emptied" in record:
                sink.log.write_text("")
            if "rotated" in record:
                _rotate(sink.log)
        can_tell = record in {"truthful", "rejects", "rotated"}
        # A handful for each kill, and whatever the server itself broke off after the last dot.
        handful = HANDFUL if record == "none" else HANDFUL_ON_RECORD
        most = 0 if can_tell else kills * handful + readers // 20
        finish(but=most)

        figures, received = mailing.figures(), Counter(sink.recipients())
        assert max(received.values()) == 1
        assert set(received) <= wanted
        assert figures["sent"] + figures["doubt"] == readers
        assert figures["doubt"] <= most
        assert readers - figures["doubt"] <= len(received)


def _rotate(log: Path) -> None:
    if log.exists():
        log.rename(log.with_name(f"mail.log-{time.monotonic_ns()}"))
    log.touch()
