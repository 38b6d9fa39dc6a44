"""What the home page shows."""

from datetime import timedelta

from django.utils import timezone

from events.models import OFF, CalendarEntry, Event, Theme

THIS_WEEK = timedelta(days=7)


def home_context() -> dict[str, object]:
    now = timezone.now()
    upcoming = CalendarEntry.objects.visible().upcoming(now).defer("vevent", "vevent_en")
    week = upcoming.filter(starts_at__lt=now + THIS_WEEK)
    looking_back = Event.objects.public().past(now).exclude(page=None)
    return {
        "next_event": _next_big_thing(),
        "entries": list(week.select_related("municipality").prefetch_related("themes")[:8]),
        "themes": list(Theme.objects.all()),
        "look_backs": list(looking_back.exclude(page__look_back=[]).with_cover()[:3]),
    }


def _next_big_thing() -> Event | None:
    """The next edition of a series, else the next event of all."""
    upcoming = Event.objects.public().upcoming().exclude(status__in=OFF).exclude(page=None)
    rows = upcoming.with_cover().select_related("venue", "municipality")
    return rows.exclude(series=None).first() or rows.first()
