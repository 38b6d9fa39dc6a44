from crontask import cron
from django.tasks import task
from django.utils import timezone

from .counting import sweep


@cron("*/15 * * * *")
@task(backend="work")
def forget_old_counts() -> None:
    sweep(timezone.now())
