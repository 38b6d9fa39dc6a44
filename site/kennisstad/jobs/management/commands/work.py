from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Run one worker for the background work, whatever TASKS_BACKEND is. Start as many as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then stop.")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="Seconds between looks at an empty queue."
        )

    def handle(self, *, once: bool, interval: float, verbosity: int, **_options: Any) -> None:
        match settings.TASKS["work"]["BACKEND"]:
            case "django_tasks_db.DatabaseBackend":
                _work_from_database(once=once, interval=interval, verbosity=verbosity)
            case "django_tasks_rq.RQBackend":
                _work_from_redis(once=once)
            case backend:
                raise CommandError(f"{backend} does its work at once and needs no worker.")


def _work_from_database(*, once: bool, interval: float, verbosity: int) -> None:
    # No autoreload: it would stop a task half-way.
    options = [
        "--backend=work",
        "--queue-name=*",
        f"--interval={interval}",
        f"--verbosity={verbosity}",
        "--no-reload",
        "--no-startup-delay",
    ]
    call_command("db_worker", *options, *["--batch"] * once)


def _work_from_redis(*, once: bool) -> None:
    from django_rq.workers import get_worker  # refuses to be imported without Redis settings
    from django_tasks_rq import Job

    get_worker("default", job_class=Job).work(burst=once)
