from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kennisstad import dates
from kennisstad.dates import Period

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM).astimezone(ZoneInfo("UTC"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "dutch", "english"),
    [
        (
            at(2027, 3, 12, 19, 30),
            at(2027, 3, 12, 22),
            "vrijdag 12 maart 2027, 19.30–22.00 uur",
            "Friday 12 March 2027, 7.30–10 pm",
        ),
        (
            at(2027, 3, 12, 9, 30),
            at(2027, 3, 12, 16),
            "vrijdag 12 maart 2027, 09.30–16.00 uur",
            "Friday 12 March 2027, 9.30 am–4 pm",
        ),
        (
            at(2027, 3, 12, 20),
            at(2027, 3, 13, 1, 30),
            "vrijdag 12 maart 2027, 20.00–01.30 uur",
            "Friday 12 March 2027, 8 pm–1.30 am",
        ),
        (
            at(2027, 3, 12, 10),
            at(2027, 3, 14, 17),
            "vrijdag 12 maart, 10.00 uur – zondag 14 maart 2027, 17.00 uur",
            "Friday 12 March, 10 am – Sunday 14 March 2027, 5 pm",
        ),
        (
            at(2026, 12, 31, 12),
            at(2027, 1, 1, 12, 15),
            "donderdag 31 december 2026, 12.00 uur – vrijdag 1 januari 2027, 12.15 uur",
            "Thursday 31 December 2026, noon – Friday 1 January 2027, 12.15 pm",
        ),
        (
            at(2027, 3, 28, 1, 30),
            at(2027, 3, 28, 3, 30),
            "zondag 28 maart 2027, 01.30–03.30 uur",
            "Sunday 28 March 2027, 1.30–3.30 am",
        ),
    ],
)
def test_when_in_words(start: datetime, end: datetime, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert dates.when(Period(start, end)) == dutch
    with translation.override("en"):
        assert dates.when(Period(start, end)) == english


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(2027, 3, 12, 19, 30), at(2027, 3, 13), "7.30 pm–midnight"),
        (at(2027, 3, 12), at(2027, 3, 12, 1, 30), "midnight–1.30 am"),
        (at(2027, 3, 12, 0, 30), at(2027, 3, 13), "12.30 am–midnight"),
        (at(2027, 3, 12, 10), at(2027, 3, 12, 12), "10 am–noon"),
        (at(2027, 3, 12, 12), at(2027, 3, 12, 14), "noon–2 pm"),
        (at(2027, 3, 12, 12, 30), at(2027, 3, 12, 14), "12.30–2 pm"),
    ],
)
def test_noon_and_midnight_have_their_names_in_english(start, end, words):
    with translation.override("en"):
        assert dates.times(Period(start, end)) == dates.clock(Period(start, end)) == words


def test_a_moment_in_words():
    moment = at(2026, 10, 28, 9, 49)

    assert dates.day_and_time(moment) == "woensdag 28 oktober 2026, 09.49 uur"
    with translation.override("en"):
        assert dates.day_and_time(moment) == "Wednesday 28 October 2026, 9.49 am"


def of(precision: str, *days: tuple[int, ...]) -> Period:
    """Without hours, from one day to the other."""
    period = Period(at(*days[0], 10), at(*days[-1], 9), is_all_day=True, precision=precision)
    return Period(*dates.in_whole_days(period), is_all_day=True, precision=precision)


WITHOUT_HOURS = [
    (of("day", (2026, 3, 4)), "woensdag 4 maart 2026", ("2026-03-04", "2026-03-04")),
    (of("day", (2027, 3, 28)), "zondag 28 maart 2027", ("2027-03-28", "2027-03-28")),
    (
        of("day", (2026, 5, 1), (2026, 5, 31)),
        "vrijdag 1 mei – zondag 31 mei 2026",
        ("2026-05-01", "2026-05-31"),
    ),
    (
        of("day", (2026, 12, 31), (2027, 1, 1)),
        "donderdag 31 december 2026 – vrijdag 1 januari 2027",
        ("2026-12-31", "2027-01-01"),
    ),
    (of("month", (2017, 3, 20)), "maart 2017", ("2017-03", "2017-03")),
    (of("month", (2027, 3, 1), (2027, 5, 1)), "maart – mei 2027", ("2027-03", "2027-05")),
    (of("month", (2026, 12, 1), (2027, 2, 1)), "december 2026 – februari 2027", ("2026-12", "2027-02")),
    (of("year", (2022, 6, 15)), "2022", ("2022", "2022")),
    (of("year", (2021, 1, 1), (2022, 1, 1)), "2021 – 2022", ("2021", "2022")),
]


@pytest.mark.parametrize(("period", "words", "first_and_last"), WITHOUT_HOURS)
def test_without_hours_it_says_no_more_than_what_is_known(period: Period, words: str, first_and_last):
    assert dates.when(period) == words
    assert dates.times(period) == dates.clock(period) == ""
    assert dates.iso(period) == first_and_last


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (of("day", (2027, 3, 28)), at(2027, 3, 28), at(2027, 3, 28, 23, 59)),
        (of("day", (2026, 10, 25)), at(2026, 10, 25), at(2026, 10, 25, 23, 59)),
        (of("month", (2024, 2, 10)), at(2024, 2, 1), at(2024, 2, 29, 23, 59)),
        (of("year", (2027, 6, 1)), at(2027, 1, 1), at(2027, 12, 31, 23, 59)),
    ],
)
def test_whole_days_run_from_the_first_to_the_last_minute(period: Period, first: datetime, last: datetime):
    """Also on the nights on which the clock changes, and no matter how often it is asked."""
    assert (period.starts_at, period.ends_at) == (first, last) == dates.in_whole_days(period)


def test_machines_read_the_hours_that_are_known():
    period = Period(at(2027, 3, 12, 20), at(2027, 3, 12, 22))

    assert dates.iso(period) == ("2027-03-12T20:00:00+01:00", "2027-03-12T22:00:00+01:00")


def test_from_midnight_to_midnight_are_hours_unless_somebody_says_otherwise():
    assert dates.times(Period(at(2027, 3, 12), at(2027, 3, 13))) == "00.00–00.00 uur"


@pytest.mark.parametrize(
    ("period", "day", "month"),
    [
        (of("year", (2021, 1, 1)), "2021", "2021"),
        (of("month", (2017, 3, 1)), "maart 2017", "maart 2017"),
        (of("day", (2026, 5, 1), (2026, 5, 31)), "vrijdag 1 mei 2026", "mei 2026"),
        (Period(at(2027, 1, 1, 20), at(2027, 1, 1, 22)), "vrijdag 1 januari 2027", "januari 2027"),
    ],
)
def test_lists_say_no_more_than_what_is_known(period: Period, day: str, month: str):
    assert (dates.known_day(period), dates.known_month(period)) == (day, month)
