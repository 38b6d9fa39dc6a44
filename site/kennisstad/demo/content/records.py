"""The shapes of the demo's content: what it may say about an event, its programme and its speakers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from events.models import Booking, Mode, Outcome, SpokenLanguage, Status
from kennisstad.content_files import Paragraphs
from kennisstad.dates import Precision
from kennisstad.foundation.records import Link

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_MINUTE, LAST_MINUTE = time(0, 0), time(23, 59)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    name: str
    affiliation: str
    affiliation_en: str = ""
    organiser: str


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, kw_only=True)
class Moments:
    """When an event is: on a day of the calendar, or so many days from today. It lasts a day, or some nights more."""

    day: date | None = None
    days_from_now: int | None = None
    weekday: Weekday | None = None
    nights: int = 0
    start: time | None = None
    end: time | None = None
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if (self.day is None) == (self.days_from_now is None):
            raise ValueError("expected either “day” or “days_from_now”.")

    @property
    def is_all_day(self) -> bool:
        return self.start is None

    @property
    def is_ahead(self) -> bool:
        return bool(self.days_from_now and self.days_from_now > 0)

    def on(self, today: date) -> date:
        """The first day; a weekday moves it forward to the next such day."""
        if self.day:
            return self.day
        first = today + timedelta(days=self.days_from_now or 0)
        wait = (list(Weekday).index(self.weekday) - first.weekday()) % 7 if self.weekday else 0
        return first + timedelta(days=wait)

    def starts_at(self, today: date) -> datetime:
        return at(self.on(today), self.start or FIRST_MINUTE)

    def ends_at(self, today: date) -> datetime:
        """An end before the start is on the next day: after midnight."""
        last = self.on(today) + timedelta(days=self.nights)
        end = self.end or LAST_MINUTE
        after_midnight = self.start is not None and self.nights == 0 and end <= self.start
        return at(last + timedelta(days=after_midnight), end)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, AMSTERDAM)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the programme; `night` counts the days after the first one. Its hours may be unknown."""

    title: str
    title_en: str = ""
    start: time | None = None
    end: time | None = None
    description: str = ""
    description_en: str = ""
    night: int = 0
    room: str = ""
    speakers: tuple[str, ...] = ()

    def when(self, first_day: date) -> Moments:
        return Moments(day=first_day + timedelta(days=self.night), start=self.start, end=self.end)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of an event."""

    title: str
    title_en: str = ""
    who: str = ""
    link: str = ""
    status: Outcome.Progress = Outcome.Progress.STARTED


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One of the drawings of `demo.covers`."""

    motif: str
    variant: int = 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An event of the demo. In prose a paragraph that starts with '## ' is a heading."""

    slug: str
    organiser: str
    format: str
    title: str
    summary: str
    when: Moments
    cover: Cover
    themes: tuple[str, ...]
    title_en: str = ""
    summary_en: str = ""
    mode: Mode = Mode.ONSITE
    venue: str = ""
    municipality: str = ""
    join_url: str = ""
    spoken_language: SpokenLanguage = SpokenLanguage.DUTCH
    audiences: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    series: str = ""
    edition: int | None = None
    status: Status = Status.SCHEDULED
    organised_by_others: bool = False
    is_example: bool = False
    is_draft: bool = False
    sessions_in_calendar: bool = False
    body: Paragraphs = ()
    body_en: Paragraphs = ()
    practical: str = ""
    practical_en: str = ""
    look_back: Paragraphs = ()
    look_back_en: Paragraphs = ()
    links: tuple[Link, ...] = ()
    links_en: tuple[Link, ...] = ()
    programme: tuple[Part, ...] = ()
    outcomes: tuple[Result, ...] = ()
    booking: Booking | None = None
    booking_url: str = ""
    price_from: int | None = None
    price_words: str = ""
    price_words_en: str = ""
    capacity: int | None = None
    party_size: int = 1
    group_size: int | None = None
    needs_approval: bool = False
    registered: int = 0
    asking: int = 0
    checked_in: int = 0
