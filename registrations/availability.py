"""Whether there is a place. Derived from rows each time, never kept in a counter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Booking, Event
from kennisstad import dates
from registrations.models import Admission, Registration

FEW_PLACES = 10


class State(StrEnum):
    OPEN = "open"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    ELSEWHERE = "elsewhere"
    NONE = "none"


@dataclass(frozen=True)
class Availability:
    event: Event
    state: State
    taken: int
    capacity: int | None
    opens_at: datetime | None
    closes_at: datetime

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def are_few(self) -> bool:
        return self.is_open and self.left is not None and self.left <= FEW_PLACES

    @property
    def kind(self) -> str:
        """Which look of the status component fits."""
        return "few" if self.are_few else "neutral" if self.state in ELSEWISE else self.state.value

    @property
    def label(self) -> str:
        if self.are_few and self.left is not None:
            return ngettext("%(left)d place left", "%(left)d places left", self.left) % {"left": self.left}
        if self.state is State.NOT_YET and self.opens_at:
            return _("Registration opens on %(day)s") % {"day": dates.day_and_month(self.opens_at)}
        return str(LABELS[self.state])

    @property
    def register_url(self) -> str:
        return sign_up_address(self.event) if self.is_open else ""


ELSEWISE = {State.NONE, State.ELSEWHERE}
LABELS = {
    State.OPEN: gettext_lazy("Places available"),
    State.FULL: gettext_lazy("Full"),
    State.NOT_YET: gettext_lazy("Registration opens later"),
    State.CLOSED: gettext_lazy("Registration closed"),
    State.OVER: gettext_lazy("Over"),
    State.CANCELLED: gettext_lazy("Not going ahead"),
    State.POSTPONED: gettext_lazy("Postponed"),
    State.ELSEWHERE: gettext_lazy("Register elsewhere"),
    State.NONE: gettext_lazy("Just come"),
}


def sign_up_address(event: Event) -> str:
    return reverse("registrations:sign_up", args=[event.path])


def state_of(admission: Admission, taken: int, now: datetime) -> State:
    event = admission.event
    if event.is_off:
        return State(event.status)
    if event.is_over(now):
        return State.OVER
    if event.booking != Booking.HERE:
        return State.ELSEWHERE if event.booking == Booking.ELSEWHERE else State.NONE
    if admission.opens_at is None or now < admission.opens_at:
        return State.NOT_YET
    if now >= admission.closing_moment:
        return State.CLOSED
    return State.FULL if admission.capacity is not None and taken >= admission.capacity else State.OPEN


def judge(admission: Admission, taken: int, now: datetime) -> Availability:
    return Availability(
        event=admission.event,
        state=state_of(admission, taken, now),
        taken=taken,
        capacity=admission.capacity,
        opens_at=admission.opens_at,
        closes_at=admission.closing_moment,
    )


def places_taken(event: Event) -> int:
    return Registration.objects.filter(event=event).holding_a_place().count()


def availability_of(event: Event, now: datetime | None = None) -> Availability:
    return judge(event.admission, places_taken(event), now or timezone.now())


def with_places_taken(events: QuerySet[Event]) -> QuerySet[Event]:
    """Each event with its admission and the number of places taken, in one query."""
    holding = Registration.objects.filter(event=OuterRef("pk")).holding_a_place().order_by()
    count = holding.values("event").annotate(number=Count("pk")).values("number")
    taken = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return events.select_related("admission").annotate(places_taken=taken)


def availabilities(ids: Iterable[UUID], now: datetime | None = None) -> dict[UUID, Availability]:
    """The same answer for a whole list, in one query."""
    moment = now or timezone.now()
    events: QuerySet[Any] = with_places_taken(Event.objects.filter(pk__in=set(ids)))
    return {event.pk: judge(event.admission, event.places_taken, moment) for event in events}
