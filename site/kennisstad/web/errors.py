"""What somebody reads when a request ends in an error, in the language of its address."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.template.loader import render_to_string
from django.utils import translation

from kennisstad.languages import language_of_request
from kennisstad.web.context import site
from kennisstad.web.logs import DATABASE_AWAY
from kennisstad.web.malformed import Malformed

COME_BACK_SECONDS = 60
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _in_language_of_address[**P](
    view: Callable[P, HttpResponse],
) -> Callable[P, HttpResponse]:
    """Also for what was refused before its language was settled."""

    @wraps(view)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        language = language_of_request(request)
        with translation.override(language):
            response = view(*args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return spoken


@_in_language_of_address
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Asks nothing of what was sent: that may be what could not be read."""
    too_much = isinstance(exception, TOO_MUCH)
    reason = str(exception) if isinstance(exception, Malformed) else ""
    page = render_to_string("400.html", site(request) | {"too_much": too_much, "reason": reason})
    return HttpResponse(page, status=413 if too_much else 400)


@_in_language_of_address
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseForbidden(render_to_string("403.html", request=request))


@_in_language_of_address
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own first looks for the secret of a form, in what may not be readable."""
    return HttpResponseNotFound(render_to_string("404.html", request=request))


@_in_language_of_address
def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or of the request's other parts: one of them may be what broke.

    Django calls this while it handles the error. A database that is away for a moment is no fault of the product:
    whoever fetches a feed is told to come back, and nothing is kept of it.
    """
    away = isinstance(sys.exception(), DATABASE_AWAY)
    page = render_to_string("500.html", site(request) | {"away": away})
    if not away:
        return HttpResponseServerError(page)
    headers = {"Retry-After": str(COME_BACK_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)
