from crontask import cron
from django.tasks import task

from registrations import change_mails, ticket_mails


@cron("* * * * *")
@task(backend="work")
def tell_changes() -> None:
    change_mails.queue_change_mails()


@cron("* * * * *")
@task(backend="work")
def mail_tickets() -> None:
    """Called when somebody is to be mailed one, and every minute for what a lost call or a killed worker left."""
    ticket_mails.mail_requested()
