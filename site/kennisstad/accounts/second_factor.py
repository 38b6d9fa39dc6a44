"""Whoever works here proves twice that it is them: with a passkey, or with a password and a second factor."""

import time
from fnmatch import fnmatchcase
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from .access import AnyUser
from .models import User

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_proven(request: HttpRequest, user: AnyUser) -> bool:
    """In this very session, with something that still counts: to have a second factor is not enough."""
    if user.is_anonymous or is_excused(user):
        return True
    return Authenticator.objects.filter(user=user, pk__in=_used_in(request, user)).exists()


def is_excused(user: User) -> bool:
    """The demo lets its printed log-ins in; nothing else may (see `apps`)."""
    return any(fnmatchcase(user.email, pattern) for pattern in settings.WITHOUT_SECOND_FACTOR)


def is_enrolled(user: AnyUser) -> bool:
    return user.is_authenticated and bool(is_mfa_enabled(user, PROOFS))


def has_just_come_to_enrol(request: HttpRequest, user: AnyUser) -> bool:
    """With a password given a moment ago, which need not be asked again at once."""
    if is_proven(request, user) or is_enrolled(user):
        return False
    signed_in_at = max((record["at"] for record in get_authentication_records(request, user)), default=0)
    return time.time() - signed_in_at < app_settings.REAUTHENTICATION_TIMEOUT


def note_enrolling(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """To enrol takes a right code or a touch of the key, so that counts as having used it."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def _used_in(request: HttpRequest, user: User) -> list[int]:
    records = get_authentication_records(request, user)
    return [record["id"] for record in records if record.get("method") == "mfa"]
