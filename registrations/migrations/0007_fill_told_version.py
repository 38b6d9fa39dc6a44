"""Whoever registered was told everything, except what waits to be told; what is open stays open."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils import timezone

TOLD = {"cancelled", "reinstated", "moved", "relocated"}
STILL_NEWS = timedelta(days=2)


def fill_told_version(apps: Any, _schema_editor: object) -> None:
    """The first minute after the upgrade mails nobody about what is old."""
    registrations = apps.get_model("registrations", "Registration").objects
    for event in apps.get_model("events", "Event").objects.exclude(registrations=None).distinct():
        registrations.filter(event=event).update(told_version=event.version)
        waiting = event.changes.filter(announcement=None, at__gt=timezone.now() - STILL_NEWS)
        for change in waiting.order_by("-version"):
            if TOLD.intersection(change.kinds):
                earlier = registrations.filter(event=event, created_at__lt=change.at)
                earlier.update(told_version=change.version - 1)


def give_every_event_its_terms(apps: Any, _schema_editor: object) -> None:
    admissions = apps.get_model("registrations", "Admission").objects
    defaults = {row.event_type_id: row for row in apps.get_model("registrations", "AdmissionDefaults").objects.all()}
    for event in apps.get_model("events", "Event").objects.filter(admission=None):
        usual = defaults.get(event.event_type_id)
        names = ("takes_registrations", "capacity", "closes_before")
        admissions.create(event=event, **({name: getattr(usual, name) for name in names} if usual else {}))


def open_what_was_open(apps: Any, _schema_editor: object) -> None:
    """An empty moment used to mean "at once"; now it means "not yet"."""
    rows = apps.get_model("registrations", "Admission").objects.filter(opens_at=None, event__version__gt=0)
    for row in rows.select_related("event"):
        opened = row.event.created_at
        row.opens_at = min(opened, row.closes_at - timedelta(minutes=1)) if row.closes_at else opened
        row.save(update_fields=["opens_at"])


class Migration(migrations.Migration):
    dependencies = [("registrations", "0006_told_version")]

    operations = [
        migrations.RunPython(fill_told_version, migrations.RunPython.noop),
        migrations.RunPython(give_every_event_its_terms, migrations.RunPython.noop),
        migrations.RunPython(open_what_was_open, migrations.RunPython.noop),
    ]
