"""Why an entry of the calendar left, of those that did. What subscribers read of it is written anew with its event."""

from typing import Any

from django.db import migrations, models

GONE = [
    ("unpublished", "Its page was taken off the site"),
    ("deleted", "Its page was deleted"),
    ("dropped", "It left the programme"),
    ("relisted", "The event is listed otherwise"),
    ("postponed", "Postponed"),
    ("cancelled", "Not going ahead"),
]


def fill(apps: Any, _schema_editor: object) -> None:
    entries = apps.get_model("events", "CalendarEntry").objects.filter(status="withdrawn")
    for entry in entries.select_related("event", "session").iterator():
        entry.gone_because = _why(entry)
        entry.save(update_fields=["gone_because"])


def _why(entry: Any) -> str:
    event, session = entry.event, entry.session
    if session and session.retired_at:
        return "dropped"
    if event.is_public:
        return "relisted"
    if event.status in ("postponed", "cancelled"):
        return str(event.status)
    return "unpublished" if event.page_id else "deleted"


class Migration(migrations.Migration):
    dependencies = [("events", "0014_change_note")]

    operations = [
        migrations.AddField(
            "calendarentry",
            "gone_because",
            models.CharField(blank=True, choices=GONE, default="", max_length=11),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
