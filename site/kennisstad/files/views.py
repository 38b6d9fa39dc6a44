"""Files that people uploaded: never as a page of ours, and never as what they claim to be."""

from pathlib import Path, PurePath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents import get_document_model

from .access import may_read
from .documents import type_of

PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
# Whatever a browser makes of the file, it may do nothing and belongs to nobody.
SANDBOX = "default-src 'none'; sandbox"
PICTURE_SECONDS = 7 * 24 * 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition. Mail programs and other sites show them too."""
    response = _file(request, f"images/{name}", settings.MEDIA_ROOT, PICTURES[PurePath(name).suffix])
    response.headers["Cache-Control"] = f"public, max-age={PICTURE_SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """To keep, not to look at here."""
    found = get_object_or_404(get_document_model().objects.select_related("collection"), pk=pk)
    content_type = type_of(found.filename)
    if name != found.filename or content_type is None or not may_read(request.user, found):
        raise Http404
    response = _file(request, found.file.name, settings.PRIVATE_ROOT, content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.filename) or "attachment"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_safe
def nothing(request: HttpRequest) -> HttpResponseBase:
    raise Http404


def _file(request: HttpRequest, name: str, root: Path, content_type: str) -> HttpResponseBase:
    response = serve(request, name, document_root=str(root))
    if "Content-Type" in response.headers:
        response.headers["Content-Type"] = content_type
    response.headers[CSP.HEADER_ENFORCE] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
