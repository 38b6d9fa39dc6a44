"""Requests that cannot be read, or that lack what was asked for: a clear refusal instead of a fault of ours."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from kennisstad.views import refused

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# The editor of the CMS throws away its previews.
CMS_METHODS = (*METHODS, "DELETE")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# No row of ours has such a number, and databases refuse to look it up.
NO_NUMBER = re.compile(r"/\d{19,}(?:/|$)")
# What Django and the databases say of a value that fits no column.
NO_SUCH_VALUE = re.compile(r"expected a number but got|NUL \(0x00\)|null character")


class Malformed(BadRequest):
    """A request that can't be read; it says why, in words for whoever sent it."""


class RefuseMalformed:
    """Stands behind the language of the address and in front of everything that reads what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        methods = CMS_METHODS if request.path_info.startswith("/cms/") else METHODS
        if request.method not in methods:
            return _not_allowed(request, HttpResponseNotAllowed(methods))
        _check(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return _not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Wagtail takes much of a request without looking; what breaks on it is no fault of ours either."""
        if isinstance(error, InvalidPage):
            raise Http404 from error
        if is_about_what_was_sent(error):
            logger.warning("Refused as malformed: %s", type(error).__name__, exc_info=error)
            raise BadRequest from error


def is_about_what_was_sent(error: Exception) -> bool:
    match error:
        case MultiValueDictKeyError() | ValidationError() | DataError() | OverflowError():
            return True
        case UnicodeError() | json.JSONDecodeError():
            return True
        case ValueError():
            return bool(NO_SUCH_VALUE.search(str(error)))
    return False


def _check(request: HttpRequest) -> None:
    if CONTROL.search(request.path_info) or NO_NUMBER.search(request.path_info):
        raise Http404
    _check_encoding(request)
    if request.method == "POST":
        _check_next(request.POST)
    _check_next(request.GET)


def _check_encoding(request: HttpRequest) -> None:
    """Only what is sent along has an encoding; where nothing is, a wrong one says nothing."""
    if request.encoding and request.encoding.lower() not in {"utf-8", "utf8"}:
        request.encoding = settings.DEFAULT_CHARSET
        if request.method == "POST":
            raise Malformed(_("What you sent is not in UTF-8, the only encoding we read."))


def _check_next(data: Any) -> None:
    """Where to go afterwards is a path, or the whole address of a page."""
    for address in data.getlist("next"):
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise Malformed(_("The address to go to afterwards is not right.")) from error
        if address and not (address.startswith(("/", "?")) or parts.netloc):
            raise Malformed(_("The address to go to afterwards is not right."))


def _not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page for a request that this address does not take, such as sending a form to a list."""
    message = _(
        "You can look at this page, but not send anything to it. Go back and use the form on the page."
    )
    answer = refused(request, message, title=_("This does not work here"), status=405)
    answer.headers["Allow"] = response.headers["Allow"]
    return answer
