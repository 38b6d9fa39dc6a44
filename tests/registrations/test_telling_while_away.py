"""A page that is away tells nobody anything, until it is back or gone for good."""

from datetime import timedelta

import pytest
import time_machine
from wagtail.actions.unpublish_page import UnpublishPageAction

from events.changes import facts_at, facts_of
from events.models import EventPage
from registrations.change_mails import queue_change_mails
from registrations.models import Registration
from tests.factories.events import VenueFactory, event_of
from tests.registrations.news import republish, told
from tests.site.accounts.partner_worlds import administrator

pytestmark = pytest.mark.django_db


def test_another_date_is_told_also_when_the_page_was_away_in_between(page: EventPage):
    page.unpublish()
    assert queue_change_mails() == 0

    republish(page, starts_at=page.starts_at + timedelta(days=1), ends_at=page.ends_at + timedelta(days=1))

    assert queue_change_mails() == 2


def test_an_event_that_comes_back_as_it_was_tells_nothing(page: EventPage):
    page.unpublish()
    republish(page)

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_what_passed_while_its_page_was_away_waits_no_longer(page: EventPage):
    page.unpublish()

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert queue_change_mails() == 0

    assert not Registration.objects.to_be_told().exists()


def test_a_venue_corrected_while_its_page_is_away_is_a_version_too(page: EventPage):
    page.unpublish()
    venue = page.venue
    venue.name = "Pieterskerk"
    venue.save()

    event = event_of(page)
    assert event.version == 3
    assert facts_at(event, 3) == facts_of(event)
    assert told() == {}
    republish(page)
    assert "Pieterskerk" in told()["noor"]


def test_a_cancelled_event_is_told_although_its_page_is_gone(page: EventPage):
    republish(page, status="cancelled")
    page.delete()

    assert queue_change_mails() == 2


def test_what_was_withdrawn_and_then_deleted_is_cancelled_for_who_registered(page: EventPage):
    event = event_of(page)
    page.unpublish()
    page.delete()

    event.refresh_from_db()
    assert (event.status, event.version) == ("cancelled", 3)
    assert facts_at(event, 3) == facts_of(event)
    assert "Gaat niet door" in told()["noor"]


def test_an_organiser_whose_page_was_away_tells_once(page: EventPage):
    """With it all its events leave the site; meanwhile one of them moves."""
    above = page.get_parent().specific
    UnpublishPageAction(above, user=administrator(), include_descendants=True).execute()
    assert told() == {}

    above.save_revision().publish()
    republish(page, venue=VenueFactory(name="Naturalis"))

    assert told().keys() == {"noor", "sam"}
    assert told() == {}


def test_an_organiser_whose_page_alone_is_away_keeps_its_events(page: EventPage):
    """Wagtail leaves what is below it public, so it stays in the calendar and takes registrations."""
    above = page.get_parent().specific
    above.unpublish()

    assert event_of(page).is_public
    assert event_of(page).version == 1
    above.save_revision().publish()
    assert (event_of(page).is_public, told()) == (True, {})
