"""A worker in a process of its own, which a test kills."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from django.core.management import call_command
from django.db import connections
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from kennisstad.mail.outgoing import State
from kennisstad.mail.tasks import deliver, settle_unanswered
from newsletter.models import Delivery
from tests.smtp_sink import Sink
from tests.soak.postfix import Postfix

# In seconds.
PATIENCE = 60


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
        assert time.monotonic() < deadline, f"The worker did not get on: {figures}"
        tick()
        time.sleep(0.01)


def tick() -> None:
    """What the schedule does every minute."""
    if not DBTaskResult.objects.ready().exists():
        settle_unanswered.enqueue()
        deliver.enqueue()


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
