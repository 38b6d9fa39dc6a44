from django.tasks import task

from kennisstad.jobs.periodic import Every, periodic

from . import delivery, pace, settling


@periodic(Every(minutes=1))
@task(backend="work")
def deliver() -> None:
    """Called when there is mail, and every minute for what a lost call or a killed worker left."""
    if not delivery.send_due():
        deliver.enqueue()


@periodic(Every(minutes=1))
@task(backend="work")
def settle_unanswered() -> None:
    """What a killed worker had offered the mail server: minutes old, so no call for mail need ask."""
    settling.settle_unanswered()
    pace.forget()
