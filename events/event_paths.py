"""From an address below an event page to the event."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from .models.event import Event

type View = Callable[..., HttpResponse]


def get_public_event_or_404(path: str) -> Event:
    """The public event whose page lives at `agenda/organiser/event/`. Raises `Http404`."""
    try:
        return Event.objects.select_related(
            "organisation", "event_type", "venue__municipality", "municipality"
        ).get(path=path, is_public=True)
    except Event.DoesNotExist:
        raise Http404 from None


def redirect_moved_event(view: View) -> View:
    """Wagtail redirects the old address of a page; this does the same for what stands below it."""

    @wraps(view)
    def followed(request: HttpRequest, path: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, path, **kwargs)
        except Http404:
            moved = _moved_from(path)
            if moved is None:
                raise
            address = request.path.replace(path, moved.path, 1)
            return redirect(address, permanent=True, preserve_request=request.method == "POST")

    return followed


def _moved_from(path: str) -> Event | None:
    pages = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).values("redirect_page")
    return Event.objects.public().filter(page__in=pages).first()


def create_redirect_from_old_path(page: Page, path: str) -> None:
    """Wagtail leads on from the old address of what is live; what is back at another has one from before it left."""
    event = Event.objects.filter(page=page, version__gt=0, is_public=False).first()
    if page.live and event and event.path != path:
        old = Redirect.normalise_path(f"/{event.path}")
        Redirect.objects.update_or_create(
            old_path=old, site=None, defaults={"redirect_page": page, "automatically_created": True}
        )
