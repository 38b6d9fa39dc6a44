from django.tasks import task

from kennisstad.jobs.periodic import Every, periodic
from registrations import change_mails


@periodic(Every(minutes=1))
@task(backend="work")
def tell_changes() -> None:
    change_mails.queue_change_mails()
