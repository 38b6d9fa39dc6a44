import pytest
from django.test import Client

from events.models import Event
from tests.factories.registrations import open_event
from tests.registrations.views.organisers import signed_in, works_for


@pytest.fixture
def event() -> Event:
    return open_event(capacity=40)


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(works_for(event))
