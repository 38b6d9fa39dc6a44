"""Answers that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


def error_page(request: HttpRequest, message: str, *, title: str = "", status: int = 400) -> HttpResponse:
    """A clear page for a request that can't be carried out."""
    context = {"title": title or _("This address is not right"), "message": message}
    return render(request, "error.html", context, status=status)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever looks here without reading the page, such as a letter or a feed shown in a browser."""
    return redirect(static("img/key.svg"))
