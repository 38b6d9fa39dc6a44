"""A programme that stays on its day when the event moves to another."""

from datetime import timedelta

from django.utils.timezone import localdate, localtime

from .models import EventPage, ProgrammeItem


def items_left_behind(page: EventPage) -> list[ProgrammeItem]:
    """The parts that stand where they stood while the event itself moved away from at least one of them.

    A part on another day is no mistake by itself: people put up stalls the evening before, and go on an excursion later.
    """
    if not days_moved(page):
        return []
    known = {session.key: localdate(session.starts_at) for session in page.event.sessions.current()}
    unmoved = [
        part for part in page.programme_items.all() if known.get(part.key) == localdate(part.starts_at)
    ]
    days = (localdate(page.starts_at), localdate(page.ends_at))
    return unmoved if any(not days[0] <= localdate(part.starts_at) <= days[1] for part in unmoved) else []


def days_moved(page: EventPage) -> int:
    """From what is public; a draft that never was public has moved from nowhere."""
    if not page.event.version:
        return 0
    return (localdate(page.starts_at) - localdate(page.event.starts_at)).days


def shift_programme(page: EventPage) -> None:
    """By the clock on the wall: at the same hours, also when summer time begins in between."""
    days, behind = timedelta(days=days_moved(page)), {part.key for part in items_left_behind(page)}
    parts = list(page.programme_items.all())
    for part in parts:
        if part.key in behind:
            part.starts_at, part.ends_at = localtime(part.starts_at) + days, localtime(part.ends_at) + days
    page.programme_items.set(parts)
