import pytest

from events.models import EventPage
from tests.registrations.news import a_page


@pytest.fixture
def page() -> EventPage:
    return a_page()
