"""Tickets that somebody can't find any more, mailed again to the address that they were for."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import OFF
from registrations.models import Registration
from registrations.signup import mail_again


@transaction.atomic
def mail_all(email: str, *, at: datetime | None = None) -> int:
    """Every ticket of this mailbox for what is still to come, each at most once an hour. Says how many."""
    now = at or timezone.now()
    rows = Registration.objects.live().of_mailbox(email).filter(event__ends_at__gt=now, event__is_public=True)
    related = ("event__organisation", "event__venue__municipality", "event__municipality")
    coming = rows.exclude(event__status__in=OFF).select_related(*related)
    for registration in coming:
        mail_again(registration, now)
    return len(coming)
