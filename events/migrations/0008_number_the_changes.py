"""Every change that is on record becomes a version, and every draft gets its row."""

from datetime import UTC
from typing import Any

from django.db import migrations
from django.db.models import F, Q

COPIED = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "event_type_id",
    "series_id",
    "starts_at",
    "ends_at",
    "mode",
    "status",
    "venue_id",
    "join_url",
    "spoken_language",
    "sessions_in_calendar",
    "is_example",
)


def number_changes(apps: Any, _schema_editor: object) -> None:
    """The last version holds the facts of today, each earlier one what the next says was there before."""
    for event in apps.get_model("events", "Event").objects.select_related("venue__municipality").iterator():
        changes = list(event.changes.order_by("pk")) or [_first_change(apps, event)]
        for version, change in enumerate(changes, start=1):
            change.version, change.kinds = version, [change.kind]
            change.reason = "withdrawal" if change.kind == "withdrawn" else "publication"
            change.after = changes[version].before if version < len(changes) else _facts(event)
            change.save()
        event.version = len(changes)
        event.save(update_fields=["version"])


def _first_change(apps: Any, event: Any) -> Any:
    return apps.get_model("events", "EventChange")(event=event, kind="published")


def _facts(event: Any) -> dict[str, Any]:
    return {
        "is_public": event.is_public,
        "status": event.status,
        "time": _moments(event),
        "place": [event.mode, _place(event), event.join_url],
        "municipality": event.municipality_id,
        "texts": [event.title, event.title_en, event.summary, event.summary_en],
        "path": event.path,
        "sessions": {
            str(session.key): {
                "title": [session.title, session.title_en],
                "time": _moments(session),
                "place": [session.room, session.join_url],
            }
            for session in event.sessions.filter(retired_at=None)
        },
    }


def _moments(row: Any) -> list[str]:
    return [moment.astimezone(UTC).isoformat() for moment in (row.starts_at, row.ends_at)]


def _place(event: Any) -> str:
    if event.venue is None:
        return event.municipality.name if event.municipality else ""
    venue = event.venue
    town = f"{venue.postcode} {venue.municipality.name}".strip()
    return ", ".join(part for part in (venue.name, venue.street, town) if part)


def give_drafts_a_row(apps: Any, _schema_editor: object) -> None:
    """The next time a draft is saved its row says all that the draft says."""
    organisers = dict(
        apps.get_model("events", "OrganiserPage").objects.values_list("path", "organisation_id")
    )
    pages = apps.get_model("events", "EventPage").objects.filter(Q(event=None), live=False, ends_at__gt=F("starts_at"))
    for page in pages.select_related("venue").iterator():
        apps.get_model("events", "Event").objects.create(
            page=page,
            organisation_id=organisers[page.path[:-4]],
            municipality_id=page.venue.municipality_id if page.venue else page.municipality_id,
            path=page.url_path.split("/", 2)[2],
            is_public=False,
            **{name: getattr(page, name) for name in COPIED},
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0007_version_columns")]

    operations = [
        migrations.RunPython(number_changes, migrations.RunPython.noop),
        migrations.RunPython(give_drafts_a_row, migrations.RunPython.noop),
    ]
