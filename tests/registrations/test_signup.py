import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from time_machine import travel

from events.models import Event
from registrations import states
from registrations.attendees import admitted_count
from registrations.availability import availability_of
from registrations.cancel import cancel
from registrations.exceptions import RegistrationRefused
from registrations.models import AdmissionDefaults, Registration, RegistrationSettings, Submission, Ticket
from registrations.registration_settings import change_settings
from registrations.signup import SignUp, sign_up, sign_up_without_mail
from tests.factories.events import EventTypeFactory, draft_page
from tests.factories.registrations import (
    LONG_AGO,
    mails_written,
    make_registration,
    open_event,
    scan_code,
    ticket,
)

pytestmark = pytest.mark.django_db


def come(event: Event, email: str = "noor@example.org", **fields: object) -> Registration:
    return answered(event, email, **fields).registration


def answered(event: Event, email: str = "noor@example.org", **fields: object) -> SignUp:
    person = {"name": "Noor", "language": "nl", "submission": uuid4()} | fields
    return sign_up(event, email=email, **person)


def test_sign_up_gives_a_place_a_ticket_and_a_mail():
    event = open_event()

    registration = come(event)

    assert registration.state == "confirmed"
    seat = registration.tickets.get()
    assert (seat.state, seat.holder, seat.price, len(seat.code)) == ("valid", "Noor", 0, 16)
    assert seat.type == event.ticket_types.get()
    assert mails_written().get().to == "noor@example.org"


def test_the_same_form_twice_gives_one_place_and_one_mail():
    event, form = open_event(), uuid4()

    first = answered(event, submission=form)
    second = answered(event, submission=form)

    assert (first.answer, second.answer) == ("new", "repeated")
    assert first.registration == second.registration
    assert Registration.objects.count() == Ticket.objects.count() == mails_written().count() == 1


def test_a_registration_is_in_the_language_it_was_made_in():
    assert come(open_event(), language="en").language == "en"


def test_a_form_sent_twice_leads_to_the_same_page():
    event, form = open_event(), uuid4()

    assert answered(event, submission=form).key == answered(event, submission=form).key


def test_a_seat_elsewhere_takes_none_here():
    elsewhere, here = open_event(capacity=1), open_event(capacity=1)
    come(elsewhere)

    assert answered(here).answer == "new"


def test_the_same_form_after_giving_the_place_back_takes_a_new_one():
    event, form = open_event(capacity=1), uuid4()
    first = come(event, submission=form)
    assert mails_written().count() == 1
    cancel(first)

    second, again = (come(event, submission=form) for _time in range(2))

    assert first != second == again
    assert second.state == "confirmed"
    assert mails_written(subject__contains="ticket").count() == 2


def test_the_same_form_twice_for_the_last_place_is_not_refused():
    event, form = open_event(capacity=1), uuid4()

    assert come(event, submission=form) == come(event, submission=form)


def test_a_corrected_address_in_the_same_form_is_a_new_registration():
    event, form = open_event(), uuid4()

    wrong = come(event, "noor@exampel.org", submission=form)
    right = come(event, "noor@example.org", submission=form)

    assert wrong != right
    assert {mail.to for mail in mails_written()} == {"noor@exampel.org", "noor@example.org"}


def test_one_form_for_two_events_gives_two_places():
    form = uuid4()

    assert come(open_event(), submission=form) != come(open_event(), submission=form)


def test_an_address_with_a_place_gets_its_ticket_again_and_no_second_place():
    event = open_event()
    first = come(event)

    second = come(event, "NOOR@example.org", name="Somebody else")

    assert second == first
    assert Registration.objects.get().name == "Noor"
    ticket, again = mails_written()
    assert ticket.to == again.to == "noor@example.org"
    for text in ("html", "text"):
        told = ["Je had dit ticket al" in getattr(mail, text) for mail in (ticket, again)]
        assert told == [False, True]


def test_a_ticket_is_mailed_again_once_an_hour_at_most():
    event = open_event()
    for minutes, written in [(0, 1), (1, 2), (60, 2), (62, 3)]:
        with travel(timedelta(minutes=minutes), tick=False):
            come(event)
            assert mails_written().count() == written


@pytest.mark.parametrize(
    "spelling",
    ["NOOR@école.nl", "noor@xn--cole-9oa.nl", "ｎｏｏｒ@école.nl", "no\u200bor@e\u0301cole.nl"],
)
def test_one_mailbox_takes_one_seat_however_it_is_spelled(spelling: str):
    event = open_event()
    first = answered(event, "noor@école.nl")

    second = answered(event, spelling)

    assert (second.answer, second.registration) == ("address_known", first.registration)
    assert Registration.objects.get().email == "noor@école.nl"


@pytest.mark.parametrize("terms", [{"capacity": 1}, {"closes_at": timezone.now()}])
def test_who_has_a_seat_is_mailed_again_and_the_page_says_the_same_to_everybody(terms: dict[str, object]):
    event = open_event()
    come(event)
    RegistrationSettings.objects.filter(event=event).update(**terms)
    codes = []

    for email in ("noor@example.org", "sam@example.org"):
        with pytest.raises(RegistrationRefused) as refusal:
            come(event, email)
        codes.append(refusal.value.code)

    assert codes[0] == codes[1]
    assert [mail.to for mail in mails_written()] == ["noor@example.org"] * 2
    assert Submission.objects.count() == 1


def test_two_that_turned_out_to_be_one_mailbox_both_stay():
    event = open_event()
    older, younger = make_registration(event), make_registration(event, email="anna@xn--mnchen-3ya.example")
    Registration.objects.filter(pk=older.pk).update(mailbox=younger.mailbox, source="import")

    assert answered(event, "anna@münchen.example").answer == "address_known"
    assert event.registrations.live().count() == 2


def test_a_cancelled_place_is_free_again():
    event = open_event(capacity=1)
    cancel(come(event))

    assert come(event, "sam@example.org").state == "confirmed"


def test_somebody_who_cancelled_can_register_again():
    event = open_event()
    first = come(event)
    cancel(first)

    second = come(event)

    assert second != first
    assert second.state == "confirmed"


@pytest.mark.parametrize(("booking", "code"), [("walk_in", "no_registration"), ("elsewhere", "elsewhere")])
def test_nobody_registers_here_for_what_asks_for_none(booking: str, code: str):
    with pytest.raises(RegistrationRefused) as refusal:
        come(open_event(booking=booking, booking_url="https://tickets.example.org/"))

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"opens_at": timedelta(hours=1)}, "not_open_yet"),
        ({"closes_at": -timedelta(hours=1)}, "closed"),
        ({"closes_before": timedelta(days=8)}, "closed"),
        ({"capacity": 0}, "full"),
    ],
)
def test_registration_follows_its_terms(terms: dict[str, object], code: str):
    event = open_event()
    now = timezone.now()
    moments = {
        name: now + value if name.endswith("_at") and isinstance(value, timedelta) else value
        for name, value in terms.items()
    }
    RegistrationSettings.objects.filter(event=event).update(**moments)

    with pytest.raises(RegistrationRefused) as refusal:
        come(event)

    assert refusal.value.code == code
    assert not mails_written()


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"status": "cancelled"}, "cancelled"), ({"is_public": False}, "not_public")],
)
def test_registration_follows_the_event(facts: dict[str, object], code: str):
    event = open_event()
    Event.objects.filter(pk=event.pk).update(**facts)

    with pytest.raises(RegistrationRefused) as refusal:
        come(event)

    assert refusal.value.code == code


def test_nobody_registers_after_the_end():
    event = open_event()

    with pytest.raises(RegistrationRefused) as refusal:
        come(event, at=event.ends_at)

    assert refusal.value.code == "over"


def test_a_type_brings_its_terms_to_a_draft_and_changes_none_later():
    kind = EventTypeFactory(slug="symposium")
    usual = AdmissionDefaults.objects.create(event_type=kind, capacity=1, closes_before=timedelta(hours=6))
    page = draft_page(event_type=kind)
    usual.capacity = 500
    usual.save()
    page.save_revision().publish()

    settings = RegistrationSettings.objects.get()
    assert settings.capacity == 1
    assert settings.closing_moment == page.starts_at - timedelta(hours=6)


def test_the_closing_moment_moves_with_the_event():
    event = open_event()
    later = {"starts_at": event.starts_at + timedelta(days=1), "ends_at": event.ends_at + timedelta(days=1)}
    Event.objects.filter(pk=event.pk).update(**later)

    settings = RegistrationSettings.objects.get(event=event)

    assert settings.closing_moment == event.starts_at + timedelta(days=1)


def test_guests_of_long_ago_get_a_place_without_a_mail():
    event = open_event()
    then = timezone.now() - timedelta(days=30)

    guest = sign_up_without_mail(
        event, name="Sam", email="sam@example.org", language="en", at=then, code="ABCDEFGHJKMNPQRS"
    )

    assert guest.created_at == then
    assert guest.tickets.get().grouped_code == "ABCD EFGH JKMN PQRS"
    assert not mails_written()


def test_publishing_again_never_touches_what_was_registered():
    event = open_event(capacity=3)
    make_registration(event)
    page = event.page
    page.title = "Another title"
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()

    event.refresh_from_db()

    assert event.registrations.live().count() == 1
    assert event.registration_settings.capacity == 3


def test_the_version_before_reads_the_same():
    """So going back loses nothing, until the next version drops what nothing here reads."""
    event = open_event()
    change_settings(event, None, capacity=7, opens_at=LONG_AGO, closes_at=None)
    for name in ("noor", "sam", "lies"):
        come(event, f"{name}@example.org")
    cancel(Registration.objects.get(email="sam@example.org"))
    scan_code(event, Registration.objects.get(email="noor@example.org").tickets.get().code)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registrations_registration WHERE status = 'confirmed'")
        assert cursor.fetchone() == (availability_of(event).taken,)
        cursor.execute("SELECT count(*) FROM registrations_scan WHERE verdict = 'admitted'")
        assert cursor.fetchone() == (admitted_count(event),)
        cursor.execute("SELECT capacity FROM registrations_admission")
        assert cursor.fetchall() == [(7,)]
        cursor.execute("SELECT code FROM registrations_ticket ORDER BY id")
        held = Ticket.objects.order_by("pk").prefetch_related("codes")
        assert cursor.fetchall() == [(seat.code,) for seat in held]


def test_cancelling_mails_once_and_is_idempotent():
    registration = come(open_event())

    cancel(registration)
    cancelled = cancel(registration)

    assert cancelled.is_cancelled
    assert mails_written(key__startswith="registrations.cancelled").count() == 1


def test_what_is_cancelled_takes_its_tickets_along_and_is_never_undone():
    registration = come(open_event())
    cancel(registration)

    registration.refresh_from_db()
    assert registration.tickets.get().state == "cancelled"
    with pytest.raises(RegistrationRefused):
        states.cancel(registration, timezone.now())


def test_only_one_module_changes_states():
    rules = Path(states.__file__).parent
    setting = re.compile(r"\.state\s*=[^=]|update\([^)]*\bstate=")
    found = {path.name for path in rules.glob("*.py") if setting.search(path.read_text())}

    assert found == {"states.py"}


def test_cancelling_is_refused_after_the_end():
    registration = come(open_event())

    with pytest.raises(RegistrationRefused) as refusal:
        cancel(registration, at=registration.event.ends_at)

    assert refusal.value.code == "over"


def test_cancelling_is_refused_once_inside():
    inside = ticket()
    scan_code(inside.registration.event, inside.code)

    with pytest.raises(RegistrationRefused) as refusal:
        cancel(inside.registration)

    assert refusal.value.code == "admitted"


def test_registrations_end_sixty_days_after_the_event():
    registration = come(open_event())
    event = registration.event
    end = timezone.localdate(event.ends_at)

    assert registration.delete_after == end + timedelta(days=60)
    assert not Registration.objects.expired(end + timedelta(days=60)).exists()

    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at - timedelta(days=70), ends_at=event.ends_at - timedelta(days=70)
    )
    assert Ticket.objects.expired(end + timedelta(days=61)).erase() == 1
    assert Registration.objects.expired(end + timedelta(days=61)).erase() == 1

    registration.refresh_from_db()
    assert (registration.mailbox, registration.tickets.get().holder) == (None, "")
    assert (registration.name, registration.email, registration.state) == ("", "", "confirmed")
    assert Registration.objects.expired(end + timedelta(days=61)).erase() == 0


def test_an_event_that_was_put_off_keeps_its_guests():
    registration = come(open_event())
    event = registration.event
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=365))

    assert not Registration.objects.expired(registration.delete_after + timedelta(days=1)).exists()


def test_two_erased_registrations_do_not_collide():
    event = open_event()
    come(event)
    come(event, "sam@example.org")

    assert Registration.objects.all().erase() == 2
