import logging
from datetime import time

from django.conf import settings
from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from . import periodic, scheduled, stalled
from .periodic import Daily, Every

logger = logging.getLogger(__name__)


@task(backend="work")
def run_periodic(name: str) -> None:
    periodic.run(name)


@periodic.periodic(Every(minutes=5))
@task(backend="work")
def offer_stalled_tasks_again() -> None:
    if count := stalled.offer_again(timezone.now()):
        logger.warning("%d tasks of killed workers were offered again.", count)


@periodic.periodic(Every(minutes=1))
@task(backend="work")
def publish_scheduled_pages() -> None:
    """What an editor gave a moment to go live or to expire."""
    scheduled.publish_due()


@periodic.periodic(Daily(time(3, 30)))
@task(backend="work")
def forget_old_sessions() -> None:
    call_command("clearsessions")


@periodic.periodic(Daily(time(3, 45)))
@task(backend="work")
def forget_old_results() -> None:
    if settings.TASKS["work"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command(
            "prune_db_task_results", "--backend=work", "--min-age-days=7", "--failed-min-age-days=30"
        )
