"""What stands below an event page moves along with it."""

import pytest
from django.test import Client, TestCase
from wagtail.contrib.redirects.models import Redirect

from events.models import Event, EventPage
from registrations.models import Registration
from tests.factories.events import organiser_page
from tests.factories.registrations import open_event

pytestmark = pytest.mark.django_db

BELOW = [
    ("/", ""),
    ("/en/", ""),
    ("/", "event.ics"),
    ("/en/", "event.ics"),
    ("/", "aanmelden/"),
    ("/en/", "register/"),
]


def renamed(event: Event, slug: str = "nieuwe-naam") -> str:
    """The path it had before."""
    old, page = event.path, event.page
    page.slug = slug
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    event.refresh_from_db()
    return old


def moved(event: Event) -> str:
    old = event.path
    with TestCase.captureOnCommitCallbacks(execute=True):
        event.page.move(organiser_page("lumc"), pos="last-child")
    event.refresh_from_db()
    return old


@pytest.mark.parametrize(("prefix", "below"), BELOW)
@pytest.mark.parametrize("change", [renamed, moved])
def test_an_old_address_leads_to_the_new_one(client: Client, prefix: str, below: str, change):
    event = open_event()
    old = change(event)

    response = client.get(f"{prefix}{old}{below}")

    assert old != event.path
    assert (response.status_code, response["Location"]) == (301, f"{prefix}{event.path}{below}")
    assert client.get(response["Location"]).status_code == 200


def test_so_does_one_from_before_two_moves(client: Client):
    event = open_event()
    first = renamed(event, "tweede")
    renamed(event, "derde")

    assert client.get(f"/{first}event.ics")["Location"] == f"/{event.path}event.ics"


def test_a_form_that_was_open_during_the_move_still_registers(client: Client):
    event = open_event()
    old = renamed(event)

    client.post(f"/{old}aanmelden/", {"name": "Noor", "email": "noor@example.org"}, follow=True)

    assert Registration.objects.get().event == event


def test_a_withdrawn_event_is_not_found_at_its_old_address_either(client: Client):
    event = open_event()
    old = renamed(event)
    event.page.unpublish()

    assert client.get(f"/{old}event.ics").status_code == 404


def its_organiser_gets_another_slug(event: Event) -> None:
    organiser = event.page.get_parent().specific
    organiser.slug = "museum"
    organiser.save_revision().publish()


def it_moves_to_another_organiser(event: Event) -> None:
    event.page.move(organiser_page("lumc"), pos="last-child")


def it_gets_another_slug(event: Event) -> None:
    event.page.slug = "nieuwe-naam"
    event.page.save_revision()


@pytest.mark.parametrize(("prefix", "below"), BELOW)
@pytest.mark.parametrize(
    "change", [its_organiser_gets_another_slug, it_moves_to_another_organiser, it_gets_another_slug]
)
def test_so_does_that_of_what_was_away_while_it_changed(client: Client, prefix: str, below: str, change):
    event = open_event()
    old = event.path
    event.page.unpublish()
    change(event)
    assert client.get(f"/{old}", follow=True).status_code == 410

    EventPage.objects.get(pk=event.page.pk).get_latest_revision().publish()

    event.refresh_from_db()
    response = client.get(f"{prefix}{old}{below}")
    assert old != event.path
    assert (response.status_code, response["Location"]) == (301, f"{prefix}{event.path}{below}")
    assert client.get(response["Location"]).status_code == 200


def test_what_comes_back_where_it_was_leads_nowhere_else(client: Client):
    event = open_event()
    event.page.unpublish()
    EventPage.objects.get(pk=event.page.pk).get_latest_revision().publish()

    assert client.get(f"/{event.path}").status_code == 200
    assert not Redirect.objects.exists()


def test_a_dutch_address_begins_with_no_language(client: Client):
    old = renamed(open_event())

    assert client.get(f"/nl/{old}").status_code == 404
