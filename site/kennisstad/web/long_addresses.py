"""Addresses that nobody typed or clicked: nothing of ours is that long."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kennisstad.web.views import error_page

LONGEST = 2000
# The CMS names pages and where to go back to in its addresses, and signing in takes those along.
EXEMPT = ("/cms/", "/account/", "/en/account/")


def refuse_long_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_too_long(request) and not request.path.startswith(EXEMPT):
            return error_page(request, _("It is too long. Shorten it, or start again."), status=414)
        return get_response(request)

    return middleware


def _is_too_long(request: HttpRequest) -> bool:
    return max(len(request.path), len(request.META.get("QUERY_STRING", ""))) > LONGEST
