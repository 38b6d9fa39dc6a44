"""Guests of the examples, and who of them is inside already."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Event
from kennisstad.demo.content.people import Somebody, guests
from kennisstad.demo.content.records import Plan
from kennisstad.demo.event_pages import event_of
from registrations.availability import availability_of
from registrations.cancel import cancel
from registrations.checkin import check_in
from registrations.doors import open_door, pair
from registrations.models import Registration, Ticket
from registrations.signup import sign_up, sign_up_without_mail

POOL = 260
PARTIES = (1, 1, 1, 1, 1, 2, 2, 3)
DOOR = "Hoofdingang"


@transaction.atomic
def fill(plan: Plan) -> int:
    """Give the example its guests. It never adds to guests that are there already."""
    event = event_of(plan)
    if not plan.registered or event.registrations.exists():
        return 0
    chance = Random(plan.slug)
    people = chance.sample(guests(POOL), plan.registered)
    for somebody, *companions in _parties(people, plan.party_size, Random(plan.slug)):
        _register(event, somebody, _earlier(event, chance), [one.name for one in companions])
    if plan.checked_in:
        _open_the_door(event, plan.checked_in)
    return plan.registered


@transaction.atomic
def ask(plan: Plan) -> int:
    """Some who wait for the organiser's answer, in teams."""
    event = event_of(plan)
    asked = Q(state=Registration.State.PENDING) | Q(decided_at__isnull=False)
    if not (plan.asking and availability_of(event).is_open) or event.registrations.filter(asked).exists():
        return 0
    known = set(event.registrations.values_list("email", flat=True))
    strangers = [somebody for somebody in guests(POOL) if somebody.email not in known]
    teams = list(_parties(strangers[: plan.asking], plan.party_size, Random(plan.slug)))
    for somebody, *companions in teams:
        sign_up(
            event,
            companions=[one.name for one in companions],
            name=somebody.name,
            email=somebody.email,
            language=somebody.language,
            submission=_number(somebody.email),
        )
    return len(teams)


@transaction.atomic
def cancel_one(plan: Plan) -> int:
    """Somebody who had a ticket and can't come, so that the door can meet a cancelled one."""
    event = event_of(plan)
    if event.registrations.filter(state=Registration.State.CANCELLED).exists():
        return 0
    somebody = Somebody("Joris Afgemeld", "joris.afgemeld@example.org", "nl")
    cancel(_register(event, somebody, _earlier(event, Random(plan.slug))))
    return 1


def _parties(people: list[Somebody], largest: int, chance: Random) -> Iterator[list[Somebody]]:
    """Most come alone, some with one or two others."""
    while people:
        number = min(chance.choice(PARTIES), largest)
        yield people[:number]
        people = people[number:]


def _register(event: Event, somebody: Somebody, at: datetime, companions: Sequence[str] = ()) -> Registration:
    return sign_up_without_mail(
        event,
        companions=companions,
        name=somebody.name,
        email=somebody.email,
        language=somebody.language,
        submission=_number(somebody.email),
        at=at,
    )


def _earlier(event: Event, chance: Random) -> datetime:
    """Some moment in the four weeks before now, or before the event when that is over."""
    latest = min(timezone.now(), event.starts_at - timedelta(hours=4))
    return latest - timedelta(minutes=chance.randint(10, 28 * 24 * 60))


def _open_the_door(event: Event, visitors: int) -> None:
    device = pair(open_door(event, DOOR))
    opened = min(timezone.now() - timedelta(minutes=55), event.starts_at)
    tickets = (
        Ticket.objects.filter(registration__event=event).prefetch_related("codes").order_by("codes__code")
    )
    for number, ticket in enumerate(tickets[:visitors]):
        moment = opened + timedelta(seconds=50 * number)
        check_in(device, ticket.code, nonce=_number(ticket.code), at=moment)


def _number(words: str) -> UUID:
    return uuid5(NAMESPACE_URL, words)
