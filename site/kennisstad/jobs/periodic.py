"""What happens by itself, every few minutes or once a day: which of all workers calls it, and when it is due again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.tasks.base import Task
from django.utils import timezone

from .models import PeriodicJob

type Call = Callable[[str], object]


class Schedule(Protocol):
    # What was called and is still not done after so long was lost, or killed with its worker.
    @property
    def call_again_after(self) -> timedelta: ...

    def next_after(self, now: datetime) -> datetime: ...


@dataclass(frozen=True)
class Every:
    minutes: int

    @property
    def call_again_after(self) -> timedelta:
        return timedelta(minutes=min(self.minutes, 15))

    def next_after(self, now: datetime) -> datetime:
        """On the whole minute, so that a page goes live when its editor said."""
        whole = now.replace(second=0, microsecond=0)
        return whole + timedelta(minutes=self.minutes - now.minute % self.minutes)


@dataclass(frozen=True)
class Daily:
    at: time
    call_again_after = timedelta(minutes=15)

    def next_after(self, now: datetime) -> datetime:
        """By the clock on the wall: a day in which it changes is shorter or longer."""
        today = timezone.localtime(now).date()
        moments = (datetime.combine(today + timedelta(days), self.at) for days in (0, 1))
        aware = (timezone.make_aware(moment) for moment in moments)
        return next(moment for moment in aware if moment > now)


@dataclass(frozen=True)
class Job:
    task: Task[[], None]
    schedule: Schedule

    @property
    def name(self) -> str:
        return self.task.name


JOBS: dict[str, Job] = {}


def periodic(schedule: Schedule) -> Callable[[Task[[], None]], Task[[], None]]:
    """Over a task: a worker does it when it is due. What it finds undone it does, so that twice does no harm."""

    def register(task: Task[[], None]) -> Task[[], None]:
        JOBS[task.name] = Job(task, schedule)
        return task

    return register


def call_due(now: datetime, call: Call) -> list[str]:
    """Call what is due and not called already, and return its names."""
    due = dict(PeriodicJob.objects.filter(name__in=JOBS).values_list("name", "due"))
    # An upgrade may have brought some, or a restored copy lacks them.
    _make_rows(JOBS.keys() - due.keys(), now)
    return [name for name in due if due[name] <= now and _claim(name, now, call)]


def _make_rows(names: Iterable[str], now: datetime) -> None:
    """What happens once a day waits for its hour, also in a new installation."""
    rows = [PeriodicJob(name=name, due=JOBS[name].schedule.next_after(now)) for name in names]
    PeriodicJob.objects.bulk_create(rows, ignore_conflicts=True)


def _claim(name: str, now: datetime, call: Call) -> bool:
    lost_before = now - JOBS[name].schedule.call_again_after
    waits = PeriodicJob.objects.filter(name=name, due__lte=now)
    with transaction.atomic():
        # Whoever changes the row first is the one who calls: the others wait here, and then find it called.
        claimed = waits.filter(Q(called_at=None) | Q(called_at__lte=lost_before)).update(called_at=now)
        if claimed:
            call(name)
    return bool(claimed)


def run(name: str) -> None:
    """Do it, and write down how that went. It stays due until it is done. Raises what the job raises."""
    # Another version may have called for what this one does not know.
    if (job := JOBS.get(name)) is None:
        return
    row = PeriodicJob.objects.filter(name=name)
    try:
        job.task.call()
    except Exception as failure:
        row.update(failed_at=timezone.now(), failure=type(failure).__name__[:80])
        raise
    now = timezone.now()
    row.update(due=job.schedule.next_after(now), called_at=None, done_at=now, failure="")


@dataclass(frozen=True)
class Report:
    """How one job stands."""

    name: str
    due: datetime
    done_at: datetime | None
    failure: str
    late: bool


# A worker that is busy with a long task is not a dead one.
PATIENCE = timedelta(minutes=5)


def reports(now: datetime) -> list[Report]:
    """Of each job that has a row: without any, no worker has ever run."""
    return [
        _report(row, JOBS[row.name], now)
        for row in PeriodicJob.objects.filter(name__in=JOBS).order_by("name")
    ]


def _report(row: PeriodicJob, job: Job, now: datetime) -> Report:
    late = row.due + job.schedule.call_again_after + PATIENCE < now
    return Report(row.name, row.due, row.done_at, row.failure, late)
