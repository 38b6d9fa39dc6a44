"""A worker outlives what it needs, and says so once."""

import pytest
from django.db import OperationalError

from kennisstad.jobs import worker

AWAY = OperationalError("connection refused\n  Is the server running?")


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WAIT_SECONDS", 0)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)


def failing(*failures: Exception):
    """Work that ends with each of these in turn, and then well."""
    left = iter(failures)

    def work() -> None:
        if failure := next(left, None):
            raise failure

    return work


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().partition(". ")[2] for record in caplog.records]


def test_an_hour_without_a_database_is_one_line(caplog: pytest.LogCaptureFixture):
    worker.survive(failing(*[AWAY] * 1800), OperationalError)

    assert said(caplog) == ["OperationalError: connection refused Is the server running?"]


def test_another_reason_is_another_line(caplog: pytest.LogCaptureFixture):
    worker.survive(failing(AWAY, AWAY, OperationalError("disk full")), OperationalError)

    assert [line.partition(": ")[2] for line in said(caplog)] == [
        "connection refused Is the server running?",
        "disk full",
    ]


def test_the_same_after_it_answered_for_a_while_is_said_anew(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "A_WHILE_SECONDS", 0)

    worker.survive(failing(AWAY, AWAY), OperationalError)

    assert len(said(caplog)) == 2


def test_who_was_told_to_stop_does_not_begin_again():
    begun: list[bool] = []

    def work() -> None:
        begun.append(True)
        raise AWAY

    worker.survive(work, OperationalError, until=lambda: bool(begun))

    assert begun == [True]


def test_what_is_no_outage_ends_the_worker():
    with pytest.raises(ZeroDivisionError):
        worker.survive(failing(ZeroDivisionError()), OperationalError)
