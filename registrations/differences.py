"""What is different for somebody who was told earlier, in the active language: old and new side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.changes import Facts, changed_session_keys, location_facts, session_facts
from events.models import Mode
from kennisstad import dates


@dataclass(frozen=True)
class Difference:
    """One side may be empty: what is new was nothing before, and what falls away becomes nothing."""

    subject: str
    before: str
    after: str


def differences(before: Facts, after: Facts) -> list[Difference]:
    return [*_time(before, after), *_place(before, after), *_link(before, after), *_sessions(before, after)]


def where(mode: str, place: str) -> str:
    if mode == Mode.ONLINE:
        return _("Online")
    return f"{place} · {_('also online')}" if mode == Mode.HYBRID else place


def _time(before: Facts, after: Facts) -> Iterator[Difference]:
    if _period(before) != _period(after):
        yield Difference(_("When"), _when(before), _when(after))


def _place(before: Facts, after: Facts) -> Iterator[Difference]:
    if before["place"][:2] != after["place"][:2]:
        yield Difference(_("Where"), where(*before["place"][:2]), where(*after["place"][:2]))


def _link(before: Facts, after: Facts) -> Iterator[Difference]:
    old, new = location_facts(before)[2], location_facts(after)[2]
    if after["place"][0] != Mode.ONSITE and old != new:
        yield Difference(_("Link to take part"), old, new or _("still to come"))


def _sessions(before: Facts, after: Facts) -> Iterator[Difference]:
    old, new = session_facts(before), session_facts(after)
    for key in changed_session_keys(before, after):
        title, title_en = (new.get(key) or old[key])["title"]
        name = title_en or title if get_language() == "en" else title or title_en
        yield Difference(name, _session(old.get(key)), _session(new.get(key)))


def _session(session: Facts | None) -> str:
    if session is None:
        return ""
    return " · ".join(part for part in (_when(session), *session["place"]) if part)


def _when(facts: Facts) -> str:
    return dates.when(_period(facts))


def _period(facts: Facts) -> dates.Period:
    """Of an event, or of a part of its programme."""
    starts_at, ends_at = (datetime.fromisoformat(moment) for moment in facts["time"])
    return dates.Period(starts_at, ends_at, *facts["known"])
