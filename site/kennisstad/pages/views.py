"""The pages that many come to at once: strangers share one that was made a moment ago."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.views.decorators.http import require_safe
from wagtail.views import serve

from kennisstad.web.microcache import get_or_make, request_cache_key


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Of all cookies only the session's says who somebody is: an editor, or who has passed a page's password."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return serve(request, path)
    return get_or_make(
        request_cache_key(request),
        lambda: _rendered(request, path),
        may_share=lambda made: _is_public(request, made),
    )


def _rendered(request: HttpRequest, path: str) -> HttpResponse:
    """Django renders some answers after the view; whether there is a form in them shows only then."""
    response = serve(request, path)
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """A form has a secret of its visitor, whether they brought it in a cookie or get it now."""
    has_secret = "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    return response.status_code == 200 and not has_secret and not response.cookies
