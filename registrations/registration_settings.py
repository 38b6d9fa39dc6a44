"""How an event takes registrations: as its type usually does, until the organiser says otherwise."""

from datetime import datetime
from typing import Any

from django.db import transaction

from events.models import Event
from kennisstad.accounts.access import AnyUser
from kennisstad.audit.log import record
from registrations.models import AdmissionDefaults, RegistrationSettings, TicketType

# The moments are an event's own.
COPIED = ("capacity", "closes_before", "needs_approval", "party_size", "group_size")
ORDINARY = {"name": "Deelnemer", "name_en": "Participant"}


def create_settings(event: Event) -> None:
    """From the event's first draft on. Other defaults for its type change nothing for an event that is there."""
    usual = getattr(event.event_type, "admission_defaults", None) or AdmissionDefaults()
    names = ("capacity", "closes_before")
    defaults = {name: getattr(usual, name) for name in names}
    RegistrationSettings.objects.get_or_create(event=event, defaults=defaults)
    if not event.ticket_types.exists():
        event.ticket_types.create(**ORDINARY)


def lock_settings(event: Event) -> RegistrationSettings:
    """The one row that everybody waits for who takes, gives back or changes what is scarce about this event.

    Call it inside a transaction, which holds the lock until it ends. Raises `DoesNotExist` before the first draft.
    """
    # Not the event's own row, which comes earlier in the order of locks: publishing may hold it.
    rows = RegistrationSettings.objects.select_for_update(of=("self",)).select_related("event")
    return rows.get(event=event)


def default_ticket_type(event: Event) -> TicketType:
    """The kind of seat that is given when nobody chooses."""
    return event.ticket_types.order_by("pk")[0]


@transaction.atomic
def change_settings(event: Event, user: AnyUser | None, **values: Any) -> RegistrationSettings:
    """What is named, by field. Under the lock, so that nobody is counted against the old number.

    Fewer places take none away.
    """
    settings = lock_settings(event)
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save(update_fields=list(values))
    record("registrations.terms_changed", event, user, capacity=settings.capacity)
    return settings


def set_draft_settings(
    event: Event, user: AnyUser | None, *, capacity: int | None, opens_at: datetime | None
) -> RegistrationSettings:
    """What an organiser says about a draft at once; the rest is as usual for its type."""
    usual = event.registration_settings
    return change_settings(
        event,
        user,
        capacity=usual.capacity if capacity is None else capacity,
        opens_at=opens_at,
        closes_at=None,
    )


@transaction.atomic
def copy_settings(source: Event, copy: Event, user: AnyUser | None) -> RegistrationSettings:
    """The set-up of an event whose page was copied, never its people; who opens registration decides anew."""
    usual = source.registration_settings
    copied = {name: getattr(usual, name) for name in COPIED}
    return change_settings(copy, user, opens_at=None, closes_at=None, **copied)
