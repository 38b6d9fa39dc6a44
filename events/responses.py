"""Answers that calendar programmes understand."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .feeds import CONTENT_TYPES, FeedBody


def feed_response(request: HttpRequest, kind: str, body: FeedBody) -> HttpResponse:
    """The feed, or 304 when the subscriber has it already; gzipped for those who ask."""
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{body.etag}-gz"' if zipped else f'"{body.etag}"'
    response = HttpResponse(body.gzipped if zipped else body.content, content_type=CONTENT_TYPES[kind])
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(body.last_modified.timestamp())
    response["Cache-Control"] = "public, max-age=900, stale-while-revalidate=3600"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept-Encoding"])
    # By the ETag alone: an entry that leaves the feed makes nothing in it newer.
    answer = get_conditional_response(request, etag, None, response) or response
    if isinstance(answer, HttpResponseNotModified):
        answer["Access-Control-Allow-Origin"] = "*"
    return answer


def calendar_file(content: bytes, name: str) -> HttpResponse:
    """One event to keep."""
    response = HttpResponse(content, content_type=CONTENT_TYPES["ics"])
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
