"""Mail to colleagues about their account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from wagtail.users.models import UserProfile

from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.rendering import render_mail

from .models import User

# A mail is of no use any more once its link has stopped.
KEPT = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def write(template: str, to: str, language: str, context: Mapping[str, Any], kept: timedelta = KEPT) -> None:
    """Through the outbox, like every mail: a mail server that is away breaks nothing."""
    mail = render_mail(template, context, language)
    queue_mail(
        key=f"{template}:{uuid4()}",
        to=to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=language,
        delete_after=timezone.localdate() + kept,
    )


def language_of(user: User) -> str:
    """In which the colleague works."""
    return UserProfile.get_for_user(user).preferred_language or settings.LANGUAGE_CODE
