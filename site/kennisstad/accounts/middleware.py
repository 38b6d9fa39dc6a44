"""Who has not proven the second time who they are is nobody yet, at every address but those where one proves it."""

from collections.abc import Callable
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from . import second_factor, sessions
from .access import AnyUser

SIGN_IN = "account_login"
SECOND_STEP = "account_second_step"
AFTER_SECOND_STEP = "after_second_step"

ALWAYS_OPEN = {SECOND_STEP, "account_logout", "wagtailadmin_logout"}
# With a password alone nobody adds a second factor to those there are.
FOR_ENROLLING = {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}
FOR_PROVING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user
        signed_in: Any = SimpleLazyObject(lambda: _still_signed_in(request, known))
        request.signed_in = signed_in  # type: ignore[attr-defined]
        # Lazy: who looks at a public page is not looked up.
        request.user = SimpleLazyObject(lambda: _proven(request, signed_in))  # type: ignore[assignment]
        # The asynchronous twin would tell of somebody who has not proven it; nothing here asks.
        del request.auser
        response = self.get_response(request)
        sessions.drop_stored_form(request.session)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == SIGN_IN and _is_pending(request):
            request.session[AFTER_SECOND_STEP] = get_next_redirect_url(request)
            return redirect(SECOND_STEP)
        if name in ALWAYS_OPEN or name in _open_to(request, name):
            request.user = request.signed_in  # type: ignore[attr-defined]
        return None


def _still_signed_in(request: HttpRequest, known: AnyUser) -> AnyUser:
    if known.is_anonymous:
        return known
    if not sessions.is_alive(request.session):
        request.session.flush()
        return AnonymousUser()
    sessions.touch(request.session)
    return known


def _proven(request: HttpRequest, signed_in: AnyUser) -> AnyUser:
    return signed_in if second_factor.is_proven(request, signed_in) else AnonymousUser()


def _is_pending(request: HttpRequest) -> bool:
    return not second_factor.is_proven(request, request.signed_in)  # type: ignore[attr-defined]


def _open_to(request: HttpRequest, name: str) -> set[str]:
    if name not in FOR_ENROLLING | FOR_PROVING:
        return set()
    is_enrolled = second_factor.is_enrolled(request.signed_in)  # type: ignore[attr-defined]
    return FOR_PROVING if is_enrolled else FOR_ENROLLING
