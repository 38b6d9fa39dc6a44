import pytest
from django.test import Client

from events.models import Event
from registrations.models import Door, Ticket
from tests.factories.registrations import make_door, open_event, ticket
from tests.registrations.views.organisers import signed_in, works_for
from tests.registrations.views.volunteers import path_of


@pytest.fixture
def event() -> Event:
    return open_event(capacity=40)


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(works_for(event))


@pytest.fixture
def held() -> Ticket:
    return ticket(name="Noor", code="ABCDEFGHJKMNPQRS")


@pytest.fixture
def door(held: Ticket) -> Door:
    return make_door(held.registration.event)


@pytest.fixture
def volunteer(client: Client, door: Door) -> Client:
    client.post(path_of(door))
    return client
