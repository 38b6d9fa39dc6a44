"""Feeds are open data: a script on another site may read each answer, whatever part of us gives it."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FEEDS = re.compile(r"/(?:en/)?(?:feeds/.*|agenda/[^/]+/[^/]+/event\.ics)", re.DOTALL)
ALLOWED = "GET, HEAD, OPTIONS"
ASKED_BY_SCRIPTS = "Accept, Accept-Language, Cache-Control, If-Modified-Since, If-None-Match"
A_DAY = "86400"


def open_feeds(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outside of all that may refuse a request."""

    def opened(request: HttpRequest) -> HttpResponse:
        if not FEEDS.fullmatch(request.path_info):
            return get_response(request)
        response = _what_may_be_sent() if request.method == "OPTIONS" else get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        return response

    return opened


def _what_may_be_sent() -> HttpResponse:
    """A browser asks it before it sends a script's request."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": ALLOWED,
            "Access-Control-Allow-Methods": ALLOWED,
            "Access-Control-Allow-Headers": ASKED_BY_SCRIPTS,
            "Access-Control-Max-Age": A_DAY,
        },
    )
