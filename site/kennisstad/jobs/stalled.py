"""Tasks that a killed worker left running in the database queue."""

from datetime import datetime, timedelta
from typing import Any

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# Far longer than any task of ours takes; running one twice does no harm, they are idempotent.
STALLED_AFTER = timedelta(minutes=15)
MOST_STARTS = 3


def offer_again(now: datetime) -> int:
    """Make them ready once more, unless they keep taking their worker down with them."""
    stalled = DBTaskResult.objects.running().filter(started_at__lt=now - STALLED_AFTER)
    return sum(_settle(task, now) for task in stalled)


def _settle(task: "DBTaskResult[..., Any]", now: datetime) -> bool:
    still = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    if len(task.worker_ids) < MOST_STARTS:
        return bool(still.update(status=TaskResultStatus.READY))
    words = f"Started {len(task.worker_ids)} times without an end."
    return bool(still.update(status=TaskResultStatus.FAILED, finished_at=now, traceback=words))
