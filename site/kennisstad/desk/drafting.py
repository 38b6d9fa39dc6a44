"""A new event from the organiser's first screen: the page and how it takes registrations."""

from datetime import datetime

from django.db import transaction

from events.drafting import draft_event
from events.models import EventPage, EventType, OrganiserPage
from kennisstad.accounts.models import User
from registrations.registration_settings import set_draft_settings


@transaction.atomic
def start_event(
    organiser_page: OrganiserPage,
    user: User,
    *,
    event_type: EventType,
    title: str,
    starts_at: datetime,
    capacity: int | None,
    opens_at: datetime | None,
) -> EventPage:
    page = draft_event(organiser_page, event_type, title, starts_at, user)
    set_draft_settings(page.event, user, capacity=capacity, opens_at=opens_at)
    return page
