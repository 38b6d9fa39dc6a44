"""Who lost their second factor begins again."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from kennisstad.audit.log import record

from . import letters, sessions
from .models import User


@transaction.atomic
def reset_second_factor(user: User, by: Any = None) -> None:
    """The next time they sign in, they set up another one."""
    begin_again(user, by)
    letters.write(
        "account/email/second_factor_reset",
        user.email,
        letters.language_of(user),
        {"user": user, "by": by, "contact_address": settings.CONTACT_ADDRESS},
    )


def begin_again(user: User, by: Any = None) -> None:
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all_of(user)
    record("account.second_factor_reset", user, by)
