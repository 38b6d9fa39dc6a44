import pytest
from django.test import Client

from events.models import EventPage, OrganiserPage
from tests.factories.events import programme_item, published_event
from tests.factories.registrations import make_registration, open_registration
from tests.site.accounts.partner_worlds import Partner, administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("above", [1, 2])
def test_an_organiser_keeps_one_page(above: int, client: Client):
    """Neither alone nor as part of the agenda; asking is refused too."""
    page = published_event().page.get_ancestors().order_by("-depth")[above - 1]
    client.force_login(administrator())
    address = f"/cms/pages/{page.pk}/copy/"
    form = {"new_title": "Nog een", "new_slug": "nog-een", "new_parent_page": page.get_parent().pk}

    asked = client.get(address, follow=True)
    sent = client.post(address, form | {"copy_subpages": "on"}, follow=True)

    assert (asked.status_code, sent.status_code) == (200, 200)
    assert "één pagina" in sent.text
    assert OrganiserPage.objects.count() == 1


def test_an_event_is_copied_with_its_places_and_without_its_people(client: Client):
    event = open_registration(published_event(programme=[programme_item("Opening")]), capacity=40)
    make_registration(event)
    client.force_login(administrator())
    form = {"new_title": "Nog een", "new_slug": "nog-een", "new_parent_page": event.page.get_parent().pk}

    client.post(f"/cms/pages/{event.page.pk}/copy/", form)

    copy = EventPage.objects.get(slug="nog-een").event
    assert (copy.version, copy.title, copy.sessions.get().title) == (0, "Nog een", "Opening")
    assert (copy.registration_settings.capacity, copy.registration_settings.opens_at) == (40, None)
    assert not copy.registrations.exists()


def test_an_event_gets_no_alias(client: Client):
    page = published_event().page
    client.force_login(administrator())
    form = {
        "new_title": "Nog een",
        "new_slug": "nog-een",
        "new_parent_page": page.get_parent().pk,
        "alias": "on",
    }

    assert 'name="alias"' not in client.get(f"/cms/pages/{page.pk}/copy/").text
    client.post(f"/cms/pages/{page.pk}/copy/", form)

    assert EventPage.objects.get(slug="nog-een").alias_of is None


def test_no_menu_offers_an_organiser_to_move_a_page(client: Client):
    """They may not, so they would only meet a refusal."""
    partner = Partner("naturalis")
    draft = partner.draft
    menus, move = f"/cms/pages/{draft.pk}/edit/", f"/cms/pages/{draft.pk}/move/"

    client.force_login(partner.user)
    assert move not in client.get(menus).text
    client.force_login(administrator())
    assert move in client.get(menus).text
