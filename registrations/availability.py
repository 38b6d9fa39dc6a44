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
from registrations.models import RegistrationSettings, Ticket

FEW_SEATS = 10


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
    needs_approval: bool

    @property
    def seats_left(self) -> int | None:
        return seats_left(self.capacity, self.taken)

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def is_nearly_full(self) -> bool:
        return self.is_open and self.seats_left is not None and self.seats_left <= FEW_SEATS

    @property
    def kind(self) -> str:
        """Which look of the status component fits."""
        return "few" if self.is_nearly_full else "neutral" if self.state in ELSEWISE else self.state.value

    @property
    def label(self) -> str:
        if self.is_open and self.needs_approval:
            return _("Places on request")
        if self.is_nearly_full and self.seats_left is not None:
            return ngettext("%(left)d place left", "%(left)d places left", self.seats_left) % {
                "left": self.seats_left
            }
        if self.state is State.NOT_YET and self.opens_at:
            return _("Registration opens on %(day)s") % {"day": dates.day_and_month(self.opens_at)}
        return str(LABELS[self.state])

    @property
    def register_url(self) -> str:
        return sign_up_url(self.event) if self.is_open else ""


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


def sign_up_url(event: Event) -> str:
    return reverse("registrations:sign_up", args=[event.path])


def state_of(settings: RegistrationSettings, taken: int, now: datetime) -> State:
    """The first of these that holds: the event is off, over, elsewhere; it is too early, too late; all seats are taken."""
    event = settings.event
    if event.is_off:
        return State(event.status)
    if event.is_over(now):
        return State.OVER
    if event.booking != Booking.HERE:
        return State.ELSEWHERE if event.booking == Booking.ELSEWHERE else State.NONE
    if settings.opens_at is None or now < settings.opens_at:
        return State.NOT_YET
    if now >= settings.closing_moment:
        return State.CLOSED
    return State.FULL if seats_left(settings.capacity, taken) == 0 else State.OPEN


def judge(settings: RegistrationSettings, taken: int, now: datetime) -> Availability:
    return Availability(
        event=settings.event,
        state=state_of(settings, taken, now),
        taken=taken,
        capacity=settings.capacity,
        opens_at=settings.opens_at,
        closes_at=settings.closing_moment,
        needs_approval=settings.needs_approval,
    )


def seats_left(capacity: int | None, taken: int) -> int | None:
    """Of anything scarce: a hall, a kind of ticket, a table. None where there is room for everybody.

    Below zero there is no room either, and nobody is thrown out.
    """
    return None if capacity is None else max(0, capacity - taken)


def seats_taken(now: datetime, **of: Any) -> int:
    """Of what is scarce, by what its tickets have in common."""
    return Ticket.objects.filter(**of).taking_a_seat(now).count()


def availability_of(event: Event, now: datetime | None = None) -> Availability:
    moment = now or timezone.now()
    return judge(event.registration_settings, seats_taken(moment, registration__event=event), moment)


# What `judge` asks of an event, and what leads to its form.
JUDGED = ("status", "starts_at", "ends_at", "precision", "booking", "path", "registration_settings")


def with_seats_taken(events: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    """Each event with its settings and the number of seats taken, in one query."""
    tickets = Ticket.objects.filter(registration__event=OuterRef("pk")).taking_a_seat(now).order_by()
    count = tickets.values("registration__event").annotate(number=Count("pk")).values("number")
    taken = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return events.select_related("registration_settings").annotate(seats_taken=taken)


def availabilities(ids: Iterable[UUID], now: datetime | None = None) -> dict[UUID, Availability]:
    """The same answer for a whole list, in one query."""
    moment = now or timezone.now()
    events: QuerySet[Any] = with_seats_taken(Event.objects.filter(pk__in=set(ids)).only(*JUDGED), moment)
    return {event.pk: judge(event.registration_settings, event.seats_taken, moment) for event in events}
