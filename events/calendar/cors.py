"""Feeds are open data: a script on another site may read each answer, whatever part of us gives it."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _

from kennisstad.languages import language_of_request

FEEDS = re.compile(r"/(?:en/)?(?:feeds/.*|agenda/[^/]+/[^/]+/event\.ics)", re.DOTALL)
READING = ("GET", "HEAD")
ALLOWED = (*READING, "OPTIONS")
ASKED_BY_SCRIPTS = "Accept, Accept-Language, Cache-Control, If-Modified-Since, If-None-Match"
A_DAY = "86400"
TEXT = "text/plain; charset=utf-8"


def feeds_cors_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Outside of all that may refuse a request."""

    def opened(request: HttpRequest) -> HttpResponse:
        if not FEEDS.fullmatch(request.path_info):
            return get_response(request)
        response = get_response(request) if request.method in READING else _preflight_or_not_allowed(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        return response

    return opened


def _preflight_or_not_allowed(request: HttpRequest) -> HttpResponse:
    """A browser asks what may be sent before it sends a script's request; nothing else is done with a feed."""
    if request.method != "OPTIONS":
        with translation.override(language_of_request(request)):
            return HttpResponseNotAllowed(ALLOWED, _("This does not work here"), content_type=TEXT)
    return HttpResponse(
        status=204,
        headers={
            "Allow": ", ".join(ALLOWED),
            "Access-Control-Allow-Methods": ", ".join(ALLOWED),
            "Access-Control-Allow-Headers": ASKED_BY_SCRIPTS,
            "Access-Control-Max-Age": A_DAY,
        },
    )
