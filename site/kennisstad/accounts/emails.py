"""Mail to colleagues about their account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.rendering import render_mail

from .models import User

# A mail is of no use any more once its link has stopped.
KEPT = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

# By the names that allauth has for them.
CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_set": _("Your password was changed."),
    "password_reset": _("Your password was changed."),
    "totp_activated": _("You now sign in with codes from an app as well."),
    "totp_deactivated": _("The codes from your app don't work any more."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "recovery_codes_generated": _("There are new recovery codes; the old ones don't work any more."),
    "address_changed": _("An administrator gave your account another e-mail address."),
}


def queue_email(
    template: str, to: str, language: str, context: Mapping[str, Any], kept: timedelta = KEPT
) -> None:
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


def tell_of_change(user: User, change: str, to: str = "") -> None:
    """Whoever changes how somebody signs in does not do so unseen."""
    context = {"what": CHANGES[change], "contact_address": settings.CONTACT_ADDRESS}
    queue_email("account/email/changed", to or user.email, language_of(user), context)


def language_of(user: User) -> str:
    """In which the colleague works."""
    return UserProfile.get_for_user(user).preferred_language or settings.LANGUAGE_CODE
