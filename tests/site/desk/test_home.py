"""The organiser's first screen: their events, the numbers, and what to do next."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import EventPage, OrganiserPage
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from kennisstad.accounts.models import User
from kennisstad.desk.event_rows import drafts, event_rows, pages_of, past, upcoming
from kennisstad.desk.todo import Task, tasks_for
from registrations.signup import sign_up
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import agenda_page, draft_page, published_page
from tests.factories.newsletter import draft_issue
from tests.factories.registrations import make_registration, open_registration, scan_code

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def organiser_page(slug: str = "naturalis") -> OrganiserPage:
    return get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug=slug))


@pytest.fixture
def naturalis() -> OrganiserPage:
    return organiser_page()


@pytest.fixture
def noor(naturalis: OrganiserPage) -> User:
    user = UserFactory(first_name="Noor")
    partners.join(user, naturalis.organisation)
    return user


def event_in(naturalis: OrganiserPage, delay: timedelta, **fields: object) -> EventPage:
    page = published_page(naturalis, starts_at=timezone.now() + delay, **fields)
    open_registration(page.event)
    return page


def tasks(user: User) -> list[tuple[str, str]]:
    return [(task.action, task.title) for task in said_to(user)]


def said_to(user: User) -> list[Task]:
    own = pages_of(user)
    groups = (event_rows(rule(own)) for rule in (upcoming, drafts, past))
    with translation.override("en"):
        return tasks_for(user, *groups)


def test_an_organiser_sees_their_own_events_with_the_next_one_first(naturalis: OrganiserPage, noor: User):
    later, sooner = event_in(naturalis, 9 * DAY), event_in(naturalis, 2 * DAY)
    event_in(organiser_page("lumc"), DAY)

    assert list(upcoming(pages_of(noor))) == [sooner, later]


def test_the_numbers_are_those_of_the_registrations(naturalis: OrganiserPage, noor: User):
    page = event_in(naturalis, -HOUR, ends_at=timezone.now() + HOUR)
    open_registration(page.event, capacity=40, closes_at=page.ends_at)
    guests = [make_registration(page.event, at=timezone.now() - DAY) for _ in range(3)]
    ticket = guests[0].tickets.get()
    scan_code(page.event, ticket.code)

    (line,) = event_rows([page])

    assert (line.availability.taken, line.availability.capacity, line.admitted) == (3, 40, 1)
    assert line.shows_admitted


def test_a_draft_shows_the_time_of_its_latest_version(naturalis: OrganiserPage, noor: User):
    page = draft_page(naturalis, starts_at=timezone.now().replace(microsecond=0) + DAY)
    page.starts_at, page.ends_at = page.starts_at + DAY, page.ends_at + DAY
    page.save_revision()

    (line,) = event_rows(drafts(pages_of(noor)))

    assert (line.starts_at, line.ends_at) == (page.starts_at, page.ends_at)


def test_what_to_do_next_starts_with_tonight(naturalis: OrganiserPage, noor: User):
    changed = event_in(naturalis, 5 * DAY, title="Gewijzigd")
    changed.title = "Anders"
    changed.save_revision()
    draft_page(naturalis, title="Concept", starts_at=timezone.now() + 3 * DAY).save_revision()
    event_in(naturalis, -3 * DAY, title="Geweest", ends_at=timezone.now() - 2 * DAY)
    event_in(naturalis, 2 * HOUR, title="Vanavond")

    assert tasks(noor) == [
        ("Open the doors", "Vanavond"),
        ("Publish the changes", "Anders"),
        ("Finish and publish", "Concept"),
        ("Write the look-back", "Geweest"),
    ]


@pytest.mark.parametrize("precision", ["month", "year"])
def test_nobody_opens_the_doors_on_a_day_that_is_not_known(
    naturalis: OrganiserPage, noor: User, precision: str
):
    event_in(naturalis, HOUR, title="Ooit", precision=precision)

    assert tasks(noor) == []


def test_a_public_event_for_which_nobody_can_register_asks_for_its_opening(
    naturalis: OrganiserPage, noor: User
):
    page = event_in(naturalis, 5 * DAY, title="Dicht")
    open_registration(page.event, opens_at=None)
    open_registration(event_in(naturalis, 6 * DAY).event, opens_at=timezone.now() + DAY)
    open_registration(event_in(naturalis, 6 * DAY, booking="walk_in").event, opens_at=None)

    assert tasks(noor) == [("Open registration", "Dicht")]


def test_requests_wait_for_an_answer_until_the_event_is_off(naturalis: OrganiserPage, noor: User):
    page = event_in(naturalis, 9 * DAY, title="Vlinders")
    event = open_registration(page.event, needs_approval=True)
    for name in ("Sam", "Lies"):
        address = f"{name}@example.org"
        sign_up(event, name=name, email=address, language="nl", submission=uuid4())

    [task] = said_to(noor)
    assert (task.title, task.action) == ("Vlinders", "Answer")
    assert str(event.pk) in task.url

    page.status = "cancelled"
    page.save_revision().publish()
    assert tasks(noor) == []


def test_what_is_done_or_long_ago_asks_for_nothing(naturalis: OrganiserPage, noor: User):
    event_in(naturalis, 5 * DAY)
    event_in(naturalis, -90 * DAY, ends_at=timezone.now() - 89 * DAY)
    event_in(
        naturalis,
        -3 * DAY,
        ends_at=timezone.now() - 2 * DAY,
        look_back=[("quote", {"text": "Mooi.", "person": "Ada"})],
    )
    event_in(naturalis, -3 * DAY, ends_at=timezone.now() - 2 * DAY, status="cancelled")

    assert tasks(noor) == []


def test_only_editors_hear_of_the_newsletter_that_waits(naturalis: OrganiserPage, noor: User):
    draft_issue(title="Nieuwsbrief 7")
    editor = UserFactory()
    partners.join_editors(editor)

    assert tasks(noor) == []
    assert tasks(editor) == [("Read and approve", "Nieuwsbrief 7")]


def test_the_home_is_in_their_own_words(client: Client, naturalis: OrganiserPage, noor: User):
    event_in(naturalis, 5 * DAY, title="Sterren boven de stad")
    client.force_login(noor)

    page = client.get("/cms/").text

    assert "Sterren boven de stad" in page
    assert 'href="/cms/evenementen/nieuw/"' in page
    assert "Wagtail" not in page.split("<main", 1)[1]


def test_a_long_list_goes_on_with_the_same_question(
    client: Client, naturalis: OrganiserPage, noor: User, monkeypatch
):
    monkeypatch.setattr("kennisstad.desk.views.PER_PAGE", 1)
    event_in(naturalis, 2 * DAY, title="Ster een")
    event_in(naturalis, 5 * DAY, title="Ster twee")
    client.force_login(noor)

    first = client.get("/cms/evenementen/?q=ster").text
    second = client.get("/cms/evenementen/?q=ster&p=2").text

    assert '<a href="?q=ster&amp;p=2" rel="next">' in first
    assert "Ster twee" in second
    assert '<a href="?q=ster&amp;p=1" rel="prev">' in second


@pytest.mark.parametrize("address", ["/cms/", "/cms/evenementen/", "/cms/evenementen/?which=drafts"])
def test_more_events_cost_no_more_queries(
    address: str, client: Client, naturalis: OrganiserPage, noor: User, django_assert_num_queries
):
    client.force_login(noor)
    one_of_each(naturalis)
    client.get(address)
    with CaptureQueriesContext(connection) as once:
        client.get(address)

    one_of_each(naturalis)
    one_of_each(naturalis)

    with django_assert_num_queries(len(once)):
        client.get(address)


def one_of_each(naturalis: OrganiserPage) -> None:
    make_registration(event_in(naturalis, 2 * HOUR).event)
    event_in(naturalis, -3 * DAY, ends_at=timezone.now() - 2 * DAY)
    draft_page(naturalis, starts_at=timezone.now() + 3 * DAY).save_revision()


def test_no_day_is_made_up_where_only_the_month_is_known(naturalis: OrganiserPage, noor: User):
    february, march = (datetime(2027, month, 10, tzinfo=AMSTERDAM) for month in (2, 3))
    with time_machine.travel("2027-03-05T12:00Z", tick=False):
        published_page(naturalis, starts_at=february, precision="month")
        draft_page(naturalis, starts_at=march, precision="month")

        assert [task.reason for task in said_to(noor)] == [
            "A draft for March 2027",
            "It is over (February 2027) and has no look-back yet",
        ]
