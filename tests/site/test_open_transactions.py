"""What is decided while a change of an event is still being written: nobody compares clocks, so nobody misses it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from threading import Event as Signal
from uuid import uuid4

import pytest
from django.db import connections, transaction

from events.models import CalendarEntry, Event, EventPage, Venue
from kennisstad.accounts.models import User
from newsletter import sending
from newsletter.models import IssuePage, Mailing
from newsletter.rendering import freeze
from registrations.models import Message, Registration
from registrations.refusal import Refused
from registrations.signup import sign_up, take_place
from registrations.telling import tell_changes
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, draft_issue
from tests.factories.registrations import open_event

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# So long does the one who cancels wait for the other, who on SQLite can only go on afterwards.
PATIENCE = 1.0


@pytest.fixture(autouse=True)
def _no_delivery(settings) -> None:
    """Mail is written, but not sent by the racing threads themselves."""
    settings.TASKS = settings.TASKS | {"work": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def event() -> Event:
    return open_event(title="Sterren")


@pytest.fixture
def issue(event: Event) -> IssuePage:
    SubscriberFactory()
    UserFactory(email="redactie@example.org")
    return draft_issue(event)


def elsewhere[T](work: Callable[[], T]) -> Callable[[], T]:
    """On a connection of its own, which sees what the others committed."""

    def done() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    return done


def asked[T](work: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as one:
        return one.submit(elsewhere(work)).result()


def republish(event: Event, **fields: object) -> None:
    page = EventPage.objects.get(pk=event.page_id)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def while_it_is_being_cancelled[T](event: Event, work: Callable[[], T]) -> T:
    return while_open(partial(republish, event, status="cancelled"), work)


def while_open[T](change: Callable[[], None], work: Callable[[], T]) -> T:
    """The work is begun when the change is written, and the change is kept when the work is done or waits."""
    written, done = Signal(), Signal()

    def changing() -> None:
        with transaction.atomic():
            change()
            written.set()
            done.wait(PATIENCE)

    def meanwhile() -> T:
        written.wait()
        try:
            return work()
        finally:
            done.set()

    with ThreadPoolExecutor(2) as both:
        open_one, answer = both.submit(elsewhere(changing)), both.submit(elsewhere(meanwhile))
        open_one.result()
        return answer.result()


def test_an_issue_that_is_approved_meanwhile_does_not_go_out(issue: IssuePage, event: Event, database: None):
    seen = freeze(issue.get_latest_revision_as_object()).fingerprint

    def approve() -> str:
        try:
            sending.approve(issue, user=User.objects.get(email="redactie@example.org"), fingerprint=seen)
        except sending.Refused as refusal:
            return refusal.code
        return "approved"

    def state_afterwards() -> list[str]:
        sending.tend()
        return list(Mailing.objects.values_list("state", flat=True))

    answer = while_it_is_being_cancelled(event, approve)

    # On SQLite the editor waits, and then is told that the issue has changed.
    assert (answer, asked(state_afterwards)) in [("approved", ["held"]), ("changed", [])]


def test_who_registers_meanwhile_is_told(event: Event, database: None):
    def come() -> str:
        try:
            sign_up(event, name="Noor", email="noor@example.org", language="nl", submission=uuid4())
        except Refused as refusal:
            return refusal.code.value
        return "registered"

    answer = while_it_is_being_cancelled(event, come)

    # On SQLite the guest waits, and then reads that it is off.
    assert (answer, asked(tell_changes)) in [("registered", 1), ("cancelled", 0)]
    assert not asked(Registration.objects.to_be_told().exists)


def test_two_publications_at_once_are_two_versions(event: Event, database: None):
    start, titles = Barrier(4), [f"Sterren {number}" for number in range(4)]

    def publish(title: str) -> None:
        start.wait()
        republish(event, title=title)

    with ThreadPoolExecutor(len(titles)) as editors:
        answers = [editors.submit(elsewhere(partial(publish, title))) for title in titles]
        for answer in answers:
            answer.result()

    after = asked(partial(Event.objects.get, pk=event.pk))
    entry = asked(CalendarEntry.objects.get)
    assert asked(lambda: list(event.changes.values_list("version", flat=True))) == [1, 2, 3, 4, 5]
    assert (after.version, entry.sequence) == (5, 4)
    assert entry.title == after.title == asked(EventPage.objects.get).title
    assert f"SEQUENCE:{entry.sequence}".encode() in bytes(entry.vevent)
    assert after.title.encode() in bytes(entry.vevent)


def test_a_venue_that_is_corrected_while_its_event_is_published_gives_two_versions(
    event: Event, database: None
):
    def correct() -> None:
        venue = Venue.objects.get(pk=event.venue_id)
        venue.street = "Stationsplein 1"
        venue.save()

    while_open(correct, partial(republish, event, title="Planeten"))

    after = asked(partial(Event.objects.select_related("venue").get, pk=event.pk))
    assert (after.version, after.title, after.venue.street) == (3, "Planeten", "Stationsplein 1")
    assert asked(lambda: list(event.changes.values_list("version", flat=True))) == [1, 2, 3]


def test_two_workers_at_once_write_everybody_one_mail(event: Event, database: None):
    start = Barrier(4)
    for number in range(20):
        address = f"gast{number}@example.org"
        asked(partial(take_place, event, name="Gast", email=address, language="nl"))
    asked(partial(republish, event, status="cancelled"))

    def tell() -> int:
        start.wait()
        return tell_changes()

    with ThreadPoolExecutor(4) as workers:
        answers = [workers.submit(elsewhere(tell)) for _number in range(4)]
        assert sum(answer.result() for answer in answers) == 20

    assert asked(Message.objects.count) == 20
