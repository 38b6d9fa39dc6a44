"""The pages that many come to at once: strangers share one that was made a moment ago."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.views import serve

from kennisstad.microcache import get_or_make, request_cache_key


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    if request.COOKIES:
        return serve(request, path)
    return get_or_make(
        request_cache_key(request),
        lambda: serve(request, path),
        may_share=lambda made: _is_public(request, made),
    )


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """A form has a secret of its visitor; what Wagtail asks for behind a password is not rendered yet."""
    is_rendered = getattr(response, "is_rendered", True)
    return response.status_code == 200 and is_rendered and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
