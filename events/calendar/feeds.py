"""The calendar as iCalendar, RSS and JSON Feed: equal data gives equal bytes."""

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import CalendarEntry
from events.models.calendar_entry import CalendarEntryQuerySet
from kennisstad import dates
from kennisstad.languages import SPOKEN_IN, in_language
from kennisstad.web.microcache import CacheKey, get_or_make

from .filter_text import filter_text
from .filters import CalendarFilter
from .ical import feed_calendar

# Google drops events from feeds over about a megabyte: a thousand entries.
MOST_ENTRIES = 1000
KEPT_SECONDS = 24 * 3600
# A tenth larger than the smallest, in half the time.
GZIP_LEVEL = 6
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Feed:
    """Where a feed lives and what it is called."""

    calendar_filter: CalendarFilter
    kind: str
    language: str
    url: str
    page_url: str

    @property
    def cache_key(self) -> CacheKey:
        parts = ("feed", self.kind, self.language, self.url, self.page_url, settings.BASE_URL)
        return CacheKey(parts, is_plain="?" not in self.url)

    @property
    def name(self) -> str:
        name = f"{_('Calendar')} {settings.REGION.publisher}"
        return f"{name}: {filter_text(self.calendar_filter)}" if self.calendar_filter.is_active else name


@dataclass(frozen=True)
class FeedBody:
    content: bytes
    etag: str
    last_modified: datetime


def feed_body(feed: Feed, today: date | None = None) -> FeedBody:
    """Whoever asks within the same second gets the same; later it is written anew only after something changed."""
    return get_or_make(feed.cache_key, lambda: _kept_or_written(feed, today))


def gzipped(feed: Feed, body: FeedBody) -> bytes:
    """Made for whoever asks first, and kept as long as the feed: it takes longer than all the rest."""
    kept, key = feed.cache_key.store, f"gzip:{body.etag}"
    content: bytes | None = kept.get(key)
    if content is None:
        content = gzip.compress(body.content, GZIP_LEVEL, mtime=0)
        kept.set(key, content, KEPT_SECONDS)
    return content


def _kept_or_written(feed: Feed, today: date | None) -> FeedBody:
    entries = feed.calendar_filter.feed(today or timezone.localdate())
    kept = feed.cache_key.store
    with override(feed.language):
        # Every change raises an entry's sequence, and joining or leaving changes the count and the sums.
        state = entries.order_by().aggregate(Count("pk"), Sum("pk"), Sum("sequence"), Max("changed_at"))
        parts = [*feed.cache_key.parts, feed.name, repr(state)]
        key = "feed:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()
        body: FeedBody | None = kept.get(key)
        if body is None:
            content = WRITERS[feed.kind](feed, entries[:MOST_ENTRIES])
            etag = hashlib.sha256(content).hexdigest()[:32]
            body = FeedBody(content, etag, state["changed_at__max"] or EPOCH)
            kept.set(key, body, KEPT_SECONDS)
    return body


def _ics(feed: Feed, entries: CalendarEntryQuerySet) -> bytes:
    field = "vevent_en" if feed.language == "en" else "vevent"
    vevents = map(bytes, entries.values_list(field, flat=True))
    description = _("Events in %(region)s, gathered by %(gatherers)s.") % settings.REGION.names()
    return feed_calendar(feed.name, description, _absolute(feed.page_url), _absolute(feed.url), vevents)


class _StillFeed(feedgenerator.Rss201rev2Feed):
    """An empty feed says the same every time."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else EPOCH


def _rss(feed: Feed, entries: CalendarEntryQuerySet) -> bytes:
    rss = _StillFeed(
        title=feed.name,
        link=_absolute(feed.page_url),
        description=feed.name,
        language=feed.language,
        feed_url=_absolute(feed.url),
    )
    for entry in _visible(entries):
        rss.add_item(
            title=_title(entry),
            link=entry.get_full_url(),
            description=" · ".join(filter(None, [*_particulars(entry), in_language(entry, "summary")])),
            unique_id=entry.uid,
            unique_id_is_permalink=False,
            pubdate=entry.changed_at,
            categories=[str(theme) for theme in entry.themes.all()],
        )
    return rss.writeString("utf-8").encode()


def _json(feed: Feed, entries: CalendarEntryQuerySet) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "home_page_url": _absolute(feed.page_url),
        "feed_url": _absolute(feed.url),
        "language": feed.language,
        "items": [_json_item(entry) for entry in _visible(entries)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _particulars(entry: CalendarEntry) -> list[str]:
    """What one wants to know before one clicks."""
    return [dates.when(entry), entry.place, str(SPOKEN_IN[entry.spoken_language])]


def _json_item(entry: CalendarEntry) -> dict[str, object]:
    return {
        "id": entry.uid,
        "url": entry.get_full_url(),
        "title": _title(entry),
        "summary": in_language(entry, "summary"),
        "content_text": " · ".join(filter(None, _particulars(entry))),
        "date_published": entry.created_at.isoformat(),
        "date_modified": entry.changed_at.isoformat(),
        "tags": [str(theme) for theme in entry.themes.all()],
        "_event": {
            "start": timezone.localtime(entry.starts_at).isoformat(),
            "end": timezone.localtime(entry.ends_at).isoformat(),
            "is_all_day": entry.is_all_day,
            "precision": entry.precision,
            "status": entry.status,
            "place": entry.place,
            "languages": entry.spoken_language.split("-"),
            "price_from_cents": entry.price_from,
            "is_example": entry.is_example,
        },
    }


def _visible(entries: CalendarEntryQuerySet) -> list[CalendarEntry]:
    """Only iCalendar has a word for what was withdrawn."""
    rows = entries.prefetch_related("themes").defer("vevent", "vevent_en")
    return [entry for entry in rows if entry.status != CalendarEntry.Status.WITHDRAWN]


def _title(entry: CalendarEntry) -> str:
    marks = [entry.status_label] if entry.status_label else []
    marks += [_("Example")] if entry.is_example else []
    return ": ".join([*marks, in_language(entry, "title")])


def _absolute(address: str) -> str:
    return settings.BASE_URL + address


WRITERS: dict[str, Callable[[Feed, CalendarEntryQuerySet], bytes]] = {"ics": _ics, "rss": _rss, "json": _json}
CONTENT_TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
