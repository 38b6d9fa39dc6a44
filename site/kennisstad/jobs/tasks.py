import logging

from crontask import cron
from django.conf import settings
from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from . import scheduled, stalled

logger = logging.getLogger(__name__)


@cron("*/5 * * * *")
@task(backend="work")
def offer_stalled_tasks_again() -> None:
    if count := stalled.offer_again(timezone.now()):
        logger.warning("%d tasks of killed workers were offered again.", count)


@cron("* * * * *")
@task(backend="work")
def publish_scheduled_pages() -> None:
    """What an editor gave a moment to go live or to expire."""
    scheduled.publish_due()


@cron("30 3 * * *")
@task(backend="work")
def forget_old_sessions() -> None:
    call_command("clearsessions")


@cron("45 3 * * *")
@task(backend="work")
def forget_old_results() -> None:
    if settings.TASKS["work"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command(
            "prune_db_task_results", "--backend=work", "--min-age-days=7", "--failed-min-age-days=30"
        )
