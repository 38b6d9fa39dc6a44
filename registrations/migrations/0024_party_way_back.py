"""Nothing on the way here. On the way back each who came along has a registration of their own, without an address."""

from typing import Any
from uuid import uuid4

from django.db import migrations
from django.db.models import Count


def take_parties_apart(apps: Any, _schema_editor: object) -> None:
    """The version before knows one ticket per registration. A cancelled ticket takes its registration with it."""
    registrations = apps.get_model("registrations", "Registration").objects
    tickets = apps.get_model("registrations", "Ticket").objects
    parties = registrations.annotate(people=Count("tickets")).filter(people__gt=1)
    for registration in parties.order_by("pk"):
        # Who keeps the address is somebody who comes, where there is one.
        seats = tickets.filter(registration=registration.pk)
        _first, *others = sorted(seats, key=lambda ticket: (ticket.state != "valid", ticket.pk))
        for ticket in others:
            is_cancelled = ticket.state == "cancelled"
            registration_of_its_own = registrations.create(
                pk=uuid4(),
                event_id=registration.event_id,
                name=ticket.holder or registration.name,
                email="",
                mailbox=None,
                language=registration.language,
                source="import",
                state="cancelled" if is_cancelled else "confirmed",
                created_at=registration.created_at,
                cancelled_at=registration.cancelled_at or registration.created_at if is_cancelled else None,
                told_version=registration.told_version,
                delete_after=registration.delete_after,
            )
            tickets.filter(pk=ticket.pk).update(registration=registration_of_its_own)


class Migration(migrations.Migration):
    dependencies = [("registrations", "0023_party")]

    operations = [migrations.RunPython(migrations.RunPython.noop, take_parties_apart)]
