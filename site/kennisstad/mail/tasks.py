from crontask import cron
from django.tasks import task

from . import dispatch


@cron("* * * * *")
@task(backend="work")
def deliver() -> None:
    """Rung when there is mail, and every minute for what a lost ring or a killed worker left."""
    dispatch.settle_unanswered()
    if not dispatch.drain():
        deliver.enqueue()
