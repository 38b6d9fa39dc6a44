"""What happens by itself: one worker calls it, and it stays due until it is done."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.tasks import task

from kennisstad.jobs import periodic
from kennisstad.jobs.models import PeriodicJob
from kennisstad.jobs.periodic import Daily, Every, call_due

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

NOW = datetime(2027, 3, 1, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@task
def often() -> None: ...


@task
def nightly() -> None: ...


@task
def breaks() -> None:
    raise ZeroDivisionError("noor@example.org")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(periodic, "JOBS", {})
    periodic.periodic(Every(minutes=1))(often)
    periodic.periodic(Daily(time(3, 15)))(nightly)
    with time_machine.travel(NOW, tick=False) as traveller:
        call_due(NOW, periodic.run)
        yield traveller


def row(name: str) -> PeriodicJob:
    return PeriodicJob.objects.get(name=name)


def test_a_new_installation_waits_for_the_hour_of_what_happens_once_a_day():
    assert row("often").due == datetime(2027, 3, 1, 12, 1, tzinfo=UTC)
    assert row("nightly").due == datetime(2027, 3, 2, 2, 15, tzinfo=UTC)


def test_what_is_due_is_done_and_then_due_again_later(clock):
    clock.move_to(NOW + MINUTE)

    assert call_due(NOW + MINUTE, periodic.run) == ["often"]

    assert row("often").done_at == NOW + MINUTE
    assert row("often").due == datetime(2027, 3, 1, 12, 2, tzinfo=UTC)
    assert call_due(NOW + MINUTE, periodic.run) == []


def test_of_all_workers_one_calls():
    calls: list[str] = []
    for _ in range(3):
        call_due(NOW + MINUTE, calls.append)

    assert calls == ["often"]


def test_a_call_that_was_lost_is_made_again():
    calls: list[str] = []
    call_due(NOW + MINUTE, calls.append)

    call_due(NOW + 2 * MINUTE, calls.append)

    assert calls == ["often", "often"]


def test_a_night_that_a_worker_did_not_survive_is_made_good_in_a_quarter_of_an_hour():
    night = row("nightly").due
    calls: list[str] = []
    call_due(night, calls.append)
    call_due(night + timedelta(minutes=14), calls.append)
    assert calls.count("nightly") == 1

    call_due(night + timedelta(minutes=15), calls.append)

    assert calls.count("nightly") == 2


def test_a_night_without_database_is_made_good_in_the_morning():
    assert "nightly" in call_due(row("nightly").due + timedelta(hours=5), periodic.run)


def test_a_call_that_could_not_be_made_counts_for_nothing():
    def broken(_name: str) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        call_due(NOW + MINUTE, broken)

    assert call_due(NOW + MINUTE, periodic.run) == ["often"]


def test_what_fails_stays_due_and_its_kind_of_error_alone_is_kept(clock):
    periodic.periodic(Every(minutes=5))(breaks)
    call_due(NOW, periodic.run)
    due = row("breaks").due
    clock.move_to(due)
    assert "breaks" in call_due(due, lambda _name: None)

    with pytest.raises(ZeroDivisionError):
        periodic.run("breaks")

    assert (row("breaks").due, row("breaks").failed_at, row("breaks").done_at) == (due, due, None)
    assert row("breaks").failure == "ZeroDivisionError"
    assert "breaks" in call_due(due + 5 * MINUTE, lambda _name: None)


def test_a_call_of_another_version_does_nothing():
    periodic.run("unknown_here")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 28, 1, 15, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, tzinfo=UTC), datetime(2027, 10, 31, 2, 15, tzinfo=UTC)),
        (datetime(2027, 3, 1, 2, 14, 59, tzinfo=UTC), datetime(2027, 3, 1, 2, 15, tzinfo=UTC)),
        (datetime(2027, 3, 1, 2, 15, tzinfo=UTC), datetime(2027, 3, 2, 2, 15, tzinfo=UTC)),
    ],
)
def test_once_a_day_is_by_the_clock_on_the_wall(now: datetime, due: datetime):
    assert Daily(time(3, 15)).next_after(now) == due


@pytest.mark.parametrize(("minutes", "then"), [(1, "12:01"), (5, "12:05"), (15, "12:15")])
def test_every_so_many_minutes_is_on_the_whole_minute(minutes: int, then: str):
    assert f"{Every(minutes).next_after(NOW):%H:%M:%S}" == f"{then}:00"


def test_what_stays_due_is_told(clock):
    def late() -> set[str]:
        return {report.name for report in periodic.reports(NOW + timedelta(minutes=7)) if report.late}

    assert late() == {"often"}

    clock.move_to(NOW + timedelta(minutes=6))
    call_due(NOW + timedelta(minutes=6), periodic.run)

    assert late() == set()
