from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.rendering import render_mail

from . import second_factor
from .access import AnyUser

# A mail is of no use any more once its link has stopped.
KEPT = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are for staff and are made by an administrator; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        if second_factor.has_just_come_to_enrol(self.request, self.request.user):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: AnyUser) -> list[dict[str, Any]]:
        """Where the second factor is what is missing, the password says nothing new."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if second_factor.is_enrolled(user) and not second_factor.is_proven(self.request, user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, like every mail: a mail server that is away breaks nothing."""
        language = get_language() or settings.LANGUAGE_CODE
        mail = render_mail(template_prefix, context, language)
        queue_mail(
            key=f"{template_prefix}:{uuid4()}",
            to=email,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            language=language,
            delete_after=timezone.localdate() + KEPT,
        )
