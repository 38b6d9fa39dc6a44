from crontask import cron
from django.tasks import task

from registrations import telling, ticket_mails


@cron("* * * * *")
@task(backend="work")
def tell_changes() -> None:
    telling.tell_changes()


@cron("* * * * *")
@task(backend="work")
def mail_tickets() -> None:
    """Called when somebody is to be mailed one, and every minute for what a lost call or a killed worker left."""
    ticket_mails.mail_requested()
