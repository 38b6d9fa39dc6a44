"""/healthz and /readyz: answered before all else, so also on the machine itself and under any name."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from .findings import Finding, well
from .readiness import findings

type View = Callable[[HttpRequest], HttpResponse]


def probes(get_response: View) -> View:
    """Middleware, and the first: a monitor on this machine knows no host name and speaks no TLS."""

    def answer(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return get_response(request)
        with translation.override("en"):
            response = probe(request)
        add_never_cache_headers(response)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return answer


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all is well, 503 when something is not; and in both cases what was looked at, a line each."""
    found = [*findings(), web_servers(request)]
    ready = all(finding.well for finding in found)
    lines = ["ready" if ready else "not ready", *map(str, found)]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=200 if ready else 503
    )


def web_servers(request: HttpRequest) -> Finding:
    """Whoever asks without saying who they are, such as `doctor`, sees how many write down who came to them."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return well("web servers before this one", str(len(forwarded.split(",")) if forwarded else 0))


PROBES: dict[str, View] = {"/healthz": healthz, "/readyz": readyz}
