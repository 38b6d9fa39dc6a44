"""From an address below an event page to the event."""

from django.http import Http404

from .models import Event


def event_at(path: str) -> Event:
    """The public event whose page lives at `agenda/organiser/event/`."""
    try:
        return Event.objects.select_related(
            "organisation", "event_type", "venue__municipality", "municipality"
        ).get(path=path, is_public=True)
    except Event.DoesNotExist:
        raise Http404 from None
