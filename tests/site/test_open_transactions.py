"""What is decided while a change of an event is still being written: nobody compares clocks, so nobody misses it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError

from events.models import CalendarEntry, Event, EventPage, Venue
from kennisstad.accounts.models import User
from newsletter import approving, sending
from newsletter.models import IssuePage, Mailing
from newsletter.rendering import freeze
from registrations.change_mails import queue_change_mails
from registrations.exceptions import RegistrationRefused
from registrations.models import Message, Registration
from registrations.signup import sign_up, sign_up_without_mail
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, draft_issue
from tests.factories.registrations import open_event
from tests.races import in_own_connection, result_in_own_connection, while_transaction_open, without_row_locks

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("without_mail_worker"),
]


@pytest.fixture
def event() -> Event:
    return open_event(title="Sterren")


@pytest.fixture
def issue(event: Event) -> IssuePage:
    SubscriberFactory()
    UserFactory(email="redactie@example.org")
    return draft_issue(event)


def republish(event: Event, **fields: object) -> None:
    page = EventPage.objects.get(pk=event.page_id)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def while_it_is_being_cancelled[T](event: Event, work: Callable[[], T], *, kept: bool = True) -> T:
    return while_transaction_open(partial(republish, event, status="cancelled"), work, kept=kept)


def approve(issue: IssuePage, fingerprint: str) -> str:
    try:
        approving.approve(issue, user=User.objects.get(email="redactie@example.org"), fingerprint=fingerprint)
    except sending.MailingRefused as refusal:
        return refusal.code
    return "approved"


def states_afterwards() -> list[str]:
    sending.advance_mailings()
    return list(Mailing.objects.values_list("state", flat=True))


def come(event: Event) -> str:
    try:
        sign_up(event, name="Noor", email="noor@example.org", language="nl", submission=uuid4())
    except RegistrationRefused as refusal:
        return refusal.code.value
    return "registered"


def test_an_issue_that_is_approved_meanwhile_does_not_go_out(issue: IssuePage, event: Event, database: None):
    seen = freeze(issue.get_latest_revision_as_object()).fingerprint

    answer = while_it_is_being_cancelled(event, partial(approve, issue, seen))

    # On SQLite the editor waits, and then is told that the issue has changed.
    assert (answer, result_in_own_connection(states_afterwards)) in [("approved", ["held"]), ("changed", [])]


def test_an_issue_goes_out_when_the_cancelling_is_taken_back(issue: IssuePage, event: Event, database: None):
    seen = freeze(issue.get_latest_revision_as_object()).fingerprint

    answer = while_it_is_being_cancelled(event, partial(approve, issue, seen), kept=False)

    assert (answer, result_in_own_connection(states_afterwards)) == ("approved", ["sending"])


def test_who_registers_meanwhile_is_told(event: Event, database: None):
    answer = while_it_is_being_cancelled(event, partial(come, event))

    # On SQLite the guest waits, and then reads that it is off.
    assert (answer, result_in_own_connection(queue_change_mails)) in [("registered", 1), ("cancelled", 0)]
    assert not result_in_own_connection(Registration.objects.to_be_told().exists)


def test_who_registers_is_told_nothing_when_the_cancelling_is_taken_back(event: Event, database: None):
    answer = while_it_is_being_cancelled(event, partial(come, event), kept=False)

    assert (answer, result_in_own_connection(queue_change_mails)) == ("registered", 0)


def test_two_publications_at_once_are_two_versions(event: Event, database: None):
    start, titles = Barrier(4), [f"Sterren {number}" for number in range(4)]

    def publish(title: str) -> None:
        start.wait()
        republish(event, title=title)

    with ThreadPoolExecutor(len(titles)) as editors:
        answers = [editors.submit(in_own_connection(partial(publish, title))) for title in titles]
        for answer in answers:
            answer.result()

    after = result_in_own_connection(partial(Event.objects.get, pk=event.pk))
    entry = result_in_own_connection(CalendarEntry.objects.get)
    assert result_in_own_connection(lambda: list(event.changes.values_list("version", flat=True))) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert (after.version, entry.sequence) == (5, 4)
    assert entry.title == after.title == result_in_own_connection(EventPage.objects.get).title
    assert f"SEQUENCE:{entry.sequence}".encode() in bytes(entry.vevent)
    assert after.title.encode() in bytes(entry.vevent)


def correct_its_venue(event: Event) -> None:
    venue = Venue.objects.get(pk=event.venue_id)
    venue.street = "Stationsplein 1"
    venue.save()


def test_a_venue_that_is_corrected_while_its_event_is_published_gives_two_versions(
    event: Event, database: None
):
    while_transaction_open(partial(correct_its_venue, event), partial(republish, event, title="Planeten"))

    after = result_in_own_connection(partial(Event.objects.select_related("venue").get, pk=event.pk))
    assert (after.version, after.title, after.venue.street) == (3, "Planeten", "Stationsplein 1")
    assert result_in_own_connection(lambda: list(event.changes.values_list("version", flat=True))) == [
        1,
        2,
        3,
    ]


@pytest.mark.locks_rows
def test_without_the_lock_the_second_change_would_be_lost(event: Event, database: None):
    with without_row_locks(Event), pytest.raises(IntegrityError):
        while_transaction_open(partial(correct_its_venue, event), partial(republish, event, title="Planeten"))


def rename(event: Event) -> None:
    republish(event, title="Planeten")


@pytest.mark.locks_rows
@pytest.mark.parametrize("change", [correct_its_venue, rename])
def test_who_registers_waits_for_no_change_of_the_facts(
    event: Event, database: None, change: Callable[[Event], None]
):
    """A row that mentions the event asks only that its key stays."""

    def register_and_look() -> tuple[str, int]:
        return come(event), Event.objects.get(pk=event.pk).version

    assert while_transaction_open(partial(change, event), register_and_look) == ("registered", 1)


@pytest.fixture
def guests(event: Event, database: None) -> Event:
    """Twenty of them, and it is off."""
    for number in range(20):
        address = f"gast{number}@example.org"
        result_in_own_connection(
            partial(sign_up_without_mail, event, name="Gast", email=address, language="nl")
        )
    result_in_own_connection(partial(republish, event, status="cancelled"))
    return event


def test_two_workers_at_once_write_everybody_one_mail(guests: Event):
    start = Barrier(4)

    def tell() -> int:
        start.wait()
        return queue_change_mails()

    with ThreadPoolExecutor(4) as workers:
        answers = [workers.submit(in_own_connection(tell)) for _number in range(4)]
        assert sum(answer.result() for answer in answers) == 20

    assert result_in_own_connection(Message.objects.count) == 20


@pytest.mark.locks_rows
def test_without_the_lock_a_second_worker_would_write_to_the_same_people(guests: Event):
    with without_row_locks(Registration), pytest.raises(IntegrityError):
        while_transaction_open(queue_change_mails, queue_change_mails)
