"""Dates and times in words, as people in the active language write them, on the clock of Amsterdam."""

import datetime as dt
from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LATE_NIGHT = timedelta(hours=6)
MIDNIGHT, NOON = dt.time(), dt.time(12)
EARLIEST, LATEST = 2000, 2100
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORDS = {"day": "l j F Y", "month": "F Y", "year": "Y"}
ENGLISH_TIMES = {MIDNIGHT: "midnight", NOON: "noon"}
ISO = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def within_reason(day: dt.date) -> None:
    """Other years are slips of the pen, and at the ends of time no clock can count."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(
            _("Give a year between %(earliest)d and %(latest)d."),
            params={"earliest": EARLIEST, "latest": LATEST},
        )


def kept_within_reason(name: str, *columns: str) -> models.CheckConstraint:
    """The same for the database; an empty column is within reason."""
    condition = reduce(and_, (_within_reason(column) for column in columns))
    return models.CheckConstraint(condition=condition, name=name)


def _within_reason(column: str) -> Q:
    first, end = (
        datetime(year, 1, 1, tzinfo=AMSTERDAM).astimezone(dt.UTC) for year in (EARLIEST, LATEST + 1)
    )
    return Q((f"{column}__gte", first), (f"{column}__lt", end)) | Q((column, None))


def when(starts_at: datetime, ends_at: datetime) -> str:
    """donderdag 12 maart 2027, 19.30–22.00 uur · Thursday 12 March 2027, 7.30–10 pm"""
    if is_whole_days(starts_at, ends_at):
        return days(starts_at, ends_at)
    if is_one_day(starts_at, ends_at):
        return f"{day(starts_at)}, {times(starts_at, ends_at)}"
    first = (
        day(starts_at) if localtime(starts_at).year != localtime(ends_at).year else day_and_month(starts_at)
    )
    return f"{first}, {time(starts_at)} – {day_and_time(ends_at)}"


def is_one_day(starts_at: datetime, ends_at: datetime) -> bool:
    """An evening that ends after midnight still belongs to its own day."""
    return (localtime(ends_at) - LATE_NIGHT).date() <= localtime(starts_at).date()


def is_whole_days(starts_at: datetime, ends_at: datetime) -> bool:
    """From midnight to midnight: without hours, or with hours that nobody knows."""
    return localtime(starts_at).time() == localtime(ends_at).time() == MIDNIGHT


def days(starts_at: datetime, ends_at: datetime) -> str:
    """In words: zaterdag 1 – zondag 2 januari 2022 · maart 2017 · 2021."""
    if period := whole_period(starts_at, ends_at):
        return date_format(localtime(starts_at), WORDS[period])
    last = last_day(ends_at)
    first = day(starts_at) if localtime(starts_at).year != last.year else day_and_month(starts_at)
    return f"{first} – {date_format(last, WORDS['day'])}"


def last_day(ends_at: datetime) -> dt.date:
    """What ends at midnight ends on the day before."""
    return (localtime(ends_at) - timedelta(hours=1)).date()


def whole_period(starts_at: datetime, ends_at: datetime) -> str:
    """The day, month or year that these days are all of. What is known by its month fills it."""
    if not is_whole_days(starts_at, ends_at):
        return ""
    first, after = localtime(starts_at).date(), localtime(ends_at).date()
    last = after - timedelta(days=1)
    if first == last:
        return "day"
    if after.day == 1 and first == last.replace(day=1):
        return "month"
    if (after.month, after.day) == (1, 1) and first == last.replace(month=1, day=1):
        return "year"
    return ""


def known_period(starts_at: datetime, ends_at: datetime) -> str:
    """The day on which it starts, or the month or year that is all we know."""
    return whole_period(starts_at, ends_at) or "day"


def has_known_day(starts_at: datetime, ends_at: datetime) -> bool:
    return known_period(starts_at, ends_at) == "day"


def iso(starts_at: datetime, ends_at: datetime) -> tuple[str, str]:
    """First and last for machines: with hours, or 2026-03-04 · 2017-03 · 2021."""
    start, end = localtime(starts_at), localtime(ends_at)
    if not is_whole_days(starts_at, ends_at):
        return start.isoformat(), end.isoformat()
    pattern = ISO[known_period(starts_at, ends_at)]
    return start.strftime(pattern), (end - timedelta(hours=1)).strftime(pattern)


def known_day(starts_at: datetime, ends_at: datetime) -> str:
    """The day on which it starts: woensdag 4 maart 2026, or the month or year that is all we know."""
    return date_format(localtime(starts_at), WORDS[known_period(starts_at, ends_at)])


def known_month(starts_at: datetime, ends_at: datetime) -> str:
    """The month in which it starts: maart 2026, or the year that is all we know."""
    period = "year" if known_period(starts_at, ends_at) == "year" else "month"
    return date_format(localtime(starts_at), WORDS[period])


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


def times(starts_at: datetime, ends_at: datetime) -> str:
    """19.30–22.00 uur · 7.30–10 pm · 9.30 am–4 pm · noon–2 pm · nothing for whole days"""
    if is_whole_days(starts_at, ends_at):
        return ""
    suffix = "" if _is_english() else " uur"
    return f"{clock(starts_at, ends_at)}{suffix}"


def clock(starts_at: datetime, ends_at: datetime) -> str:
    """The same without the word for hours, for a timetable."""
    if is_whole_days(starts_at, ends_at):
        return ""
    start, end = localtime(starts_at), localtime(ends_at)
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
