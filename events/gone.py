"""The address of an event that was public and no longer is: calendars of subscribers still lead there."""

import re
from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .calendar.entries import FEED_LOOKBACK
from .models import Event

ADDRESS = re.compile(r"/(?:en/)?(?P<path>agenda/[\w-]{1,255}/[\w-]{1,255}/)")


def gone_page_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Outside of what leads moved pages on, so only what leads nowhere comes here."""

    def explained(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        address = ADDRESS.fullmatch(request.path_info) if response.status_code == 404 else None
        event = _gone_from(address["path"]) if address else None
        return render(request, "events/gone.html", {"event": event}, status=410) if event else response

    return explained


def _gone_from(path: str) -> Event | None:
    """For as long as feeds may tell of it; also where its page has moved since."""
    since = timezone.now() - FEED_LOOKBACK
    there = Q(path=path) | Q(page__url_path__endswith=f"/{path}")
    gone = Event.objects.filter(there, is_public=False, version__gt=0, ends_at__gt=since)
    return gone.select_related("organisation").order_by("-changed_at").first()
