"""An organiser's events with their numbers, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from events.models import Event, EventPage, OrganiserPage
from kennisstad.accounts import access
from kennisstad.accounts.access import AnyUser
from kennisstad.dates import Period, Precision
from registrations.availability import Availability, judge, with_seats_taken
from registrations.models import CheckIn, Registration

DOORS_OPEN = timedelta(hours=12)
PROSE = ("body", "body_en", "look_back_en")


@dataclass(frozen=True)
class EventRow:
    """One event in a list: its page, and what was registered for it once it was public."""

    page: EventPage
    period: Period
    event: Event | None = None
    availability: Availability | None = None
    admitted: int = 0
    asking: int = 0

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def starts_at(self) -> datetime:
        return self.period.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.period.ends_at

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def attendees_url(self) -> str:
        """Of a draft: where its places are set."""
        if self.event is None:
            return self.edit_url
        name = "event" if self.event.version else "settings"
        return reverse(f"registrations_admin:{name}", args=[self.event.pk])

    @property
    def terms_url(self) -> str:
        return reverse("registrations_admin:settings", args=[self.event.pk]) if self.event else self.edit_url

    @property
    def waits_for_opening(self) -> bool:
        """It is public and takes registrations, and nobody has said when."""
        return (
            self.availability is not None
            and self.availability.state == "not_yet"
            and self.availability.opens_at is None
        )

    @property
    def doors_url(self) -> str:
        return reverse("registrations_admin:doors", args=[self.event.pk]) if self.event else self.edit_url

    @property
    def is_draft(self) -> bool:
        return not self.page.live

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_off(self) -> bool:
        return self.event is not None and self.event.is_off

    @property
    def takes_registrations(self) -> bool:
        return self.availability is not None and (
            self.availability.taken > 0 or self.availability.state not in {"none", "elsewhere", "over"}
        )

    @property
    def opens_doors(self) -> bool:
        """The door list is wanted all day, and for an early start from half a day before; not on a day nobody knows."""
        if self.period.precision != Precision.DAY:
            return False
        is_today = timezone.localdate(self.starts_at) <= timezone.localdate()
        return not self.is_over and (is_today or self.starts_at - DOORS_OPEN <= timezone.now())

    @property
    def shows_admitted(self) -> bool:
        return self.admitted > 0 or self.starts_at <= timezone.now()


def pages_of(user: AnyUser) -> QuerySet[EventPage]:
    """The event pages below the user's own organisations."""
    pages = EventPage.objects.defer(*PROSE)
    if access.is_editor(user):
        return pages
    organisers = access.visible_to(user, OrganiserPage.objects.all()).values_list("path", flat=True)
    below = (Q(path__startswith=path) for path in organisers)
    return pages.filter(reduce(or_, below, Q(pk=None)))


def upcoming(pages: QuerySet[EventPage]) -> QuerySet[EventPage]:
    return pages.live().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")


def past(pages: QuerySet[EventPage]) -> QuerySet[EventPage]:
    return pages.live().filter(ends_at__lte=timezone.now()).order_by("-starts_at", "pk")


def drafts(pages: QuerySet[EventPage]) -> QuerySet[EventPage]:
    """Not public: the one worked on last comes first."""
    return pages.not_live().select_related("latest_revision").order_by("-latest_revision_created_at", "pk")


def event_rows(pages: Iterable[EventPage]) -> list[EventRow]:
    """Each page with its numbers."""
    shown = list(pages)
    events = {event.page_id: event for event in _with_numbers(shown)}
    return [_line(page, events.get(page.pk)) for page in shown]


def _with_numbers(pages: list[EventPage]) -> QuerySet[Any]:
    inside = CheckIn.objects.live().filter(ticket__registration__event=OuterRef("pk"), session=None)
    counted = inside.order_by().values("ticket__registration__event").annotate(number=Count("pk"))
    number = Subquery(counted.values("number"), output_field=IntegerField())
    events = with_seats_taken(Event.objects.filter(page__in=pages), timezone.now())
    pending = Registration.objects.to_be_answered(timezone.now()).filter(event=OuterRef("pk")).order_by()
    asking = Subquery(pending.values("event").annotate(number=Count("pk")).values("number"))
    return events.annotate(admitted=Coalesce(number, 0), asking=Coalesce(asking, 0))


def _line(page: EventPage, event: Any) -> EventRow:
    period = written_period(page)
    if event is None:
        return EventRow(page, period)
    availability = judge(event.registration_settings, event.seats_taken, timezone.now())
    return EventRow(page, period, event, availability, event.admitted, event.asking)


def written_period(page: EventPage) -> Period:
    """A draft's times stand in its latest version; the page's own row has those of its first."""
    public = Period(page.starts_at, page.ends_at, page.is_all_day, page.precision)
    if page.live or page.latest_revision is None:
        return public
    written = page.latest_revision.content
    starts_at, ends_at = (parse_datetime(written.get(name) or "") for name in ("starts_at", "ends_at"))
    return Period(
        starts_at or public.starts_at,
        ends_at or public.ends_at,
        written.get("is_all_day", False),
        written.get("precision", Precision.DAY),
    )
