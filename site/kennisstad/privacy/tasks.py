import logging

from crontask import cron
from django.tasks import task
from django.utils import timezone

from .retention import erase_expired

logger = logging.getLogger(__name__)


@cron("15 3 * * *")
@task(backend="work")
def erase_expired_data() -> None:
    for label, count in erase_expired(timezone.localdate()).items():
        if count:
            logger.info("Erased %d rows of %s that had passed their date.", count, label)
