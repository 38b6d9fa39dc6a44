"""Pages to which an editor gave a moment to go live or to expire."""

import logging

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """One that can't go live holds up no other: what is due is published here, one by one."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for version in due.order_by("approved_go_live_at"):
        _publish(version)
    call_command("publish_scheduled", verbosity=0)


def _publish(version: Revision) -> None:
    """What another page has taken since, such as its address, makes it a draft again."""
    try:
        with transaction.atomic():
            version.publish(log_action="wagtail.publish.scheduled")
    except (ValidationError, IntegrityError) as refusal:
        logger.warning("Not published, a draft again: page %s. %s", version.object_id, refusal)
        version.approved_go_live_at = None
        version.save(update_fields=["approved_go_live_at"])
