"""A programme that stays on its day when the event moves to another."""

from datetime import timedelta

from django.utils.timezone import localdate, localtime

from .models import EventPage, ProgrammeItem


def left_behind(page: EventPage) -> list[ProgrammeItem]:
    """The parts that start on a day on which the event is not."""
    days = (localdate(page.starts_at), localdate(page.ends_at))
    return [
        part for part in page.programme_items.all() if not days[0] <= localdate(part.starts_at) <= days[1]
    ]


def days_behind(page: EventPage) -> int:
    """How far: as far as the event moved, or else from its first part to the event's first day."""
    first = localdate(page.starts_at)
    if page.event.version and (moved := (first - localdate(page.event.starts_at)).days):
        return moved
    return (first - min(localdate(part.starts_at) for part in page.programme_items.all())).days


def move_along(page: EventPage) -> None:
    """The whole programme, by the clock on the wall: at the same hours, also when summer time begins in between."""
    days = timedelta(days=days_behind(page))
    parts = list(page.programme_items.all())
    for part in parts:
        part.starts_at, part.ends_at = localtime(part.starts_at) + days, localtime(part.ends_at) + days
    page.programme_items.set(parts)
