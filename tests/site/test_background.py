"""However many ask for the same work, one call that waits does it for all of them."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from kennisstad.background import call_after_commit
from kennisstad.mail import delivery
from kennisstad.mail.outbox import wake_worker
from kennisstad.mail.tasks import deliver
from registrations.tasks import tell_changes

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]


@pytest.fixture(autouse=True)
def _work_waits_in_the_database(settings: Settings) -> None:
    settings.TASKS = settings.TASKS | {"work": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def calls() -> int:
    return DBTaskResult.objects.filter(task_path=deliver.module_path).count()


def test_many_ask_and_one_call_waits():
    for _ in range(3):
        with transaction.atomic():
            call_after_commit(deliver)
            call_after_commit(tell_changes)

    assert calls() == 1
    assert DBTaskResult.objects.count() == 2


def test_a_call_waits_until_the_rows_are_there():
    with transaction.atomic():
        call_after_commit(deliver)
        assert calls() == 0

    assert calls() == 1


def test_nothing_is_called_for_what_was_never_written():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        call_after_commit(deliver)
        raise ZeroDivisionError

    assert calls() == 0


@pytest.mark.parametrize(
    "other",
    [
        {"status": TaskResultStatus.RUNNING},
        {"status": TaskResultStatus.SUCCESSFUL},
        {"enqueued_at": timezone.now() - timedelta(minutes=2)},
    ],
)
def test_who_has_begun_or_was_forgotten_does_not_count(other: dict[str, object]):
    call_after_commit(deliver)
    DBTaskResult.objects.update(**other)

    call_after_commit(deliver)

    assert calls() == 2


def test_the_worker_is_not_called_for_what_it_writes_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delivery, "BEFORE_SENDING", [wake_worker])

    delivery.send_due()
    assert calls() == 0

    wake_worker()
    assert calls() == 1
