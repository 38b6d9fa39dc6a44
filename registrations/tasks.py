from crontask import cron
from django.tasks import task

from registrations import telling


@cron("* * * * *")
@task(backend="work")
def tell_changes() -> None:
    telling.tell_changes()
