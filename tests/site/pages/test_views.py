"""The home page, the calendar and events, as many see them at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.models import EventPage
from registrations.cancel import cancel
from tests.factories.accounts import UserFactory
from tests.factories.events import agenda_page, programme_item, published_page
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(days=3)


@pytest.fixture
def page() -> EventPage:
    return published_page(title="Sterren", starts_at=soon())


@pytest.fixture
def a_rush(settings) -> None:
    """Everybody comes within the second."""
    settings.MICROCACHE_SECONDS = 60


@pytest.mark.usefixtures("a_rush")
@pytest.mark.parametrize("address", ["/agenda/", "/en/agenda/?q=ster", "{page}", "/en{page}"])
def test_in_a_rush_the_second_visitor_costs_no_query(
    client: Client, page: EventPage, django_assert_num_queries, address: str
):
    path = address.format(page=page.url)
    first = client.get(path)

    with django_assert_num_queries(0):
        second = client.get(path)

    assert first.status_code == second.status_code == 200
    assert (first.content, first.headers) == (second.content, second.headers)


@pytest.mark.usefixtures("a_rush")
def test_each_address_and_language_has_its_own(client: Client, page: EventPage):
    pages = ["/agenda/", "/agenda/?q=niets", "/en/agenda/", page.url, f"/en{page.url}"]

    assert len({client.get(path).content for path in pages}) == len(pages)


@pytest.mark.parametrize("count", [1, 3])
def test_a_new_page_costs_the_same_however_long_its_programme(
    client: Client, django_assert_num_queries, count: int
):
    page = published_page(
        starts_at=soon(), programme=[programme_item(f"Deel {number}", soon()) for number in range(count)]
    )
    client.get(page.url)

    with django_assert_num_queries(27):
        client.get(page.url)


def test_a_published_change_shows_at_once(client: Client, page: EventPage):
    assert "Sterren" in client.get(page.url).text
    assert "Sterren" in client.get("/agenda/").text

    page.title = "Planeten"
    page.save_revision().publish()

    assert "Planeten" in client.get(page.url).text
    assert "Planeten" in client.get("/agenda/").text


def test_a_withdrawn_event_is_gone_at_once(client: Client, page: EventPage):
    client.get(page.url)
    client.get("/agenda/")

    page.unpublish()

    assert client.get(page.url).status_code == 410
    assert "Sterren" not in client.get("/agenda/").text


def test_places_are_counted_for_every_visitor(client: Client):
    event = open_event(capacity=2)

    def looks() -> set[str]:
        pages = [client.get(address).text for address in (event.get_absolute_url(), "/agenda/")]
        return {look for look in ("few", "full") for text in pages if f"status--{look}" in text}

    make_registration(event)
    assert looks() == {"few"}
    last = make_registration(event)
    assert looks() == {"full"}
    cancel(last)
    assert looks() == {"few"}


@pytest.mark.usefixtures("a_rush")
def test_who_brings_a_cookie_gets_a_page_of_their_own(client: Client, page: EventPage):
    client.get(page.url)
    EventPage.objects.filter(pk=page.pk).update(summary="Vers van de pers.")
    assert "Vers van de pers." not in client.get(page.url).text

    client.force_login(UserFactory())

    assert "Vers van de pers." in client.get(page.url).text


@pytest.mark.usefixtures("a_rush")
def test_a_page_behind_a_password_is_not_kept(client: Client, page: EventPage):
    PageViewRestriction.objects.create(
        page=agenda_page(), restriction_type=PageViewRestriction.PASSWORD, password="sterren"
    )

    assert "Sterren" not in client.get(page.url).text
    assert "csrftoken" in client.get(page.url).cookies
