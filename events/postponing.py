"""What is postponed keeps the day that everybody knows; with a new one it is not postponed but moved."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kennisstad.dates import Dated

from .models.choices import Status
from .models.event import Event


class Part(Dated, Protocol):
    key: Any


class Announcement(Dated, Protocol):
    pk: Any
    status: str
    sessions_in_calendar: bool


def validate_postponed_day(page: Announcement) -> None:
    """Compared with what is public, or was so last. Raises `ValidationError` when the day is another."""
    event = _known(page)
    if event and _when(page) != _when(event):
        raise ValidationError({"status": _words()})


def validate_postponed_sessions(page: Announcement, parts: Iterable[Part]) -> None:
    """Of those that stand in the calendar by themselves. A form knows them before its page does.

    Raises `ValidationError` when one has another day.
    """
    event = _known(page)
    if not event or not (event.sessions_in_calendar and page.sessions_in_calendar):
        return
    known = {session.key: _when(session) for session in event.sessions.current()}
    if any(known.get(part.key, _when(part)) != _when(part) for part in parts):
        raise ValidationError({"status": _words()})


def _known(page: Announcement) -> Event | None:
    """The event of which people know a day that the page now puts off."""
    if page.status != Status.POSTPONED:
        return None
    return Event.objects.filter(page=page.pk, version__gt=0).first()


def _when(period: Dated) -> tuple[Any, ...]:
    return period.starts_at, period.ends_at, period.is_all_day, period.precision


def _words() -> str:
    return _(
        "Do you know the new date? Then choose “Going ahead” and fill it in."
        " Not yet? Then leave the old date as it was: people read there which day is put off."
    )
