"""Deleting a page in the CMS withdraws its events and keeps what is known about them."""

import pytest
from django.test import Client

from events.models import Event, EventPage
from tests.factories.events import published_event
from tests.factories.registrations import open_event, registered
from tests.site.accounts.cast import administrator

pytestmark = pytest.mark.django_db

ONE, MANY = "/cms/pages/{}/delete/", "/cms/bulk/wagtailcore/page/delete/?id={}"


@pytest.mark.parametrize("address", [ONE, MANY])
@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_events_at_and_below_a_deleted_page_are_withdrawn(client: Client, address: str, depth: int):
    client.force_login(administrator())
    event = open_event()
    registered(event)
    published_event()
    page = event.page.get_ancestors(inclusive=True).get(depth=depth)

    response = client.post(address.format(page.pk), {"confirm_site_name": "Kennisstad"})

    assert response.status_code == 302
    assert not EventPage.objects.filter(pk=event.page_id).exists()
    event = Event.objects.get(pk=event.pk)
    assert (event.page, event.is_public, event.registrations.count()) == (None, False, 1)
    assert event.calendar_entries.get().status == "withdrawn"
