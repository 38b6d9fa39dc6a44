"""An event for which nobody registers says so itself, in all its versions."""

from typing import Any

from django.db import migrations


def carry_over(apps: Any, _schema_editor: object) -> None:
    closed = apps.get_model("registrations", "Admission").objects.filter(takes_registrations=False)
    events = apps.get_model("events", "Event").objects.filter(pk__in=closed.values("event"))
    pages = list(events.exclude(page=None).values_list("page", flat=True))
    events.update(booking="walk_in")
    apps.get_model("events", "EventPage").objects.filter(pk__in=pages).update(booking="walk_in")
    _carry_to_versions(apps, pages)
    types = apps.get_model("registrations", "AdmissionDefaults").objects.filter(takes_registrations=False)
    apps.get_model("events", "EventType").objects.filter(pk__in=types.values("event_type")).update(
        default_booking="walk_in"
    )


def _carry_to_versions(apps: Any, pages: list[int]) -> None:
    versions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="events", content_type__model="eventpage", object_id__in=map(str, pages)
    )
    for version in versions.iterator():
        version.content["booking"] = "walk_in"
        version.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0010_how_one_comes_in"),
        ("registrations", "0008_drop_announcement"),
        ("wagtailcore", "0089_log_entry_data_json_null_to_object"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
