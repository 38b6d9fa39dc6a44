"""Signing in, as far as a password and a code bring one."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from kennisstad.accounts.models import User

PASSWORD = "zeven groene fietsen aan de gracht"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save()
    return user


def code_of(secret: str) -> str:
    """What an app on a phone shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(client: Client, user: User, *, code: str = "", onward: str = "/cms/") -> None:
    client.post("/account/login/", {"login": user.email, "password": PASSWORD, "next": onward})
    if code:
        client.post("/account/2fa/authenticate/", {"code": code})
