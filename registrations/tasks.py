from crontask import cron
from django.tasks import task

from registrations.announcements import announce_changes


@cron("* * * * *")
@task(backend="work")
def tell_changes() -> None:
    announce_changes()
