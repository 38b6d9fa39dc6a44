from crontask import cron
from django.tasks import task

from . import delivery


@cron("* * * * *")
@task(backend="work")
def deliver() -> None:
    """Called when there is mail, and every minute for what a lost call or a killed worker left."""
    delivery.settle_unanswered()
    if not delivery.send_due():
        deliver.enqueue()
