from django.tasks import task
from django.utils import timezone

from kennisstad.jobs.periodic import Every, periodic

from .counting import sweep


@periodic(Every(minutes=15))
@task(backend="work")
def forget_old_counts() -> None:
    sweep(timezone.now())
