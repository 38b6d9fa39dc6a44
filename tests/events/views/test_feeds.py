from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from tests.factories.events import published_page

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
IN_MARCH = {
    "starts_at": datetime(2027, 3, 1, tzinfo=AMSTERDAM),
    "ends_at": datetime(2027, 3, 31, tzinfo=AMSTERDAM),
}
KNOWN_BY_ITS_MONTH = IN_MARCH | {"precision": "month"}
KNOWN_BY_ITS_YEAR = IN_MARCH | {"precision": "year"}
ALL_OF_MARCH = IN_MARCH | {"is_all_day": True}
REFUSALS = {"": "De dag is niet bekend", "/en": "The day is not known"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        yield


@pytest.mark.parametrize("moments", [KNOWN_BY_ITS_MONTH, KNOWN_BY_ITS_YEAR])
@pytest.mark.parametrize(("prefix", "words"), REFUSALS.items())
def test_no_day_is_made_up_for_a_calendar_file(client: Client, moments, prefix, words):
    address = prefix + published_page(**moments).url

    refusal = client.get(f"{address}event.ics")

    assert refusal.status_code == 404
    assert words in refusal.text
    assert "event.ics" not in client.get(address).text


def test_whole_days_that_are_known_have_a_file(client: Client):
    """Also when they fill a month."""
    address = published_page(**ALL_OF_MARCH).url

    file = client.get(f"{address}event.ics").text
    assert "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270401\r\n" in file.replace("\n ", "")
    assert "STATUS:CONFIRMED" in file
    assert f'href="{address}event.ics"' in client.get(address).text
