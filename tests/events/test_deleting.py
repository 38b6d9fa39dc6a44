"""Deleting a page in the CMS withdraws its events and keeps what is known about them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event, EventPage
from registrations.change_mails import queue_change_mails
from tests.factories.events import draft_page, published_event
from tests.factories.registrations import make_door, make_registration, open_event
from tests.site.accounts.partner_worlds import administrator

pytestmark = pytest.mark.django_db

ONE, MANY = "/cms/pages/{}/delete/", "/cms/bulk/wagtailcore/page/delete/?id={}"


@pytest.mark.parametrize("address", [ONE, MANY])
@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_events_at_and_below_a_deleted_page_are_withdrawn(client: Client, address: str, depth: int):
    client.force_login(administrator())
    event = open_event()
    make_registration(event)
    published_event()
    page = event.page.get_ancestors(inclusive=True).get(depth=depth)

    response = client.post(address.format(page.pk), {"confirm_site_name": "Kennisstad"})

    assert response.status_code == 302
    assert not EventPage.objects.filter(pk=event.page_id).exists()
    event = Event.objects.get(pk=event.pk)
    assert (event.page, event.is_public, event.registrations.count()) == (None, False, 1)
    assert event.calendar_entries.get().status == "withdrawn"
    assert (event.status, queue_change_mails()) == ("cancelled", 1)


def test_nobody_counts_on_what_is_over_or_has_no_guests(client: Client):
    client.force_login(administrator())
    empty, over = open_event(), open_event()
    make_registration(over)
    Event.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    for event in (empty, over):
        client.post(ONE.format(event.page_id))

    assert set(Event.objects.values_list("status", flat=True)) == {"scheduled"}


def test_who_deletes_reads_first_how_many_people_registered(client: Client):
    client.force_login(administrator())
    event = open_event()
    make_registration(event)
    make_registration(event)

    for address in (ONE, MANY):
        assert "Er zijn 2 aanmeldingen" in client.get(address.format(event.page_id)).text
    other = open_event()
    make_registration(other)
    both = f"{MANY.format(event.page_id)}&id={other.page_id}"
    assert "Er zijn 3 aanmeldingen" in client.get(both).text
    assert "een mail dat het niet doorgaat" not in client.get(MANY.format(open_event().page_id)).text


def test_subscribers_read_that_a_deleted_event_with_guests_is_off(client: Client):
    client.force_login(administrator())
    event = open_event(title="Sterren")
    make_registration(event)
    client.post(ONE.format(event.page_id))

    assert b"SUMMARY:GAAT NIET DOOR: Sterren" in client.get("/feeds/all.ics").content


def test_a_draft_with_a_door_can_be_deleted(client: Client):
    client.force_login(administrator())
    page = draft_page()
    make_door(page.event)

    client.post(ONE.format(page.pk))

    assert not Event.objects.exists()
