"""Old addresses lead on in both languages; Wagtail writes down the Dutch one."""

from copy import copy

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.views import process_import


class RedirectInEitherLanguage(RedirectMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(_without_prefix(request), response)
        return answer


def _without_prefix(request: HttpRequest) -> HttpRequest:
    if request.LANGUAGE_CODE == settings.LANGUAGE_CODE:
        return request
    bare = copy(request)
    bare.path = request.path.removeprefix(f"/{request.LANGUAGE_CODE}")
    return bare


def import_redirects(request: HttpRequest) -> HttpResponse:
    """Wagtail keeps a list for one press of the button, and trusts each of its lines to be whole."""
    try:
        with transaction.atomic():
            return process_import(request)
    except (FileNotFoundError, IndexError):
        words = _(
            "Nothing is imported: a line lacks an address, or the list was imported before. Choose it again."
        )
        messages.error(request, words)
        return redirect("wagtailredirects:start_import")
