"""Changing how an event takes registrations."""

from datetime import datetime

from django.db import transaction

from events.models import Event
from kennisstad.accounts.access import AnyUser
from kennisstad.audit.log import record
from registrations.models import Admission
from registrations.signup import lock_admission


@transaction.atomic
def set_terms(
    event: Event,
    user: AnyUser | None,
    *,
    takes_registrations: bool,
    capacity: int | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> Admission:
    """Under the lock, so that nobody is counted against the old number. Fewer places take none away."""
    admission = lock_admission(event)
    admission.takes_registrations = takes_registrations
    admission.capacity = capacity
    admission.opens_at = opens_at
    admission.closes_at = closes_at
    admission.save(update_fields=["takes_registrations", "capacity", "opens_at", "closes_at"])
    record(
        "registrations.terms_changed", event, user, takes_registrations=takes_registrations, capacity=capacity
    )
    return admission
