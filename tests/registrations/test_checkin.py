from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from events.models import Event
from registrations.attendees import admitted_count
from registrations.cancel import cancel
from registrations.checkin import check_in, undo, undo_scan
from registrations.doors import pair
from registrations.models import CheckIn, CheckInUndo, Scan, Ticket, TicketCode
from registrations.verdict_words import words
from tests.factories.registrations import (
    make_device,
    make_door,
    make_registration,
    open_event,
    scan_code,
    ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


def scan(code: str, held: Ticket, **fields: object) -> Scan:
    return scan_code(held.registration.event, code, **fields)


@pytest.mark.parametrize(
    "typed",
    ["ABCDEFGHJKMNPQRS", " abcd efgh jkmn pqrs ", "abcd-efgh-jkmn-pqrs\n", "ABCD\u00a0EFGH\u200bJKMNPQRS"],
)
def test_a_ticket_is_admitted_however_it_is_typed(typed: str):
    held = ticket(code="ABCDEFGHJKMNPQRS")

    assert scan(typed, held).verdict == "admitted"


def test_a_second_scan_says_when_the_first_was():
    held = ticket(name="Noor")
    evening = timezone.localtime().replace(hour=19, minute=42)
    scan(held.code, held, at=evening)

    second = scan(held.code, held, at=evening + timedelta(minutes=5))

    assert second.verdict == "already"
    with translation.override("nl"):
        assert "19.42 uur" in words(second).sentence


def test_a_second_scan_on_another_day_names_the_day():
    held = ticket(name="Noor")
    scan(held.code, held, at=timezone.now() - timedelta(days=2))

    with translation.override("en"):
        sentence = words(scan(held.code, held)).sentence

    assert "came in on" in sentence


def test_the_same_nonce_is_the_same_scan():
    held, nonce = ticket(), uuid4()
    event = held.registration.event

    first = scan_code(event, held.code, nonce=nonce)
    again = scan_code(event, held.code, nonce=nonce)

    assert first == again
    assert again.verdict == "admitted"
    assert Scan.objects.count() == 1


def test_a_cancelled_registration_does_not_get_in():
    held = ticket()
    cancel(held.registration)

    assert scan(held.code, held).verdict == "cancelled"


def test_nobody_gets_into_an_event_that_is_cancelled():
    held = ticket(name="Noor")
    page = held.registration.event.page
    page.status = "cancelled"
    page.save_revision().publish()

    verdict = words(scan_code(Event.objects.get(page=page), held.code))

    assert verdict.state == "cancelled"
    with translation.override("nl"):
        assert words(Scan.objects.get()).sentence == "Dit evenement gaat niet door. Laat niemand binnen."


def test_a_code_with_something_behind_it_is_another_code():
    held = ticket(code="ABCDEFGHJKMNPQRS")

    assert scan("ABCD EFGH JKMN PQRS ZZZ", held).verdict == "unknown"


def test_a_ticket_of_another_event_names_that_event_and_nobody():
    held, other = ticket(name="Noor", event=open_event(title="Iets anders")), open_event()

    verdict = words(scan_code(other, held.code))

    assert verdict.state == "wrong_event"
    assert "Iets anders" in verdict.sentence
    assert "Noor" not in verdict.sentence


@pytest.mark.parametrize(
    "code", ["", "AAAA", "x" * 10_000, "😀", "\ud800", "=cmd|' /C calc'!A0", "ABCDEFGHJKMNPQR2"]
)
def test_an_unknown_code_is_recorded_shortened(code: str):
    event = open_event()

    unknown = scan_code(event, code)

    assert unknown.verdict == "unknown"
    assert len(unknown.code) <= 16


def test_a_scan_knows_its_phone_and_keeps_no_code_to_come_in_with():
    held, phone = ticket(), make_device()

    known = check_in(phone, held.code, nonce=uuid4())

    assert known.device == phone
    assert held.code not in known.code_hash
    assert len(known.code_hash) == 64


def test_the_database_lets_a_ticket_in_once():
    held = ticket()
    first, second = scan(held.code, held), scan(held.code, held)
    assert CheckIn.objects.get().scan == first

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(ticket=held, scan=second, at=timezone.now())


def test_another_code_under_the_same_number_is_a_refusal_that_is_kept():
    """The second guest must not read the first one's welcome."""
    held, other = ticket(), ticket()
    phone, nonce = make_device(held.registration.event), uuid4()

    first = check_in(phone, held.code, nonce=nonce)
    second = check_in(phone, other.code, nonce=nonce)
    again = check_in(phone, other.code, nonce=nonce)

    assert (first.verdict, second.verdict, again) == ("admitted", "mixed_up", second)
    assert check_in(phone, held.code, nonce=nonce) == first
    assert CheckIn.objects.count() == 1


def test_two_phones_may_use_the_same_number():
    event = open_event()
    nonce = uuid4()

    verdicts = [check_in(make_device(event), ticket(event).code, nonce=nonce).verdict for _phone in range(2)]

    assert verdicts == ["admitted", "admitted"]


def test_who_was_let_in_by_mistake_can_come_in_again():
    held = ticket()
    scan(held.code, held)
    inside = CheckIn.objects.get()

    assert undo(inside, device=inside.scan.device)
    assert not undo(inside, device=inside.scan.device)

    assert admitted_count(held.registration.event) == 0
    assert CheckInUndo.objects.get().device == inside.scan.device
    assert scan(held.code, held).verdict == "admitted"
    assert admitted_count(held.registration.event) == 1


def test_who_was_let_in_by_mistake_can_cancel():
    held = ticket()
    scan(held.code, held)
    inside = CheckIn.objects.get()
    undo(inside, device=inside.scan.device)

    assert cancel(held.registration).is_cancelled


def test_a_phone_that_practises_lets_nobody_in():
    held = ticket()
    phone = pair(make_door(held.registration.event), practice=True)

    verdicts = [check_in(phone, held.code, nonce=uuid4()).verdict for _time in range(2)]

    assert verdicts == ["admitted", "admitted"]
    assert admitted_count(held.registration.event) == 0
    assert scan(held.code, held).verdict == "admitted"


def test_a_code_that_was_replaced_does_not_get_in():
    held = ticket()
    first = held.code
    held.codes.update(revoked_at=timezone.now())
    TicketCode.objects.create(ticket=held, code="ABCDEFGHJKMNPQRS")

    assert scan(first, held).verdict == "replaced"
    assert scan("ABCDEFGHJKMNPQRS", held).verdict == "admitted"


def test_a_code_that_is_too_short_is_told_so():
    event = open_event()
    wrong, short = (words(scan_code(event, code)) for code in ("A" * 16, "A" * 15))

    assert wrong.state == short.state == "unknown"
    assert "16" in short.sentence
    assert "16" not in wrong.sentence


def test_an_erased_guest_is_somebody():
    held = ticket()
    make_registration(held.registration.event)
    type(held.registration).objects.all().erase()
    Ticket.objects.all().erase()

    assert words(scan(held.code, held)).sentence


def test_the_database_uses_a_number_once_unless_it_was_mixed_up():
    phone, nonce = make_device(), uuid4()
    rest = {"device": phone, "nonce": nonce, "event": phone.door.event, "scanned_at": timezone.now()}
    Scan.objects.create(code_hash="one", verdict="unknown", **rest)

    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(code_hash="two", verdict="admitted", **rest)
    for other in ("two", "three"):
        Scan.objects.create(code_hash=other, verdict="mixed_up", **rest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(code_hash="two", verdict="mixed_up", **rest)


def test_a_second_answer_knows_that_the_first_was_taken_back():
    held, nonce = ticket(), uuid4()
    first = scan(held.code, held, nonce=nonce)
    assert not scan(held.code, held, nonce=nonce).was_undone

    undo(first.check_in, device=first.device)

    assert scan(held.code, held, nonce=nonce).was_undone


def test_who_comes_in_does_so_at_the_moment_of_the_scan():
    held, then = ticket(), timezone.now() - timedelta(minutes=20)

    scan(held.code, held, at=then)

    assert CheckIn.objects.get().at == Scan.objects.get().scanned_at == then


def test_two_phones_may_draw_the_same_number():
    event, nonce = open_event(), uuid4()
    first, second = ticket(event), ticket(event)
    one, other, third = (pair(make_door(event)) for _phone in range(3))

    verdicts = [
        check_in(phone, held.code, nonce=nonce).verdict for phone, held in ((one, first), (other, second))
    ]

    assert verdicts == ["admitted", "admitted"]
    assert check_in(third, first.code, nonce=nonce).verdict == "already"


def test_taking_back_one_leaves_the_others_inside():
    event = open_event()
    first, second = ticket(event), ticket(event)
    scans = [scan_code(event, held.code) for held in (first, second)]

    assert undo_scan(scans[1].device, scans[1].nonce)
    assert not undo_scan(scans[1].device, uuid4())

    assert [check_in.ticket for check_in in CheckIn.objects.live()] == [first]
