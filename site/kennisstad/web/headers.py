"""Response headers that differ by area of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP

# Wagtail's editor carries inline scripts and styles; the public site does not.
EDITOR_CSP = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Shown beside its own editor, in a frame of ours; a newsletter, being a mail, carries its styles in itself.
PREVIEW_CSP = {
    **settings.SECURE_CSP,
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}
SCANNER_CSP = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
    "media-src": [CSP.SELF, "blob:"],
}


def area_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/cms/"):
            # A preview was answered as a page of the site first, with that page's policy.
            is_preview = response.headers.pop(CSP.HEADER_ENFORCE, None)
            response._csp_config = PREVIEW_CSP if is_preview else EDITOR_CSP  # type: ignore[attr-defined]
        elif _is_scanner(request.path):
            response._csp_config = SCANNER_CSP  # type: ignore[attr-defined]
        camera = "(self)" if _is_scanner(request.path) else "()"
        response.headers.setdefault("Permissions-Policy", f"camera={camera}, microphone=(), geolocation=()")
        return response

    return middleware


def _is_scanner(path: str) -> bool:
    return path.startswith(("/checkin/", "/en/checkin/"))
