from crontask import cron
from django.tasks import task
from django.utils import timezone

from newsletter import assembly, sending


@cron("* * * * *")
@task(backend="work")
def tend_mailings() -> None:
    sending.tend()


@cron("0 7 * * *")
@task(backend="work")
def assemble_issue() -> None:
    assembly.assemble_due(timezone.localdate())
