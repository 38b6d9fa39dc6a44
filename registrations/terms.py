"""How an event takes registrations: as its type usually does, until the organiser says otherwise."""

from datetime import datetime

from django.db import transaction

from events.models import Event
from kennisstad.accounts.access import AnyUser
from kennisstad.audit.log import record
from registrations.models import Admission, AdmissionDefaults
from registrations.signup import lock_admission


def provide_terms(event: Event) -> None:
    """From the event's first draft on. Other defaults for its type change nothing for an event that is there."""
    usual = getattr(event.event_type, "admission_defaults", None) or AdmissionDefaults()
    names = ("capacity", "closes_before")
    defaults = {name: getattr(usual, name) for name in names}
    Admission.objects.get_or_create(event=event, defaults=defaults)


@transaction.atomic
def set_terms(
    event: Event,
    user: AnyUser | None,
    *,
    capacity: int | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> Admission:
    """Under the lock, so that nobody is counted against the old number. Fewer places take none away."""
    admission = lock_admission(event)
    admission.capacity = capacity
    admission.opens_at = opens_at
    admission.closes_at = closes_at
    admission.save(update_fields=["capacity", "opens_at", "closes_at"])
    record("registrations.terms_changed", event, user, capacity=capacity)
    return admission


def set_first_terms(
    event: Event, user: AnyUser | None, *, capacity: int | None, opens_at: datetime | None
) -> Admission:
    """What an organiser says about a draft at once; the rest is as usual for its type."""
    usual = event.admission
    return set_terms(
        event,
        user,
        capacity=usual.capacity if capacity is None else capacity,
        opens_at=opens_at,
        closes_at=None,
    )


@transaction.atomic
def carry_terms(source: Event, copy: Event, user: AnyUser | None) -> Admission:
    """The set-up of an event whose page was copied, never its people; who opens registration decides anew."""
    usual = source.admission
    copied = lock_admission(copy)
    copied.closes_before = usual.closes_before
    copied.save(update_fields=["closes_before"])
    return set_terms(copy, user, capacity=usual.capacity, opens_at=None, closes_at=None)
