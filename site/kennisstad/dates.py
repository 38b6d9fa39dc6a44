"""Dates and times in words, as people in the active language write them, on the clock of Amsterdam."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from typing import Protocol
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LATE_NIGHT = timedelta(hours=6)
MIDNIGHT, NOON, LAST_MINUTE = dt.time(), dt.time(12), dt.time(23, 59)
EARLIEST, LATEST = 2000, 2100
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORDS = {"day": "l j F Y", "month": "F Y", "year": "Y"}
WORDS_WITHOUT_YEAR = {"day": "l j F", "month": "F", "year": "Y"}
ENGLISH_TIMES = {MIDNIGHT: "midnight", NOON: "noon"}
ISO = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def within_reason(day: dt.date) -> None:
    """Other years are slips of the pen, and at the ends of time no clock can count. Raises `ValidationError`."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(
            _("Give a year between %(earliest)d and %(latest)d."),
            params={"earliest": EARLIEST, "latest": LATEST},
        )


def year_range_constraint(name: str, *columns: str) -> models.CheckConstraint:
    """The same for the database; an empty column is within reason."""
    condition = reduce(and_, (_within_reason(column) for column in columns))
    return models.CheckConstraint(condition=condition, name=name)


def _within_reason(column: str) -> Q:
    first, end = (
        datetime(year, 1, 1, tzinfo=AMSTERDAM).astimezone(dt.UTC) for year in (EARLIEST, LATEST + 1)
    )
    return Q((f"{column}__gte", first), (f"{column}__lt", end)) | Q((column, None))


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("The day")
    MONTH = "month", _("Only the month")
    YEAR = "year", _("Only the year")


class Dated(Protocol):
    """Without hours it runs from the first minute of a day to the last minute of a day."""

    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    precision: str


@dataclass
class Period:
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool = False
    precision: str = Precision.DAY


def in_whole_days(period: Dated) -> tuple[datetime, datetime]:
    """The first minute and the last one of the days, months or years in which it starts and ends."""
    first, last = localtime(period.starts_at).date(), localtime(period.ends_at).date()
    match period.precision:
        case Precision.MONTH:
            first, last = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
        case Precision.YEAR:
            first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    return datetime.combine(first, MIDNIGHT, AMSTERDAM), datetime.combine(last, LAST_MINUTE, AMSTERDAM)


def when(period: Dated) -> str:
    """donderdag 12 maart 2027, 19.30–22.00 uur · Thursday 12 March 2027, 7.30–10 pm"""
    starts_at, ends_at = period.starts_at, period.ends_at
    if period.is_all_day:
        return days(period)
    if is_one_day(period):
        return f"{day(starts_at)}, {times(period)}"
    first = (
        day(starts_at) if localtime(starts_at).year != localtime(ends_at).year else day_and_month(starts_at)
    )
    return f"{first}, {time(starts_at)} – {day_and_time(ends_at)}"


def is_one_day(period: Dated) -> bool:
    """An evening that ends after midnight still belongs to its own day."""
    return (localtime(period.ends_at) - LATE_NIGHT).date() <= localtime(period.starts_at).date()


def days(period: Dated) -> str:
    """In words: zaterdag 1 januari – zondag 2 januari 2022 · maart 2017 · maart – mei 2017 · 2021."""
    start, end = localtime(period.starts_at), localtime(period.ends_at)
    last = date_format(end, WORDS[period.precision])
    if last == date_format(start, WORDS[period.precision]):
        return last
    words = WORDS if start.year != end.year else WORDS_WITHOUT_YEAR
    return f"{date_format(start, words[period.precision])} – {last}"


def last_day(ends_at: datetime) -> dt.date:
    """What ends at midnight ends on the day before."""
    return (localtime(ends_at) - timedelta(hours=1)).date()


def iso(period: Dated) -> tuple[str, str]:
    """First and last for machines: with hours, or 2026-03-04 · 2017-03 · 2021."""
    start, end = localtime(period.starts_at), localtime(period.ends_at)
    if not period.is_all_day:
        return start.isoformat(), end.isoformat()
    pattern = ISO[period.precision]
    return start.strftime(pattern), end.strftime(pattern)


def known_day(period: Dated) -> str:
    """The day on which it starts: woensdag 4 maart 2026, or the month or year that is all we know."""
    return date_format(localtime(period.starts_at), WORDS[period.precision])


def known_month(period: Dated) -> str:
    """The month in which it starts: maart 2026, or the year that is all we know."""
    known = Precision.YEAR if period.precision == Precision.YEAR else Precision.MONTH
    return date_format(localtime(period.starts_at), WORDS[known])


def day(moment: datetime) -> str:
    return date_format(localtime(moment), "l j F Y")


def day_and_month(moment: datetime) -> str:
    return date_format(localtime(moment), "l j F")


def day_and_time(moment: datetime) -> str:
    """vrijdag 12 maart 2027, 19.30 uur · Friday 12 March 2027, 7.30 pm"""
    return f"{day(moment)}, {time(moment)}"


def time(moment: datetime) -> str:
    return clock_time(moment) if _is_english() else f"{clock_time(moment)} uur"


def clock_time(moment: datetime) -> str:
    """19.30 · 7.30 pm"""
    local = localtime(moment)
    return _english_time(local, suffix=True) if _is_english() else f"{local:%H.%M}"


def times(period: Dated) -> str:
    """19.30–22.00 uur · 7.30–10 pm · 9.30 am–4 pm · noon–2 pm · nothing for whole days"""
    if period.is_all_day:
        return ""
    return clock(period) if _is_english() else f"{clock(period)} uur"


def clock(period: Dated) -> str:
    """The same without the word for hours, for a timetable."""
    if period.is_all_day:
        return ""
    start, end = localtime(period.starts_at), localtime(period.ends_at)
    if not _is_english():
        return f"{start:%H.%M}–{end:%H.%M}"
    shares_half = (start.hour < 12) == (end.hour < 12) and end.time() not in ENGLISH_TIMES
    return f"{_english_time(start, suffix=not shares_half)}–{_english_time(end, suffix=True)}"


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _english_time(local: datetime, *, suffix: bool) -> str:
    if word := ENGLISH_TIMES.get(local.time()):
        return word
    minutes = f".{local:%M}" if local.minute else ""
    half = (" am" if local.hour < 12 else " pm") if suffix else ""
    return f"{local.hour % 12 or 12}{minutes}{half}"
