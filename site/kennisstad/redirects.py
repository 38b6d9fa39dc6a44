"""Old addresses lead on in both languages; Wagtail writes down the Dutch one."""

from copy import copy

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware


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
