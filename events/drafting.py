"""A new event from three answers: what kind, what name, when. Its type and the organiser's habits fill in the rest."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from kennisstad.accounts.models import User

from .models import EventPage, EventType, Mode, OrganiserPage, Venue

LONGEST_SLUG = 60


@transaction.atomic
def draft_event(
    organiser_page: OrganiserPage, event_type: EventType, title: str, starts_at: datetime, user: User
) -> EventPage:
    """A draft that nobody sees yet, with a first version to return to. It may lack what publishing asks for."""
    page = EventPage(
        title=title,
        slug=free_slug(organiser_page, title),
        event_type=event_type,
        starts_at=starts_at,
        ends_at=starts_at + event_type.default_duration,
        mode=event_type.default_mode,
        booking=event_type.default_booking,
        venue=usual_venue(organiser_page, event_type.default_mode),
        owner=user,
        live=False,
    )
    organiser_page.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def usual_venue(organiser_page: OrganiserPage, mode: str) -> Venue | None:
    """Where the organiser's previous event was held."""
    if mode == Mode.ONLINE:
        return None
    earlier = EventPage.objects.child_of(organiser_page).exclude(venue=None)
    previous = earlier.select_related("venue").order_by("-pk").first()
    return previous.venue if previous else None


def free_slug(parent: Page, title: str) -> str:
    """An address below the parent's that no other page has."""
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "evenement"
    taken = set(parent.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)
