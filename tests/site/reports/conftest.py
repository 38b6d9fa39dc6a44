import pytest
import time_machine

from events.models import EventPage
from tests.factories.events import part, published_page
from tests.factories.registrations import opened, registered
from tests.site.accounts.cast import Partner
from tests.site.reports.publication import EVENING


@pytest.fixture
def clock():
    with time_machine.travel("2027-02-01T12:00Z") as traveller:
        yield traveller


@pytest.fixture
def evening(ours: Partner) -> EventPage:
    evening = published_page(
        ours.page, title="Sterren", starts_at=EVENING, programme=[part("Opening", EVENING)]
    )
    event = opened(evening.event)
    registered(event, name="Noor", email="noor@example.org")
    registered(event, name="Sam", email="sam@example.org", language="en")
    return evening
