"""What ran from midnight to midnight had no hours; what filled a month or a year was known by that alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUTE = timedelta(minutes=1)
IMPRECISE = ("EventPage", "Event", "CalendarEntry")


def fill(apps: Any, _schema_editor: object) -> None:
    for name in (*IMPRECISE, "ProgrammeItem", "Session"):
        for row in apps.get_model("events", name).objects.iterator():
            _fill_row(row, knows_precision=name in IMPRECISE)
    for change in apps.get_model("events", "EventChange").objects.iterator():
        for facts in (change.before, change.after):
            _fill_facts(facts)
        change.save(update_fields=["before", "after"])
    _fill_revisions(apps)


def _fill_row(row: Any, *, knows_precision: bool) -> None:
    period = _period(row.starts_at, row.ends_at)
    if not period:
        return
    row.is_all_day, row.ends_at, names = True, row.ends_at - MINUTE, ["is_all_day", "ends_at"]
    if knows_precision:
        row.precision = period
        names.append("precision")
    row.save(update_fields=names)


def _fill_facts(facts: dict[str, Any]) -> None:
    """So that the next publication sees no difference in what was written otherwise."""
    if "time" not in facts:
        return
    facts["time"], facts["known"] = _fill_times(facts["time"])
    for session in facts.get("sessions", {}).values():
        session["time"], (is_all_day, _precision) = _fill_times(session["time"])
        session["known"] = [is_all_day, "day"]


def _fill_times(times: list[str]) -> tuple[list[str], list[Any]]:
    first, last = (datetime.fromisoformat(moment) for moment in times)
    period = _period(first, last)
    if not period:
        return times, [False, "day"]
    return [times[0], (last - MINUTE).astimezone(UTC).isoformat()], [True, period]


def _fill_revisions(apps: Any) -> None:
    """Versions that an editor may still bring back."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="events", content_type__model="eventpage"
    )
    for revision in revisions.iterator():
        _fill_content(revision.content, knows_precision=True)
        for item in revision.content.get("programme_items", []):
            _fill_content(item, knows_precision=False)
        revision.save(update_fields=["content"])


def _fill_content(content: dict[str, Any], *, knows_precision: bool) -> None:
    written = [content.get("starts_at"), content.get("ends_at")]
    if not all(written):
        return
    first, last = (datetime.fromisoformat(moment) for moment in written)
    if period := _period(first, last):
        content["is_all_day"], content["ends_at"] = True, (last - MINUTE).isoformat()
        if knows_precision:
            content["precision"] = period


def _period(starts_at: datetime, ends_at: datetime) -> str:
    """The longest that it fills: year, month or day; nothing when it has hours."""
    first, after = (moment.astimezone(AMSTERDAM) for moment in (starts_at, ends_at))
    if first.time() != after.time() or first.hour or first.minute or first.second or ends_at <= starts_at:
        return ""
    days = (first.date(), after.date())
    if days[0].day == days[1].day == 1:
        if days[0].month == days[1].month == 1 and days[1].year == days[0].year + 1:
            return "year"
        if (days[1].year - days[0].year) * 12 + days[1].month - days[0].month == 1:
            return "month"
    return "day"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_whole_days"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
