"""Calling a task that reads what is to be done from rows: one call that waits is enough for all of them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.tasks.base import Task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

# What waits longer waits for a worker that is gone, or for a backend that is no longer used.
WAITS_AT_MOST = timedelta(minutes=1)


def call_after_commit(task: Task[Any, Any]) -> None:
    """A lost call costs a minute, since the clock calls too; never a row."""
    transaction.on_commit(lambda: _enqueue_once(task), robust=True)


def _enqueue_once(task: Task[Any, Any]) -> None:
    # A call that nobody has begun will find rows that are committed by now.
    waiting = DBTaskResult.objects.ready().filter(task_path=task.module_path)
    if not waiting.filter(enqueued_at__gt=timezone.now() - WAITS_AT_MOST).exists():
        task.enqueue()
