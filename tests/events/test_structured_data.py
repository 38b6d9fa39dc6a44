"""What search engines read about an event."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from events.structured_data import event_json_ld
from tests.factories.events import organiser_page, published_event

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_its_name_on_the_web_is_the_address_of_its_page(client: Client):
    event = published_event()

    data = event_json_ld(event.page, event)

    assert client.get(data["@id"]).status_code == 200


def test_an_organiser_without_a_website_has_no_empty_address():
    organisation = organiser_page().organisation
    organisation.website = ""
    organisation.save()
    event = published_event()

    assert event_json_ld(event.page, event)["organizer"].keys() == {"@type", "name"}


def test_of_an_event_known_by_its_month_no_day_is_made_up(client: Client):
    day = datetime(2017, 3, 1, tzinfo=AMSTERDAM)
    event = published_event(starts_at=day, ends_at=day, precision="month")

    data = event_json_ld(event.page, event)

    assert (data["startDate"], data["endDate"]) == ("2017-03", "2017-03")
    assert "maart 2017" in client.get(event.get_absolute_url()).text
    assert "1 maart" not in client.get(event.get_absolute_url()).text


def test_who_only_publishes_is_not_called_the_organiser(client: Client):
    event = published_event(organised_by_others=True)

    assert "organizer" not in event_json_ld(event.page, event)
    assert "Published by" in client.get(event.get_absolute_url("en")).text
