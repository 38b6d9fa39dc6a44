"""The log of an event: one line per version, with the facts before and after. Nobody has to compare clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.timezone import localdate

from .models.choices import OFF, Mode, Status
from .models.event import Event, Session
from .models.event_change import ChangeNote, EventChange

Kind = EventChange.Kind
Reason = EventChange.Reason
type Facts = dict[str, Any]

OFF_KINDS = {Status.CANCELLED: Kind.CANCELLED, Status.POSTPONED: Kind.POSTPONED}
# What somebody who comes needs to know.
ATTENDEE_RELEVANT_KINDS = {*OFF_KINDS.values(), Kind.REINSTATED, Kind.MOVED, Kind.RELOCATED, Kind.PROGRAMME}
# What another value of a fact means to who relies on it.
MEANING = {
    "time": Kind.MOVED,
    "known": Kind.MOVED,
    "municipality": Kind.RELOCATED,
    "why": Kind.EDITED,
    "booking": Kind.EDITED,
    "price": Kind.EDITED,
    "texts": Kind.EDITED,
    "sorting": Kind.EDITED,
    "path": Kind.EDITED,
    "is_dated": Kind.EDITED,
}


def facts_of(event: Event) -> Facts:
    """As JSON, so that two versions compare as equal when they say the same."""
    return {
        "is_public": event.is_public,
        "status": event.status,
        "why": [event.status_reason, event.status_reason_en],
        "time": _moments(event),
        "known": _known(event),
        "place": [event.mode, event.location, event.join_url],
        "municipality": event.municipality_id,
        "texts": [event.title, event.title_en, event.summary, event.summary_en],
        "booking": [event.booking, event.booking_url],
        "price": [event.price_from, event.price_words, event.price_words_en],
        "contact": [event.contact_name, event.contact_email, event.contact_phone],
        "sorting": _sorting(event),
        "path": event.path,
        # Whether its parts stand in the calendar as meetings of their own.
        "is_dated": event.sessions_in_calendar,
        "sessions": {str(session.key): _session_facts(session) for session in event.sessions.current()},
    }


def log_change(event: Event, reason: str, note: ChangeNote | None = None) -> EventChange | None:
    """A version for what differs from the one before; none when nothing does. Call it with the event's row locked."""
    before, after = facts_at(event, event.version), facts_of(event)
    kinds = kinds_between(before, after)
    if not kinds:
        if note and note.tells:
            _tell_after_all(event, note)
        return None
    event.version += 1
    tells = _tells(kinds, note)
    if tells:
        event.news_version = event.version
    event.save(update_fields=["version", "news_version", "changed_at"])
    words = {"words": note.words, "words_en": note.words_en} if note else {}
    return event.changes.create(
        version=event.version, kinds=kinds, before=before, after=after, reason=reason, tells=tells, **words
    )


def _tell_after_all(event: Event, note: ChangeNote) -> None:
    """About what its organiser kept quiet until now."""
    event.news_version = event.version
    event.save(update_fields=["news_version", "changed_at"])
    event.changes.filter(version=event.version, tells=False).update(
        tells=True, words=note.words, words_en=note.words_en
    )


def _tells(kinds: list[Kind], note: ChangeNote | None) -> bool:
    """An organiser may keep quiet about anything but that people would come for nothing."""
    if not set(OFF_KINDS.values()).isdisjoint(kinds):
        return True
    return note.tells if note else not ATTENDEE_RELEVANT_KINDS.isdisjoint(kinds)


def notes_since(event: Event, version: int) -> list[EventChange]:
    """The changes about which organisers said something, the oldest first; not of what was taken back since."""
    kinds = set(kinds_since(event, version))
    said = event.changes.filter(version__gt=version).exclude(words="", words_en="")
    return [change for change in said if not kinds.isdisjoint(change.kinds)]


def kinds_since(event: Event, version: int) -> list[Kind]:
    """What is different now from what somebody was told then; a change that was taken back is none."""
    if event.version == version:
        return []
    return kinds_between(facts_at(event, version), facts_at(event, event.version))


def is_over_by(facts: Facts, now: datetime) -> bool:
    """By the time that somebody was told."""
    return datetime.fromisoformat(facts["time"][1]) <= now


def facts_at(event: Event, version: int) -> Facts:
    """Nothing before the first publication."""
    change = event.changes.filter(version=version).first()
    return change.after if change else {}


def kinds_between(before: Facts, after: Facts) -> list[Kind]:
    """In the order in which people want to hear of them. What an older line did not hold yet counts as the same."""
    differences = [
        *_other_publicity(before, after),
        *_other_status(before, after),
        *_other_facts(before, after),
    ]
    return list(dict.fromkeys(differences))


def _other_publicity(before: Facts, after: Facts) -> Iterator[Kind]:
    was, now = before.get("is_public", False), after.get("is_public", False)
    if was != now:
        yield Kind.PUBLISHED if now else Kind.WITHDRAWN


def _other_status(before: Facts, after: Facts) -> Iterator[Kind]:
    was, now = before.get("status", after["status"]), after["status"]
    if was != now:
        yield OFF_KINDS.get(now) or (Kind.REINSTATED if was in OFF else Kind.EDITED)


def _other_facts(before: Facts, after: Facts) -> Iterator[Kind]:
    for name, kind in MEANING.items():
        if name in before and before[name] != after.get(name):
            yield kind
    if before.get("place", after.get("place")) != after.get("place"):
        yield Kind.RELOCATED if location_facts(before) != location_facts(after) else Kind.EDITED
    if before.get("sessions", after["sessions"]) != after["sessions"]:
        yield Kind.PROGRAMME if changed_session_keys(before, after) else Kind.EDITED


def location_facts(facts: Facts) -> list[str]:
    """Mode, place and link; who comes in person needs no link."""
    mode, place, link = facts["place"]
    return [mode, place, "" if mode == Mode.ONSITE else link]


def session_facts(facts: Facts) -> Facts:
    """The sessions by key, without links that nobody needs."""
    in_person = facts.get("place", [""])[0] == Mode.ONSITE
    sessions: Facts = facts.get("sessions", {})
    return {
        key: session | {"place": [session["place"][0], "" if in_person else session["place"][1]]}
        for key, session in sessions.items()
    }


def changed_session_keys(before: Facts, after: Facts) -> list[str]:
    """The keys of the parts for which somebody would come at the wrong time or use a link that is dead.

    Of a meeting of its own everything counts, also that it is no longer held; of a part of an evening the day and the link.
    """
    old, new = session_facts(before), session_facts(after)
    if before.get("is_dated") or after.get("is_dated"):
        return [key for key in {**old, **new} if _meeting(old.get(key)) != _meeting(new.get(key))]
    return [key for key in old if key in new and _day_and_link(old[key]) != _day_and_link(new[key])]


def _meeting(session: Facts | None) -> tuple[Any, ...] | None:
    return (session["time"], session["known"], session["place"]) if session else None


def _day_and_link(session: Facts) -> tuple[Any, ...]:
    start, _end = session["time"]
    _room, link = session["place"]
    return localdate(datetime.fromisoformat(start)), link


def _moments(row: Event | Session) -> list[str]:
    return [_instant(row.starts_at), _instant(row.ends_at)]


def _known(row: Event | Session) -> list[Any]:
    """Whether it has no hours, and whether the day is known."""
    return [row.is_all_day, row.precision]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _sorting(event: Event) -> list[Any]:
    linked = (event.themes, event.audiences, event.policy_tracks)
    return [
        event.organisation_id,
        event.event_type_id,
        event.series_id,
        event.spoken_language,
        event.is_example,
        *(sorted(rows.values_list("pk", flat=True)) for rows in linked),
    ]


def _session_facts(session: Session) -> Facts:
    return {
        "title": [session.title, session.title_en],
        "time": _moments(session),
        "known": _known(session),
        "place": [session.room, session.join_url],
    }
