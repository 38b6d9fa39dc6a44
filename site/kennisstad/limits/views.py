from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kennisstad.web.views import error_page

from .retry_after import wait_in_words, with_retry_after

# No limit at the doors for staff lasts longer: ACCOUNT_RATE_LIMITS and MFA_RATE_LIMITS in the settings.
LONGEST_WAIT = timedelta(minutes=5)
LONGER_WAITS = {"account_reset_password": timedelta(hours=1)}


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What somebody sees who tried a password, code or address too often."""
    wait = longest_wait(request)
    message = _("This was tried very often just now. Wait %(wait)s, then try again. Nothing has changed.") % {
        "wait": wait_in_words(wait)
    }
    return with_retry_after(error_page(request, message, title=_("Please wait a moment"), status=429), wait)


def longest_wait(request: HttpRequest) -> timedelta:
    door = request.resolver_match.view_name if request.resolver_match else ""
    return LONGER_WAITS.get(door, LONGEST_WAIT)
