import pytest
import time_machine

from events.models import EventPage
from tests.factories.events import programme_item, published_page
from tests.factories.registrations import make_registration, open_registration
from tests.site.accounts.partner_worlds import Partner
from tests.site.desk.publication import EVENING


@pytest.fixture
def clock():
    with time_machine.travel("2027-02-01T12:00Z") as traveller:
        yield traveller


@pytest.fixture
def evening(own_partner: Partner) -> EventPage:
    evening = published_page(
        own_partner.page, title="Sterren", starts_at=EVENING, programme=[programme_item("Opening", EVENING)]
    )
    event = open_registration(evening.event)
    make_registration(event, name="Noor", email="noor@example.org")
    make_registration(event, name="Sam", email="sam@example.org", language="en")
    return evening
