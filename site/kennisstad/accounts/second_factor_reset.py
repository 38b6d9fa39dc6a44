"""Who lost their second factor begins again."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from kennisstad.audit.log import record

from . import emails, sessions
from .models import User


@transaction.atomic
def reset_second_factor(user: User, by: Any = None) -> None:
    """The next time they sign in, they set up another one."""
    clear_second_factor(user, by)
    emails.queue_email(
        "account/email/second_factor_reset",
        user.email,
        emails.language_of(user),
        {"user": user, "by": by, "contact_address": settings.CONTACT_ADDRESS},
    )


def clear_second_factor(user: User, by: Any = None) -> None:
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all_of(user)
    record("account.second_factor_reset", user, by)
