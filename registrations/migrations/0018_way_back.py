"""Nothing on the way here. On the way back, what the version before cannot hold becomes a refusal."""

from typing import Any
from uuid import uuid4

from django.db import migrations


def settle_for_the_version_before(apps: Any, _schema_editor: object) -> None:
    """It knows one admission per ticket, which is never taken back, and one scan per event and number."""
    scans = apps.get_model("registrations", "Scan").objects
    inside = apps.get_model("registrations", "CheckIn").objects.filter(is_live=True, session=None)
    scans.filter(verdict="admitted").exclude(pk__in=inside.values("scan")).update(verdict="already")
    scans.filter(verdict__in=["replaced", "mixed_up"]).update(verdict="unknown")
    seen: set[tuple[Any, Any]] = set()
    for scan in scans.order_by("pk").iterator():
        if (scan.event_id, scan.nonce) in seen:
            scans.filter(pk=scan.pk).update(nonce=uuid4())
        seen.add((scan.event_id, scan.nonce))


class Migration(migrations.Migration):
    dependencies = [("registrations", "0017_undone_at_a_door")]

    operations = [migrations.RunPython(migrations.RunPython.noop, settle_for_the_version_before)]
