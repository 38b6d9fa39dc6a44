"""A picture whose file is gone or damaged: some of Wagtail's views need it, and none of them expects that."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail.images.models import SourceImageIOError

from kennisstad.web.errors import page_not_found


class SayThatAPictureIsGone:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page_not_found(request, error) if isinstance(error, SourceImageIOError) else None
