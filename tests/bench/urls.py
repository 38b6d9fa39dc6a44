"""The whole product, and beside it what the same server can do at best."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kennisstad.urls import urlpatterns as product


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", content_type="text/plain")


def octets(_request: HttpRequest, amount: int) -> HttpResponse:
    return HttpResponse(_block(amount), content_type="application/octet-stream")


@cache
def _block(amount: int) -> bytes:
    return b"x" * amount


urlpatterns = [
    path("bench/hello", hello),
    path("bench/octets/<int:amount>", octets),
    *product,
]
