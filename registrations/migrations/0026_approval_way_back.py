"""Nothing on the way here. On the way back who was not admitted counts as cancelled: the version before knows no requests."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now


def cancel_requests(apps: Any, _schema_editor: object) -> None:
    registrations = apps.get_model("registrations", "Registration").objects
    asked = registrations.filter(state__in=["pending", "refused"])
    tickets = apps.get_model("registrations", "Ticket").objects
    tickets.filter(registration__in=asked).update(state="cancelled")
    asked.update(state="cancelled", cancelled_at=Now())


class Migration(migrations.Migration):
    dependencies = [("registrations", "0025_approval")]

    operations = [migrations.RunPython(migrations.RunPython.noop, cancel_requests)]
