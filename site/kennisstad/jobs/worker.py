"""A worker: it does what waits in the queue and calls what is due. What goes away is waited for, however long."""

import logging
import time
from collections.abc import Callable
from threading import Thread

from django.db import Error as DatabaseError
from django.db import connection, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from . import periodic
from .tasks import run_periodic

logger = logging.getLogger(__name__)

# How often a worker looks whether something is due.
LOOK_SECONDS = 5.0
# How long it waits before it asks again what did not answer.
WAIT_SECONDS = 2.0
# What answered for so long has gone away anew.
A_WHILE_SECONDS = 60.0


def work_from_database(*, once: bool, interval: float) -> None:
    """Until told to stop; with `once`, until nothing waits. `interval` in seconds, between looks at an empty queue."""
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=once,
        backend_name="work",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    # A first signal lets the task under way end; while waiting it ends the process.
    worker.configure_signals()
    survive(worker.run, DatabaseError, until=lambda: not worker.running)


def work_from_redis(*, once: bool) -> None:
    from django_rq.workers import get_worker  # refuses to be imported without Redis settings
    from django_tasks_rq import Job
    from redis import RedisError

    def work() -> None:
        get_worker("default", job_class=Job).work(burst=once)

    survive(work, RedisError)


def survive(work: Callable[[], object], away: type[Exception], *, until: Callable[[], bool] = bool) -> None:
    """Go on with it after each such error, a while later, until it ends by itself or nobody wants it any longer."""
    said = ""
    while not until():
        began = time.monotonic()
        try:
            work()
        except away as failure:
            said = _say_once(failure, said if time.monotonic() - began < A_WHILE_SECONDS else "")
            connections.close_all()
            time.sleep(WAIT_SECONDS)
        else:
            return


def _say_once(failure: Exception, said: str) -> str:
    """An hour without a database is one line in the log, not a thousand."""
    words = f"{type(failure).__name__}: {' '.join(str(failure).split())}"
    if words != said:
        logger.warning("Waiting, and going on when it answers again. %s", words)
    return words


def start_calling() -> None:
    """Beside the worker: what takes it long delays no call, and with it ends this."""
    Thread(target=_call_for_ever, name="calls what is due", daemon=True).start()


def _call_for_ever() -> None:
    said = ""
    while True:
        try:
            periodic.call_due(timezone.now(), run_periodic.enqueue)
            said = ""
        except Exception as failure:  # noqa: BLE001 - of whatever kind: this lives as long as its worker
            said = _say_once(failure, said)
            connection.close()
        time.sleep(LOOK_SECONDS)
