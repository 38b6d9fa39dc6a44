import logging
from datetime import time

from django.tasks import task

from kennisstad.jobs.periodic import Daily, periodic

from . import password_reset, sessions

logger = logging.getLogger(__name__)


@task(backend="work")
def send_reset_link(trace: str, language: str) -> None:
    password_reset.send_link(trace, language)


@periodic(Daily(time(3, 35)))
@task(backend="work")
def forget_ended_sessions() -> None:
    if count := sessions.forget_ended():
        logger.info("Forgot where %d ended sessions of colleagues were.", count)
