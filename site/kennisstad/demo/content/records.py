"""The shapes of the demo's content: what it may say about an event, its programme and its speakers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_MINUTE, LAST_MINUTE = "00:00", "23:59"


@dataclass(frozen=True, kw_only=True)
class Speaker:
    name: str
    affiliation: str
    affiliation_en: str = ""
    organiser: str


@dataclass(frozen=True, kw_only=True)
class Moments:
    """When an event is: on a day of the calendar, or so many days from today."""

    day: date | int
    start: str = ""
    end: str = ""
    nights: int = 0
    weekday: int | None = None
    precision: str = "day"

    @property
    def is_all_day(self) -> bool:
        return not self.start

    def on(self, today: date) -> date:
        """The first day; a weekday (0 is Monday) moves it forward to the next such day."""
        if isinstance(self.day, date):
            return self.day
        first = today + timedelta(days=self.day)
        wait = 0 if self.weekday is None else (self.weekday - first.weekday()) % 7
        return first + timedelta(days=wait)

    def starts_at(self, today: date) -> datetime:
        return at(self.on(today), self.start or FIRST_MINUTE)

    def ends_at(self, today: date) -> datetime:
        """An end before the start is on the next day: after midnight."""
        last = self.on(today) + timedelta(days=self.nights)
        after_midnight = bool(self.start) and self.nights == 0 and self.end <= self.start
        return at(last + timedelta(days=after_midnight), self.end or LAST_MINUTE)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), AMSTERDAM)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the programme; `night` counts the days after the first one. Its hours may be unknown."""

    title: str
    start: str = ""
    end: str = ""
    title_en: str = ""
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
    status: str = "started"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An event of the demo. In prose a paragraph that starts with '## ' is a heading."""

    slug: str
    organiser: str
    format: str
    title: str
    summary: str
    when: Moments
    cover: tuple[str, int]
    themes: tuple[str, ...]
    title_en: str = ""
    summary_en: str = ""
    mode: str = "onsite"
    venue: str = ""
    municipality: str = ""
    join_url: str = ""
    spoken_language: str = "nl"
    audiences: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    series: str = ""
    edition: int | None = None
    status: str = "scheduled"
    organised_by_others: bool = False
    is_example: bool = False
    is_draft: bool = False
    sessions_in_calendar: bool = False
    body: tuple[str, ...] = ()
    body_en: tuple[str, ...] = ()
    practical: str = ""
    practical_en: str = ""
    look_back: tuple[str, ...] = ()
    look_back_en: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    links_en: tuple[tuple[str, str], ...] = ()
    programme: tuple[Part, ...] = ()
    outcomes: tuple[Result, ...] = ()
    booking: str = ""
    booking_url: str = ""
    price_from: int | None = None
    price_words: str = ""
    price_words_en: str = ""
    capacity: int | None = None
    registered: int = 0
    checked_in: int = 0
