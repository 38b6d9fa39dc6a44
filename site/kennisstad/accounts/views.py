from typing import NoReturn

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.views.chooser import BaseLinkFormView, ExternalLinkView

from . import second_factor
from .middleware import AFTER_SECOND_STEP


class LinkOut(ExternalLinkView):
    """Keeps an address as it was typed: Wagtail would look up whose page it is and tell the title of its draft."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-url" not in request.POST:
            raise BadRequest
        return BaseLinkFormView.post(self, request)


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
