"""The home page, the calendar and events, as many see them at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_script_prefix
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import PageViewRestriction

from events.models import CalendarEntry, Event, EventPage, ProgrammeSpeaker
from registrations.cancel import cancel
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    PersonFactory,
    SeriesFactory,
    agenda_page,
    draft_page,
    programme_item,
    published_page,
)
from tests.factories.registrations import make_registration, open_event, open_registration

pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(days=3)


@pytest.fixture
def page() -> EventPage:
    return published_page(title="Sterren", starts_at=soon())


def rename_in_rows(page: EventPage, title: str) -> None:
    """In everything that shows it."""
    EventPage.objects.filter(pk=page.pk).update(title=title)
    for rows in (Event.objects, CalendarEntry.objects):
        rows.update(title=title)


@pytest.fixture
def a_rush(settings) -> None:
    """Everybody comes within the second."""
    settings.MICROCACHE_SECONDS = 60


@pytest.mark.usefixtures("a_rush")
@pytest.mark.parametrize("address", ["/", "/en/", "/agenda/", "/en/agenda/?q=ster", "{page}", "/en{page}"])
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
    pages = ["/", "/en/", "/agenda/", "/agenda/?q=niets", "/en/agenda/", page.url, f"/en{page.url}"]

    assert len({client.get(path).content for path in pages}) == len(pages)


@pytest.mark.parametrize("count", [1, 3])
def test_a_new_page_costs_the_same_however_long_its_programme(
    client: Client, django_assert_num_queries, count: int
):
    parts = [
        programme_item(
            f"Deel {number}", soon(), speakers=[ProgrammeSpeaker(person=PersonFactory(affiliation="Hortus"))]
        )
        for number in range(count)
    ]
    page = published_page(starts_at=soon(), programme=parts)
    client.get(page.url)

    with django_assert_num_queries(14):
        client.get(page.url)


def test_a_published_change_shows_at_once(client: Client, page: EventPage):
    assert "Sterren" in client.get(page.url).text
    assert "Sterren" in client.get("/agenda/").text

    page.title = "Planeten"
    page.save_revision().publish()

    assert "Planeten" in client.get(page.url).text
    assert "Planeten" in client.get("/agenda/").text


def test_a_withdrawn_event_is_gone_at_once(client: Client, page: EventPage):
    for path in ("/", "/agenda/", page.url):
        assert "Sterren" in client.get(path).text

    page.unpublish()

    assert client.get(page.url).status_code == 410
    assert "Sterren" not in client.get("/agenda/").text
    assert "Sterren" not in client.get("/").text


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
@pytest.mark.parametrize("cookie", ["_ga", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize("address", ["/", "/agenda/", "{page}"])
def test_a_cookie_that_changes_nothing_gets_the_shared_page(
    client: Client, page: EventPage, django_assert_num_queries, address: str, cookie: str
):
    path = address.format(page=page.url)
    first = client.get(path)
    client.cookies[cookie] = "a" * 32

    with django_assert_num_queries(0):
        second = client.get(path)

    assert (first.content, first.headers) == (second.content, second.headers)
    assert not second.cookies


@pytest.mark.usefixtures("a_rush")
@pytest.mark.parametrize("cookie", ["_ga", "csrftoken"])
def test_the_page_of_who_brings_a_cookie_is_shared_with_others(
    client: Client, page: EventPage, django_assert_num_queries, cookie: str
):
    client.cookies[cookie] = "a" * 32
    client.get(page.url)

    with django_assert_num_queries(0):
        assert Client().get(page.url).status_code == 200


@pytest.mark.usefixtures("a_rush")
@pytest.mark.parametrize("address", ["/", "/agenda/", "{page}"])
def test_a_signed_in_editor_gets_a_page_of_their_own_and_shares_it_with_nobody(
    client: Client, page: EventPage, address: str
):
    path = address.format(page=page.url)
    editor = Client()
    editor.force_login(UserFactory())

    rename_in_rows(page, "Planeten")
    assert "Planeten" in editor.get(path).text
    rename_in_rows(page, "Kometen")
    assert "Kometen" in client.get(path).text
    rename_in_rows(page, "Manen")

    assert "Kometen" in client.get(path).text
    assert "Manen" in editor.get(path).text


@pytest.mark.usefixtures("a_rush")
@pytest.mark.parametrize("known", [False, True])
def test_a_page_with_a_form_is_shared_with_nobody(page: EventPage, known: bool):
    """A page behind a password asks for it in a form, with a secret of each visitor, known from before or new."""
    PageViewRestriction.objects.create(
        page=agenda_page(), restriction_type=PageViewRestriction.PASSWORD, password="sterren"
    )

    def visit(secret: str) -> tuple[str, str]:
        visitor = Client()
        if known:
            visitor.cookies["csrftoken"] = secret * 32
        response = visitor.get(page.url)
        assert "Sterren" not in response.text
        return response.text, response.cookies["csrftoken"].value

    (first, first_secret), (second, second_secret) = visit("a"), visit("b")

    assert first != second
    assert first_secret != second_secret


@pytest.mark.usefixtures("a_rush")
def test_who_has_passed_the_password_keeps_the_page_to_themselves(client: Client, page: EventPage):
    restriction = PageViewRestriction.objects.create(
        page=agenda_page(), restriction_type=PageViewRestriction.PASSWORD, password="sterren"
    )
    action = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    client.post(action, {"password": "sterren", "return_url": page.url})

    assert "Sterren" in client.get(page.url).text
    assert "Sterren" not in Client().get(page.url).text


def one_more_visit(page: EventPage, request: HttpRequest, *_args: object) -> HttpResponse:
    """As a part of the site that remembers who came by."""
    response = HttpResponse("Welkom")
    response.set_cookie("visits", str(int(request.COOKIES.get("visits", 0)) + 1))
    return response


@pytest.mark.usefixtures("a_rush")
def test_an_answer_that_sets_a_cookie_is_shared_with_nobody(page: EventPage):
    with hooks.register_temporarily("before_serve_page", one_more_visit):
        one, other = Client(), Client()
        assert [one.get(page.url).cookies["visits"].value for _visit in range(2)] == ["1", "2"]
        assert other.get(page.url).cookies["visits"].value == "1"


@pytest.mark.parametrize("address", ["/", "/agenda/", "{page}"])
def test_browsing_sets_no_cookie(client: Client, page: EventPage, address: str):
    assert not client.get(address.format(page=page.url)).cookies


def test_the_cookie_of_a_form_ends_with_the_browser_session(client: Client, page: EventPage):
    open_registration(page.event)

    cookie = client.get(f"{page.url}aanmelden/").cookies["csrftoken"]

    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_head_and_foot_say_what_the_settings_say_now(client: Client, page: EventPage, settings):
    def said(address: str = page.url) -> str:
        return client.get(address).text

    assert "Alles over kennis" in said()
    assert "Everything about knowledge" in said(f"/en{page.url}")

    settings.CONTACT_ADDRESS = "post@sterrenstad.nl"
    assert "mailto:post@sterrenstad.nl" in said()
    settings.REGION = replace(settings.REGION, publisher="Sterrenstad")
    assert "Over Sterrenstad" in said()
    settings.REGION = replace(settings.REGION, nl=replace(settings.REGION.nl, region="de Melkweg"))
    assert "kennis en ontdekking in de Melkweg" in said()
    settings.KENNISSTAD_THEME = "css/print.css"
    assert '<link rel="stylesheet" href="/static/css/print.css">' in said()
    with override_script_prefix("/site/"):
        assert '<a href="/site/privacy/">' in said()


def test_the_home_page_costs_the_same_however_much_is_on(client: Client, django_assert_num_queries):
    for _event in range(2):
        published_page(starts_at=soon(), series=SeriesFactory())
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _event in range(4):
        published_page(starts_at=soon())

    with django_assert_num_queries(len(few)):
        assert client.get("/").text.count('<li class="event-row') == 6


def test_the_home_page_looks_back_at_what_has_one(client: Client):
    past = timezone.now() - timedelta(days=3)
    words = [{"type": "text", "value": "<p>Wat een avond.</p>"}]
    published_page(title="Zonder", starts_at=past)
    published_page(title="Met", starts_at=past, look_back=words)

    assert [event.title for event in client.get("/").context["look_backs"]] == ["Met"]


@pytest.mark.parametrize("address", ["{page}x/", "{page}sub/", "/agenda/sterren/", "/x/{page}"])
def test_an_address_leads_only_to_the_page_that_lives_there(client: Client, page: EventPage, address: str):
    assert client.get(page.url).status_code == 200
    assert client.get(address.format(page=page.url)).status_code == 404


def test_a_draft_has_no_address_yet(client: Client):
    page = draft_page(starts_at=soon())
    assert client.get(page.get_url()).status_code == 404

    page.save_revision().publish()

    assert client.get(page.get_url()).status_code == 200
