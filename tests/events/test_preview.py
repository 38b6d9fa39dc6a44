"""What the editor's preview shows, before anything is saved."""

import pytest
from django.test import Client

from events.models import EventPage, Person, ProgrammeSpeaker
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import VenueFactory, agenda_page, draft_page, programme_item, published_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client: Client) -> EventPage:
    organiser = get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug="naturalis"))
    user = UserFactory()
    partners.join(user, organiser.organisation)
    client.force_login(user)
    opening = programme_item("Opening")
    opening.speakers = [
        ProgrammeSpeaker(
            person=Person.objects.create(name="Ada Voorbeeld", organisation=organiser.organisation)
        )
    ]
    page = draft_page(organiser, title="Sterren boven de stad", programme=[opening])
    page.save_revision()
    return page


def test_a_draft_shows_its_programme_and_speakers(client: Client, draft: EventPage):
    page = client.get(f"/cms/pages/{draft.pk}/view_draft/").text

    assert [word for word in ("Sterren boven de stad", "Opening", "Ada Voorbeeld") if word not in page] == []


def test_parts_that_were_never_saved_show_too(client: Client, draft: EventPage):
    late = programme_item("Toegift")
    late.speakers = [ProgrammeSpeaker(person=Person.objects.get())]
    draft.programme_items = [late]

    page = draft.make_preview_request(preview_mode="").text

    assert "Toegift" in page
    assert "Ada Voorbeeld" in page


def test_a_draft_shows_its_own_venue_and_not_the_public_one(admin_client: Client):
    page = published_page(venue=VenueFactory(name="Hortus"))
    page.venue = VenueFactory(name="Pieterskerk")
    page.save_revision()

    draft = admin_client.get(f"/cms/pages/{page.pk}/view_draft/").text

    assert "<dd>Pieterskerk" in draft
    assert "<dd>Hortus" not in draft
