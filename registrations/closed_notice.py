"""Why nobody can register now: what is so, since or from when, and the same as short as a phone's bar asks for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kennisstad import dates
from registrations.availability import Availability, State


@dataclass(frozen=True)
class ClosedNotice:
    title: str
    short: str
    sentence: str


def closed_notice(availability: Availability) -> ClosedNotice:
    """Of an event that is full, closed or not open yet."""
    if availability.state is State.FULL:
        return ClosedNotice(
            _("Full"), _("Look again later"), _("Sometimes somebody cancels. Have another look later.")
        )
    if availability.state is State.CLOSED:
        sentence = _("You could register until %(day)s, %(time)s.")
        return ClosedNotice(
            _("Closed"),
            _short(_("Since %s"), availability.closes_at),
            _full(sentence, availability.closes_at),
        )
    if availability.opens_at:
        sentence = _("You can register from %(day)s, %(time)s.")
        return ClosedNotice(
            _("Not open yet"),
            _short(_("From %s"), availability.opens_at),
            _full(sentence, availability.opens_at),
        )
    later = _("The organiser opens registration later. Have another look.")
    return ClosedNotice(_("Not open yet"), _("Look again later"), later)


def _short(words: str, moment: datetime) -> str:
    return words % f"{date_format(localtime(moment), 'D j M')}, {dates.time(moment)}"


def _full(words: str, moment: datetime) -> str:
    return words % {"day": dates.day_and_month(moment), "time": dates.time(moment)}
