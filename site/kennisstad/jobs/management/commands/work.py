from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kennisstad.jobs import worker


class Command(BaseCommand):
    help = "Run one worker for the background work, whatever TASKS_BACKEND is. Start as many as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then stop.")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="Seconds between looks at an empty queue."
        )

    def handle(self, *, once: bool, interval: float, **_options: Any) -> None:
        if not once:
            worker.start_calling()
        match settings.TASKS["work"]["BACKEND"]:
            case "django_tasks_db.DatabaseBackend":
                worker.work_from_database(once=once, interval=interval)
            case "django_tasks_rq.RQBackend":
                worker.work_from_redis(once=once)
            case backend:
                raise CommandError(f"{backend} does its work at once and needs no worker.")
