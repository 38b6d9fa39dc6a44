from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from kennisstad.limits.views import too_many_requests
from kennisstad.limits.visitors import UNKNOWN, unmapped

from . import emails, second_factor
from .access import AnyUser
from .models import User


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

    def get_client_ip(self, request: HttpRequest) -> str:
        """A web server that tells no address, or fewer than it should, keeps nobody out."""
        try:
            return unmapped(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return UNKNOWN

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Too often is a status of its own, with the time to wait, and not one more wrong password."""
        if code == "too_many_login_attempts":
            raise ImmediateHttpResponse(too_many_requests(self.request))
        return super().validation_error(code, *args)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        emails.queue_email(template_prefix, email, get_language() or settings.LANGUAGE_CODE, context)

    def send_notification_mail(self, template_prefix: str, user: AnyUser, *_more: Any, **_rest: Any) -> None:
        """allauth's own tell the address of the network and the browser."""
        if isinstance(user, User):
            emails.tell_of_change(user, template_prefix.rpartition("/")[2])
