from crontask import cron
from django.tasks import task

from . import delivery, pace, settling


@cron("* * * * *")
@task(backend="work")
def deliver() -> None:
    """Called when there is mail, and every minute for what a lost call or a killed worker left."""
    if not delivery.send_due():
        deliver.enqueue()


@cron("* * * * *")
@task(backend="work")
def settle_unanswered() -> None:
    """What a killed worker had offered the mail server: minutes old, so no call for mail need ask."""
    settling.settle_unanswered()
    pace.forget()
