from typing import Any, NoReturn

from allauth.account.forms import SetPasswordForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel
from wagtail.admin.views.chooser import BaseLinkFormView, ExternalLinkView

from kennisstad.mail.links import BadLink

from . import second_factor
from .invitations import accept, get_invited_user
from .middleware import AFTER_SECOND_STEP


class LinkOut(ExternalLinkView):
    """Keeps an address as it was typed: Wagtail would look up whose page it is and tell the title of its draft."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-url" not in request.POST:
            raise BadRequest
        return BaseLinkFormView.post(self, request)


class AccountWithoutPicture(AccountView):
    """No upload of a portrait: nothing here needs one, and it would be one more file about a person."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


def nothing_here(request: HttpRequest) -> NoReturn:
    raise Http404


@require_safe
@never_cache
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Where somebody with only a password is led, and from where they go on to where they were going."""
    onward = request.session.get(AFTER_SECOND_STEP) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if second_factor.is_proven(request, request.user):
        request.session.pop(AFTER_SECOND_STEP, None)
        return redirect(onward)
    if second_factor.is_enrolled(request.user):
        return redirect(reverse("mfa_reauthenticate", query={"next": onward}))
    return render(request, "account/second_step.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        user = get_invited_user(token)
        form = SetPasswordForm(user, request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return render(request, "account/invitation.html", {"form": form, "colleague": user})
        user = accept(token, form.cleaned_data["password1"])
    except BadLink:
        return render(request, "account/invitation.html", status=410)
    # Whoever was at this computer before goes first; then this is a log-in like any other.
    logout(request)
    return perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))
