from crontask import cron
from django.tasks import task

from registrations import change_mails


@cron("* * * * *")
@task(backend="work")
def tell_changes() -> None:
    change_mails.queue_change_mails()
