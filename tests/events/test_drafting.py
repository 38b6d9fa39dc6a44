from datetime import timedelta

import pytest

from events.drafting import draft_event, free_slug, usual_venue
from events.models import Event, EventPage, Mode
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EVENING,
    EventTypeFactory,
    VenueFactory,
    draft_page,
    organiser_page,
    published_page,
)

pytestmark = pytest.mark.django_db


def test_three_answers_make_a_draft_that_the_type_fills_in():
    naturalis = organiser_page("naturalis")
    published_page(naturalis, venue=VenueFactory(name="Naturalis"))
    symposium = EventTypeFactory(
        slug="avondsymposium", default_duration=timedelta(hours=4), default_mode=Mode.HYBRID
    )
    user = UserFactory()

    page = draft_event(naturalis, symposium, "De stad als lab", EVENING, user)

    page = EventPage.objects.get(pk=page.pk)
    assert (page.title, page.slug, page.live) == ("De stad als lab", "de-stad-als-lab", False)
    assert (page.starts_at, page.ends_at) == (EVENING, EVENING + timedelta(hours=4))
    assert (page.mode, page.venue.name, page.owner) == (Mode.HYBRID, "Naturalis", user)
    assert page.get_parent().specific == naturalis
    assert page.latest_revision.user == user


def test_a_draft_is_no_fact_yet():
    draft_event(organiser_page(), EventTypeFactory(), "Sterren", EVENING, UserFactory())

    assert not Event.objects.public().exists()


def test_an_online_event_needs_no_venue():
    naturalis = organiser_page()
    published_page(naturalis, venue=VenueFactory())

    page = draft_event(
        naturalis,
        EventTypeFactory(slug="webinar", default_mode=Mode.ONLINE),
        "Webinar",
        EVENING,
        UserFactory(),
    )

    assert page.venue is None


def test_the_usual_venue_is_the_organisers_own_last_one():
    naturalis, lumc = organiser_page("naturalis"), organiser_page("lumc")
    published_page(naturalis, venue=VenueFactory(name="Eerste zaal"))
    published_page(naturalis, venue=VenueFactory(name="Laatste zaal"))
    published_page(lumc, venue=VenueFactory(name="Zaal van een ander"))

    assert usual_venue(naturalis, Mode.ONSITE).name == "Laatste zaal"
    assert usual_venue(organiser_page("hortus"), Mode.ONSITE) is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Sterren!", "sterren-3"),
        ("Café & wetenschap", "cafe-wetenschap"),
        ("🌟", "evenement"),
        ("س" * 50, "evenement"),
        ("Lang " * 60, "lang-" * 11 + "lang"),
    ],
)
def test_an_address_is_short_plain_and_free(title: str, slug: str):
    naturalis = organiser_page()
    draft_page(naturalis, slug="sterren")
    draft_page(naturalis, slug="sterren-2")

    assert free_slug(naturalis, title) == slug
