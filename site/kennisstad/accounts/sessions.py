"""How long somebody stays signed in, and how that ends."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from .models import User

LONGEST = 12 * 60 * 60
"""Seconds after which one signs in again, however busy. Being idle ends it sooner: SESSION_COOKIE_AGE."""
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


def lasts(session: SessionBase) -> bool:
    return time.time() - session.get(ENTERED, 0) < LONGEST


def notice(session: SessionBase) -> None:
    """To be seen puts off the end for being idle; written down now and then."""
    if time.time() - session.get(SEEN, 0) > NOTICED_EVERY:
        session[SEEN] = time.time()


def end_all_of(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    UserSession.objects.filter(user=user).delete()


def forget_ended() -> int:
    """Where somebody was signed in is nobody's business once they are not."""
    going_on = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    ended = UserSession.objects.exclude(session_key__in=going_on, user__is_active=True)
    return ended.delete()[0]


def keep_little(instance: UserSession, **_signal: Any) -> None:
    """Enough for a colleague to recognise their own devices."""
    instance.ip = NO_ADDRESS
    instance.user_agent = described(instance.user_agent)


def described(user_agent: str) -> str:
    names = (_first_in(user_agent, BROWSERS), _first_in(user_agent, SYSTEMS))
    return " · ".join(name for name in names if name)


def _first_in(text: str, names: dict[str, str]) -> str:
    return next((name for sign, name in names.items() if sign in text), "")
