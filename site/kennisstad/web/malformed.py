"""Requests that cannot be read, or that lack what was asked for: a clear refusal instead of a fault of ours."""

import json
import logging
import re
from collections.abc import Callable
from traceback import walk_tb
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from kennisstad.web.views import error_page

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# The editor of the CMS throws away its previews.
CMS_METHODS = (*METHODS, "DELETE")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# No row of ours has such a number, and databases refuse to look it up.
NO_NUMBER = re.compile(r"/\d{19,}(?:/|$)")
# What Django and the databases say of a value that fits no column.
NO_SUCH_VALUE = re.compile(r"expected a number but got|NUL \(0x00\)|null character")


# What stands in for a kind of content that Django could not even begin to read.
UNREADABLE = "application/x-unreadable"
UTF_8 = {"utf-8", "utf8"}

type Application = Callable[[dict[str, Any], Any], Any]


def with_readable_content_type(application: Application) -> Application:
    """Django decodes an address as this header says, before there is a request to answer with a page."""

    def called(environ: dict[str, Any], start_response: Any) -> Any:
        if not _is_readable(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = UNREADABLE
        return application(environ, start_response)

    return called


def _is_readable(content_type: str) -> bool:
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return False
    return parameters.get("charset", "utf-8").lower() in UTF_8


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
        case ValueError() if NO_SUCH_VALUE.search(str(error)):
            return True
        case KeyError() | AttributeError() | TypeError() | ValueError():
            return _arose_in_a_form(error)
        case ObjectDoesNotExist():
            return _is_looked_up_by_a_view_of_wagtail(error)
    return False


def _arose_in_a_form(error: Exception) -> bool:
    """Some forms of others look at fields together without asking whether each of them came."""
    frames = (frame for frame, _line in walk_tb(error.__traceback__))
    return any(frame.f_code is BaseForm.full_clean.__code__ for frame in frames)


def _is_looked_up_by_a_view_of_wagtail(error: Exception) -> bool:
    """Some take a row that a form names for one that is there."""
    modules = (frame.f_globals.get("__name__", "") for frame, _line in walk_tb(error.__traceback__))
    *_before, asked_by = (module for module in ("", *modules) if not module.startswith("django."))
    return asked_by.startswith("wagtail.") and ".views." in asked_by


def _check(request: HttpRequest) -> None:
    if CONTROL.search(request.path_info) or NO_NUMBER.search(request.path_info):
        raise Http404
    _check_encoding(request)
    if request.method == "POST":
        _check_next(request.POST)
    _check_next(request.GET)


def _check_encoding(request: HttpRequest) -> None:
    """Only what is sent along has an encoding; where nothing is, a wrong one says nothing."""
    other = (request.encoding or "utf-8").lower() not in UTF_8
    if request.encoding:
        # Also where it is UTF-8 by another name, which Django would refuse.
        request.encoding = settings.DEFAULT_CHARSET
    if request.method == "POST" and (other or request.content_type == UNREADABLE):
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
    answer = error_page(request, message, title=_("This does not work here"), status=405)
    answer.headers["Allow"] = response.headers["Allow"]
    return answer
