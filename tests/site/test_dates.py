from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kennisstad import dates

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
        assert dates.when(start, end) == dutch
    with translation.override("en"):
        assert dates.when(start, end) == english


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
        assert dates.times(start, end) == dates.clock(start, end) == words


def test_a_moment_in_words():
    moment = at(2026, 10, 28, 9, 49)

    assert dates.day_and_time(moment) == "woensdag 28 oktober 2026, 09.49 uur"
    with translation.override("en"):
        assert dates.day_and_time(moment) == "Wednesday 28 October 2026, 9.49 am"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(2026, 3, 4), at(2026, 3, 5), "woensdag 4 maart 2026"),
        (at(2022, 1, 1), at(2023, 1, 1), "2022"),
        (at(2017, 3, 1), at(2017, 4, 1), "maart 2017"),
        (at(2020, 12, 1), at(2021, 1, 1), "december 2020"),
        (at(2022, 1, 2), at(2023, 1, 1), "zondag 2 januari – zaterdag 31 december 2022"),
        (at(2026, 12, 31), at(2027, 1, 2), "donderdag 31 december 2026 – vrijdag 1 januari 2027"),
        (at(2027, 3, 28), at(2027, 3, 29), "zondag 28 maart 2027"),
    ],
)
def test_whole_days_have_no_hours(start, end, words):
    assert dates.when(start, end) == words
    assert dates.times(start, end) == dates.clock(start, end) == ""


@pytest.mark.parametrize(
    ("start", "end", "first_and_last"),
    [
        (at(2022, 1, 1), at(2023, 1, 1), ("2022", "2022")),
        (at(2017, 3, 1), at(2017, 4, 1), ("2017-03", "2017-03")),
        (at(2026, 3, 4), at(2026, 3, 5), ("2026-03-04", "2026-03-04")),
        (at(2026, 12, 31), at(2027, 1, 2), ("2026-12-31", "2027-01-01")),
        (
            at(2027, 3, 12, 20),
            at(2027, 3, 12, 22),
            ("2027-03-12T20:00:00+01:00", "2027-03-12T22:00:00+01:00"),
        ),
    ],
)
def test_machines_read_no_more_than_what_is_known(start, end, first_and_last):
    assert dates.iso(start, end) == first_and_last


@pytest.mark.parametrize(
    ("start", "end", "day", "month"),
    [
        (at(2021, 1, 1), at(2022, 1, 1), "2021", "2021"),
        (at(2017, 3, 1), at(2017, 4, 1), "maart 2017", "maart 2017"),
        (at(2026, 3, 4), at(2026, 3, 5), "woensdag 4 maart 2026", "maart 2026"),
        (at(2027, 1, 1, 20), at(2027, 1, 1, 22), "vrijdag 1 januari 2027", "januari 2027"),
    ],
)
def test_lists_say_no_more_than_what_is_known(start, end, day, month):
    assert (dates.known_day(start, end), dates.known_month(start, end)) == (day, month)
