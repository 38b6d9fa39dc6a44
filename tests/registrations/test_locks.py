"""What each lock is for: two at once, and what would become of it without."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from queue import Queue
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from events.models import Event, EventPage
from kennisstad.mail.models import OutgoingMail
from registrations.approval import admit, refuse
from registrations.cancel import cancel
from registrations.checkin import check_in, undo_scan
from registrations.email_correction import correct_email
from registrations.exceptions import RegistrationRefused
from registrations.models import (
    CheckIn,
    CheckInUndo,
    Device,
    Registration,
    RegistrationSettings,
    Submission,
    Ticket,
    TicketCode,
    TicketRequest,
)
from registrations.on_behalf import register_on_behalf
from registrations.party import resize_group
from registrations.registration_settings import change_settings
from registrations.signup import sign_up
from registrations.ticket_mails import mail_requested, mail_ticket_again
from tests.factories.registrations import (
    make_device,
    make_registration,
    open_event,
    open_registration,
    ticket,
)
from tests.races import (
    PATIENCE,
    in_own_connection,
    result_in_own_connection,
    while_transaction_open,
    without_row_locks,
)

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("without_mail_worker"),
]

type Locks = AbstractContextManager[None]

WITH: Locks = nullcontext()
UNCHANGED = {"capacity": 1, "opens_at": None, "closes_at": None}


@pytest.fixture
def event() -> Event:
    return open_event(capacity=1)


@pytest.fixture
def held(event: Event) -> Ticket:
    return ticket(event)


def answer_of(work: Callable[[], object]) -> str:
    try:
        work()
    except RegistrationRefused as refusal:
        return refusal.code.value
    return "done"


def come(event: Event, name: str, form: UUID | None = None) -> str:
    """What the answer is, or why there is none."""
    address = f"{name.lower()}@example.org"
    try:
        done = sign_up(event, name=name, email=address, language="nl", submission=form or uuid4())
    except RegistrationRefused as refusal:
        return refusal.code.value
    return done.answer.value


def asking(event: Event, name: str) -> Registration:
    RegistrationSettings.objects.filter(event=event).update(needs_approval=True)
    address = f"{name.lower()}@example.org"
    return sign_up(event, name=name, email=address, language="nl", submission=uuid4()).registration


def a_group_of_three() -> Registration:
    event = open_registration(open_event(), group_size=30)
    return make_registration(event, group_name="Klas 4B", companions=["", ""])


def seats(event: Event) -> int:
    return result_in_own_connection(Ticket.objects.filter(registration__event=event, state="valid").count)


@pytest.mark.parametrize(
    ("locks", "answer", "given"),
    [
        (WITH, "full", 1),
        pytest.param(without_row_locks(RegistrationSettings), "new", 2, marks=pytest.mark.locks_rows),
    ],
)
def test_the_last_seat_is_given_once(locks: Locks, answer: str, given: int, event: Event, database: None):
    with locks:
        assert while_transaction_open(partial(come, event, "Noor"), partial(come, event, "Sam")) == answer

    assert seats(event) == given


@pytest.mark.parametrize(
    ("locks", "answer"),
    [
        (WITH, "new"),
        pytest.param(without_row_locks(RegistrationSettings), "full", marks=pytest.mark.locks_rows),
    ],
)
def test_a_seat_that_is_given_back_goes_to_who_waits_for_the_answer(
    locks: Locks, answer: str, event: Event, held: Ticket, database: None
):
    with locks:
        assert (
            while_transaction_open(partial(cancel, held.registration), partial(come, event, "Sam")) == answer
        )


@pytest.mark.parametrize(
    ("locks", "answer"),
    [
        (WITH, "full"),
        pytest.param(without_row_locks(RegistrationSettings), "new", marks=pytest.mark.locks_rows),
    ],
)
def test_a_smaller_hall_counts_for_who_registers_meanwhile(
    locks: Locks, answer: str, event: Event, database: None
):
    settings = event.registration_settings
    moments = {"opens_at": settings.opens_at, "closes_at": settings.closes_at}
    smaller = partial(change_settings, event, None, capacity=0, **moments)

    with locks:
        assert while_transaction_open(smaller, partial(come, event, "Sam")) == answer


@pytest.mark.parametrize(
    ("locks", "answer", "given"),
    [
        (WITH, "full", 1),
        pytest.param(without_row_locks(RegistrationSettings), "done", 2, marks=pytest.mark.locks_rows),
    ],
)
def test_the_last_seat_is_not_given_to_who_is_admitted_meanwhile(
    locks: Locks, answer: str, given: int, event: Event, database: None
):
    noor, sam = (result_in_own_connection(partial(asking, event, name)) for name in ("Noor", "Sam"))

    with locks:
        second = while_transaction_open(partial(admit, noor), partial(answer_of, partial(admit, sam)))

    assert (second, seats(event)) == (answer, given)


@pytest.mark.parametrize(
    ("locks", "answer"),
    [
        (WITH, "answered"),
        pytest.param(without_row_locks(RegistrationSettings), "done", marks=pytest.mark.locks_rows),
    ],
)
def test_who_is_just_admitted_is_not_refused(locks: Locks, answer: str, event: Event, database: None):
    noor = result_in_own_connection(partial(asking, event, "Noor"))

    with locks:
        second = while_transaction_open(partial(admit, noor), partial(answer_of, partial(refuse, noor)))

    assert second == answer


@pytest.mark.parametrize(
    ("locks", "answer", "given"),
    [
        (WITH, "full", 1),
        pytest.param(without_row_locks(RegistrationSettings), "done", 2, marks=pytest.mark.locks_rows),
    ],
)
def test_the_last_seat_is_not_given_by_phone_and_by_form(
    locks: Locks, answer: str, given: int, event: Event, database: None
):
    phoned = partial(register_on_behalf, event, None, name="Sam", language="nl", submission=uuid4())

    with locks:
        second = while_transaction_open(partial(come, event, "Noor"), partial(answer_of, phoned))

    assert (second, seats(event)) == (answer, given)


@pytest.mark.parametrize(
    ("locks", "people"),
    [
        (WITH, 5),
        pytest.param(without_row_locks(RegistrationSettings), 7, marks=pytest.mark.locks_rows),
    ],
)
def test_two_who_make_a_group_larger_at_once_add_nobody_twice(locks: Locks, people: int, database: None):
    group = result_in_own_connection(a_group_of_three)

    with locks:
        while_transaction_open(partial(resize_group, group, 5), partial(resize_group, group, 5))

    assert seats(group.event) == people


def test_one_form_that_is_sent_twice_at_once_is_one_registration(event: Event, database: None):
    form = uuid4()

    assert (
        while_transaction_open(partial(come, event, "Noor", form), partial(come, event, "Noor", form))
        == "repeated"
    )
    assert seats(event) == 1


@pytest.fixture
def phone(event: Event) -> Device:
    return make_device(event)


def scan(phone: Device, code: str) -> str:
    return check_in(phone, code, nonce=uuid4()).verdict


@pytest.mark.parametrize(
    ("locks", "verdict", "inside"),
    [
        (WITH, "cancelled", 0),
        pytest.param(without_row_locks(TicketCode), "admitted", 1, marks=pytest.mark.locks_rows),
    ],
)
def test_who_is_cancelling_does_not_get_in(
    locks: Locks, verdict: str, inside: int, held: Ticket, phone: Device, database: None
):
    code = held.code
    with locks:
        assert (
            while_transaction_open(partial(cancel, held.registration), partial(scan, phone, code)) == verdict
        )

    assert result_in_own_connection(CheckIn.objects.count) == inside


@pytest.mark.parametrize(
    ("locks", "answer", "state"),
    [
        (WITH, "admitted", "confirmed"),
        pytest.param(without_row_locks(Ticket), "done", "cancelled", marks=pytest.mark.locks_rows),
    ],
)
def test_who_is_coming_in_does_not_cancel(
    locks: Locks, answer: str, state: str, held: Ticket, phone: Device, database: None
):
    code = held.code
    with locks:
        giving_back = partial(answer_of, partial(cancel, held.registration))
        assert while_transaction_open(partial(scan, phone, code), giving_back) == answer

    assert result_in_own_connection(Registration.objects.get).state == state


@pytest.mark.parametrize(
    ("locks", "verdict"),
    [
        (WITH, "replaced"),
        pytest.param(without_row_locks(TicketCode), "admitted", marks=pytest.mark.locks_rows),
    ],
)
def test_a_code_that_is_being_replaced_does_not_let_in(
    locks: Locks, verdict: str, held: Ticket, phone: Device, database: None
):
    form, code = held.registration.submissions.get(), held.code
    with locks:
        mend = partial(correct_email, form, "noor@example.org")
        assert while_transaction_open(mend, partial(scan, phone, code)) == verdict


@pytest.mark.locks_rows
def test_the_door_does_not_wait_for_a_publication(event: Event, held: Ticket, phone: Device, database: None):
    code, answers = held.code, Queue[str]()

    def publish() -> str:
        page = EventPage.objects.get(pk=event.page_id)
        page.title = "Planeten"
        page.save_revision().publish()
        with ThreadPoolExecutor(1) as door:
            door.submit(in_own_connection(lambda: answers.put(scan(phone, code))))
            # Asked before the publication is kept.
            return answers.get(timeout=PATIENCE)

    assert result_in_own_connection(transaction.atomic(publish)) == "admitted"


@pytest.mark.parametrize("locks", [WITH, without_row_locks(TicketCode)])
def test_who_is_being_taken_back_can_come_in_at_once(
    locks: Locks, held: Ticket, phone: Device, database: None
):
    """Also without the lock: the database waits for what is being taken back before it refuses a second check-in."""
    code, mistake = held.code, uuid4()
    result_in_own_connection(partial(check_in, phone, code, nonce=mistake))
    with locks:
        assert (
            while_transaction_open(partial(undo_scan, phone, mistake), partial(scan, phone, code))
            == "admitted"
        )


def test_a_mistake_is_taken_back_once(held: Ticket, phone: Device, database: None):
    code, mistake = held.code, uuid4()
    result_in_own_connection(partial(check_in, phone, code, nonce=mistake))

    assert while_transaction_open(partial(undo_scan, phone, mistake), partial(undo_scan, phone, mistake))

    assert result_in_own_connection(CheckInUndo.objects.count) == 1


def mended(form: Submission, email: str) -> list[str]:
    """Who has a seat afterwards."""
    correct_email(form, email)
    return list(Registration.objects.live().order_by("email").values_list("email", flat=True))


def test_an_address_that_is_just_being_registered_is_known(event: Event, held: Ticket, database: None):
    form = held.registration.submissions.get()
    RegistrationSettings.objects.update(capacity=2)

    assert while_transaction_open(partial(come, event, "Sam"), partial(mended, form, "sam@example.org")) == [
        "sam@example.org"
    ]


@pytest.mark.locks_rows
def test_without_the_lock_the_database_would_refuse_it(event: Event, held: Ticket, database: None):
    form = held.registration.submissions.get()
    RegistrationSettings.objects.update(capacity=2)

    with without_row_locks(RegistrationSettings), pytest.raises(IntegrityError):
        while_transaction_open(partial(come, event, "Sam"), partial(mended, form, "sam@example.org"))


def test_what_is_being_given_back_is_not_mended(held: Ticket, database: None):
    form = held.registration.submissions.get()

    assert (
        while_transaction_open(partial(cancel, held.registration), partial(mended, form, "sam@example.org"))
        == []
    )
    assert not result_in_own_connection(TicketRequest.objects.filter(email="sam@example.org").exists)


@pytest.mark.locks_rows
def test_without_the_lock_a_ticket_of_nothing_would_be_mailed(held: Ticket, database: None):
    form = held.registration.submissions.get()

    with without_row_locks(RegistrationSettings):
        while_transaction_open(partial(cancel, held.registration), partial(mended, form, "sam@example.org"))

    assert result_in_own_connection(TicketRequest.objects.filter(email="sam@example.org").exists)


def written_while_given_back(held: Ticket) -> bool:
    """Whether the ticket is mailed that is being cancelled while the mail is made."""
    result_in_own_connection(partial(mail_ticket_again, held.registration.email, held.registration.event))
    while_transaction_open(partial(cancel, held.registration), mail_requested)
    return result_in_own_connection(OutgoingMail.objects.filter(key__startswith="registrations.again").exists)


def test_what_is_being_given_back_is_not_mailed(held: Ticket, database: None):
    assert not written_while_given_back(held)


@pytest.mark.locks_rows
def test_without_the_lock_what_was_given_back_would_be_mailed(held: Ticket, database: None):
    with without_row_locks(TicketCode):
        assert written_while_given_back(held)


def test_two_workers_mail_it_once(held: Ticket, database: None):
    result_in_own_connection(partial(mail_ticket_again, held.registration.email, held.registration.event))

    while_transaction_open(mail_requested, mail_requested)

    assert (
        result_in_own_connection(OutgoingMail.objects.filter(key__startswith="registrations.again").count)
        == 1
    )


def test_nobody_comes_in_twice_even_without_the_lock(held: Ticket, phone: Device, database: None):
    """It saves the second door a second try; the database itself refuses two."""
    code = held.code
    with without_row_locks(TicketCode):
        assert while_transaction_open(partial(scan, phone, code), partial(scan, phone, code)) == "already"

    assert result_in_own_connection(CheckIn.objects.count) == 1


def test_the_door_does_not_wait_for_people_who_register(
    event: Event, held: Ticket, phone: Device, database: None
):
    """On SQLite everybody waits for everybody."""
    code = held.code

    assert (
        while_transaction_open(partial(change_settings, event, None, **UNCHANGED), partial(scan, phone, code))
        == "admitted"
    )
