"""Links with which volunteers scan for one event, without an account."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from kennisstad.accounts.access import AnyUser
from kennisstad.accounts.models import User
from kennisstad.audit.log import record
from kennisstad.mail.links import BadLink, sign, unsign
from registrations.models import Device, Door

PURPOSE = "registrations.door"


@transaction.atomic
def open_door(event: Event, label: str, user: AnyUser | None = None) -> Door:
    """Whoever has its link can scan at this event until the door is closed."""
    door = Door.objects.create(
        event=event,
        label=label,
        created_by=user if isinstance(user, User) else None,
    )
    record("registrations.door_opened", door, user, event=str(event.pk))
    return door


@transaction.atomic
def close_door(door: Door, user: AnyUser | None = None) -> None:
    """From now on the link and every phone that used it can scan no more."""
    if Door.objects.filter(pk=door.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("registrations.door_closed", door, user, event=str(door.event_id))


def pair(door: Door, *, practice: bool = False) -> Device:
    """One more phone that scans there."""
    return Device.objects.create(door=door, is_practice=practice)


@transaction.atomic
def stop_phone(device: Device, user: AnyUser | None = None) -> None:
    """This one can scan no more; the others at its door can."""
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("registrations.phone_stopped", device, user, door=device.door_id)


def door_full_url(door: Door) -> str:
    return settings.BASE_URL + reverse("registrations:door", args=[sign(PURPOSE, str(door.pk))])


def door_of(token: str) -> Door | None:
    """The door of a link, also one that is closed by now; nothing when the link is not ours."""
    try:
        return Door.objects.select_related("event").filter(pk=int(unsign(PURPOSE, token))).first()
    except (BadLink, ValueError):
        return None
