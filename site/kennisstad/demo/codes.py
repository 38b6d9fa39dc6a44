"""Tickets to hold before the camera, one for each answer the door can give."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kennisstad.demo.content.plans import NEXT, TONIGHT
from registrations import qr
from registrations.codes import grouped
from registrations.models import Ticket

UNKNOWN = "NEVERHEARD2F7H5X"
VALID_SHOWN = 6


@dataclass(frozen=True)
class TestCode:
    code: str
    answer: str | Promise
    holder: str = ""

    @property
    def grouped(self) -> str:
        return grouped(self.code)

    @property
    def picture(self) -> str:
        return "data:image/svg+xml;base64," + b64encode(qr.svg(self.code)).decode()


def evening() -> Event | None:
    """Tonight's example, or the last one that was published."""
    return Event.objects.public().filter(page__slug__startswith=TONIGHT).order_by("-starts_at").first()


def wall() -> list[TestCode]:
    event = evening()
    return list(_codes(event)) if event else []


def _codes(event: Event) -> Iterator[TestCode]:
    tickets = Ticket.objects.select_related("registration").prefetch_related("codes")
    ours = tickets.filter(registration__event=event)
    holding = ours.filter(state=Ticket.State.VALID)
    inside = holding.filter(check_ins__is_live=True)
    for ticket in holding.exclude(pk__in=inside.values("pk")).order_by("pk")[:VALID_SHOWN]:
        yield _test(ticket, _("Valid"))
    for ticket in inside.order_by("pk")[:1]:
        yield _test(ticket, _("Already inside"))
    for ticket in ours.filter(state=Ticket.State.CANCELLED)[:1]:
        yield _test(ticket, _("Place given up"))
    for ticket in tickets.filter(registration__event__page__slug=NEXT)[:1]:
        yield _test(ticket, _("Other event"))
    yield TestCode(UNKNOWN, _("Unknown code"))


def _test(ticket: Ticket, answer: str | Promise) -> TestCode:
    return TestCode(ticket.code, answer, ticket.guest)
