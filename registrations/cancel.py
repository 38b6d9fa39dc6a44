"""Giving a place back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registrations import emails
from registrations.models import Registration, Scan
from registrations.refusal import Reason, Refused


@transaction.atomic
def cancel(registration: Registration, *, at: datetime | None = None) -> Registration:
    """The place is free again at once. Doing it twice is doing it once."""
    now = at or timezone.now()
    held = (
        Registration.objects.select_for_update(of=("self",)).select_related("event").get(pk=registration.pk)
    )
    if held.is_cancelled:
        return held
    _refuse_when_too_late(held, now)
    held.status, held.cancelled_at = Registration.Status.CANCELLED, now
    held.save(update_fields=["status", "cancelled_at"])
    emails.prepare_cancellation(held).queue(key=f"registrations.cancelled:{held.pk}")
    return held


def _refuse_when_too_late(registration: Registration, now: datetime) -> None:
    if registration.event.is_over(now):
        raise Refused(Reason.OVER)
    if Scan.objects.filter(ticket__registration=registration).admitted().exists():
        raise Refused(Reason.ADMITTED)
