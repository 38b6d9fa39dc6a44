from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from kennisstad.jobs import stalled

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


def running(*, minutes: int, starts: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=["worker"] * starts,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="kennisstad.mail.tasks.deliver",
        backend_name="work",
        run_after=get_date_max(),
    )


def status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


def test_a_task_of_a_killed_worker_is_offered_again():
    task = running(minutes=16)

    assert stalled.offer_again(timezone.now()) == 1

    assert status(task) == TaskResultStatus.READY
    assert list(DBTaskResult.objects.ready()) == [task]


def test_a_task_that_still_may_be_running_is_left_alone():
    task = running(minutes=14)

    assert stalled.offer_again(timezone.now()) == 0

    assert status(task) == TaskResultStatus.RUNNING


def test_a_task_that_keeps_killing_its_worker_is_given_up():
    task = running(minutes=16, starts=3)

    stalled.offer_again(timezone.now())

    assert status(task) == TaskResultStatus.FAILED
