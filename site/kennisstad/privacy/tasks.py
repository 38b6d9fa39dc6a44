import logging
from datetime import time

from django.tasks import task
from django.utils import timezone

from kennisstad.jobs.periodic import Daily, periodic

from .retention import erase_expired

logger = logging.getLogger(__name__)


@periodic(Daily(time(3, 15)))
@task(backend="work")
def erase_expired_data() -> None:
    for label, count in erase_expired(timezone.localdate()).items():
        if count:
            logger.info("Erased %d rows of %s that had passed their date.", count, label)
