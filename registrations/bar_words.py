"""Why nobody can register now: what is so, since or from when, and the same as short as a phone's bar asks for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kennisstad import dates
from registrations.availability import Availability, State


@dataclass(frozen=True)
class BarWords:
    title: str
    short: str
    sentence: str


def bar_words(places: Availability) -> BarWords:
    if places.state is State.FULL:
        return BarWords(
            _("Full"), _("Look again later"), _("Sometimes somebody cancels. Have another look later.")
        )
    if places.state is State.CLOSED:
        sentence = _("You could register until %(day)s, %(time)s.")
        return BarWords(
            _("Closed"), _short(_("Since %s"), places.closes_at), _full(sentence, places.closes_at)
        )
    if places.opens_at:
        sentence = _("You can register from %(day)s, %(time)s.")
        return BarWords(
            _("Not open yet"), _short(_("From %s"), places.opens_at), _full(sentence, places.opens_at)
        )
    later = _("The organiser opens registration later. Have another look.")
    return BarWords(_("Not open yet"), _("Look again later"), later)


def _short(words: str, moment: datetime) -> str:
    return words % f"{date_format(localtime(moment), 'D j M')}, {dates.time(moment)}"


def _full(words: str, moment: datetime) -> str:
    return words % {"day": dates.day_and_month(moment), "time": dates.time(moment)}
