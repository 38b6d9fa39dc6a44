"""How an event takes registrations, in one line."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennisstad import dates
from registrations.models import RegistrationSettings


def settings_in_words(settings: RegistrationSettings) -> str:
    """What is not used is not named."""
    return " · ".join(
        filter(
            None,
            (
                _places(settings),
                _closing(settings),
                _approval(settings),
                _parties(settings),
                _groups(settings),
            ),
        )
    )


def _places(settings: RegistrationSettings) -> str:
    if settings.capacity is None:
        return _("room for everybody")
    words = ngettext("one place", "%(number)d places", settings.capacity)
    return words % {"number": settings.capacity}


def _closing(settings: RegistrationSettings) -> str:
    if settings.closes_at is None and not settings.closes_before:
        return _("closes at the start")
    moment = settings.closing_moment
    return _("closes on %(day)s, %(time)s") % {"day": dates.day_and_month(moment), "time": dates.time(moment)}


def _approval(settings: RegistrationSettings) -> str:
    return _("you admit who comes") if settings.needs_approval else ""


def _parties(settings: RegistrationSettings) -> str:
    if settings.party_size == 1:
        return ""
    return _("up to %(number)d people in one registration") % {"number": settings.party_size}


def _groups(settings: RegistrationSettings) -> str:
    return _("groups up to %(number)d") % {"number": settings.group_size} if settings.group_size else ""
