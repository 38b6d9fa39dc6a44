from datetime import time

from django.tasks import task
from django.utils import timezone

from kennisstad.jobs.periodic import Daily, Every, periodic
from newsletter import assembly, sending


@periodic(Every(minutes=1))
@task(backend="work")
def advance_mailings() -> None:
    sending.advance_mailings()


@periodic(Daily(time(7)))
@task(backend="work")
def assemble_issue() -> None:
    assembly.assemble_due(timezone.localdate())


# Under this name it may still wait in a queue; this can go with the next version.
tend_mailings = advance_mailings
