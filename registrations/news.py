"""Whether what changed of an event is news to somebody who knows older facts."""

from datetime import datetime

from events.changes import ATTENDEE_RELEVANT_KINDS, Facts, is_over_by, kinds_between
from events.models import Event
from registrations.models.registration import Registration


def matters(before: Facts, after: Facts) -> bool:
    """Whether somebody would come for nothing, at the wrong time or to the wrong place."""
    return not ATTENDEE_RELEVANT_KINDS.isdisjoint(kinds_between(before, after))


def shown_to(registration: Registration, facts: Facts) -> Facts:
    """Who only asks for a place gets no link to join."""
    if not (registration.is_pending and facts):
        return facts
    mode, location, _link = facts["place"]
    sessions = {key: one | {"place": [one["place"][0], ""]} for key, one in facts.get("sessions", {}).items()}
    return facts | {"place": [mode, location, ""], "sessions": sessions}


def is_too_late(event: Event, known: Facts, now: datetime) -> bool:
    """It is over, and was over by what somebody knows: nobody comes in vain any more."""
    return event.is_over(now) and is_over_by(known, now)
