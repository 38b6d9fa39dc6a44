"""A correction of what events mention, such as a name, reaches the calendar and who counts on them."""

from django.db import transaction

from .calendar.entries import events_in_feeds, update_entries
from .changes import Reason, log_change
from .models.event_change import ChangeNote


@transaction.atomic
def resync_events_mentioning(*, tells: bool = True, **mentioning: object) -> None:
    """After something that events mention was corrected. `tells` is whether people who registered are to hear of it."""
    note = None if tells else ChangeNote(tells=False)
    # In the order of their numbers, as everybody who locks several events.
    for event in events_in_feeds(**mentioning).order_by("pk").select_for_update(of=("self",), no_key=True):
        if event.venue:
            event.municipality = event.venue.municipality
            event.save(update_fields=["municipality", "changed_at"])
        update_entries(event)
        log_change(event, Reason.CORRECTION, note)
