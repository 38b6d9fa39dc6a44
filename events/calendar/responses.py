"""Answers that calendar programmes understand."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .feeds import CONTENT_TYPES, Feed, feed_body, gzipped


def takes_gzip(header: str) -> bool:
    """As RFC 9110 reads it: what is said of gzip itself counts before what is said of all; a weight of 0 is no."""
    weights = dict(_coding_and_weight(part) for part in header.lower().split(","))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0))) > 0


def _coding_and_weight(part: str) -> tuple[str, float]:
    coding, _semicolon, parameter = part.partition(";")
    name, _equals, weight = parameter.partition("=")
    try:
        return coding.strip(), float(weight) if name.strip() == "q" else 1
    except ValueError:
        return coding.strip(), 0


def feed_response(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The feed, or 304 when the subscriber has it already; gzipped for those who ask."""
    body = feed_body(feed)
    zipped = takes_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f'"{body.etag}-gz"' if zipped else f'"{body.etag}"'
    content = gzipped(feed, body) if zipped else body.content
    response = HttpResponse(content, content_type=CONTENT_TYPES[feed.kind])
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(body.last_modified.timestamp())
    response["Cache-Control"] = "public, max-age=900, stale-while-revalidate=3600"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept-Encoding"])
    # By the ETag alone: an entry that leaves the feed makes nothing in it newer.
    return get_conditional_response(request, etag, None, response) or response


def calendar_file(content: bytes, name: str) -> HttpResponse:
    """One event to keep."""
    response = HttpResponse(content, content_type=CONTENT_TYPES["ics"])
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
