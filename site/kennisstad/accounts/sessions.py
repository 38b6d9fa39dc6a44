"""How long somebody stays signed in, and how that ends."""

import time
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from .models import User

LONGEST = 12 * 60 * 60
"""Seconds after which one signs in again, however busy."""
IDLE = 2 * 60 * 60
"""Without a sign of life; an open editor gives one. A volunteer's door is a session too, and stays open longer."""
NOTICED_EVERY = 5 * 60
ENTERED, SEEN = "entered_at", "seen_at"

# The address of the network is not kept; the field of allauth wants one.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - no interface to listen on
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def begin(request: HttpRequest, **_signal: Any) -> None:
    request.session[ENTERED] = request.session[SEEN] = time.time()


def is_alive(session: SessionBase | dict[str, Any]) -> bool:
    now = time.time()
    return now - session.get(ENTERED, 0) < LONGEST and now - session.get(SEEN, 0) < IDLE


def touch(session: SessionBase) -> None:
    """To be seen puts off the end for being idle; written down now and then."""
    if time.time() - session.get(SEEN, 0) > NOTICED_EVERY:
        session[SEEN] = time.time()


def drop_stored_form(session: SessionBase) -> None:
    """What was sent before proving who one is, with the network and browser it came from, is sent again instead."""
    if session.modified and "request" in session.get(STATE_SESSION_KEY, {}):
        del session[STATE_SESSION_KEY]


def end_all_of(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    UserSession.objects.filter(user=user).delete()


def forget_ended() -> int:
    """Where somebody was signed in is nobody's business once they are not."""
    ended = [row for row in UserSession.objects.select_related("user") if not _goes_on(row)]
    Session.objects.filter(pk__in=[row.session_key for row in ended]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in ended]).delete()
    return len(ended)


def _goes_on(row: UserSession) -> bool:
    session = Session.objects.filter(pk=row.session_key, expire_date__gt=timezone.now()).first()
    return session is not None and row.user.is_active and is_alive(session.get_decoded())


def strip_personal_data(instance: UserSession, **_signal: Any) -> None:
    """Enough for a colleague to recognise their own devices."""
    instance.ip = NO_ADDRESS
    instance.user_agent = described(instance.user_agent)


def described(user_agent: str) -> str:
    names = (_first_in(user_agent, BROWSERS), _first_in(user_agent, SYSTEMS))
    return " · ".join(name for name in names if name)


def _first_in(text: str, names: dict[str, str]) -> str:
    return next((name for sign, name in names.items() if sign in text), "")
