"""Whoever sent a form with a mistyped address mends it; nobody learns whose address was known."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations.cancel import cancel
from registrations.email_correction import correct_email
from registrations.emails import cancel_full_url
from registrations.models import Registration, RegistrationSettings, Submission, Ticket
from registrations.signup import sign_up
from registrations.ticket_mails import mail_requested
from tests.factories.registrations import mails_written, make_registration, open_event, scan_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_mail_worker")]


def sent(event: Event, email: str, name: str = "Noor") -> Submission:
    """And the ticket is in the outbox."""
    done = sign_up(event, name=name, email=email, language="nl", submission=uuid4())
    mail_requested()
    return Submission.objects.get(key=done.key)


def mails_to(email: str, **conditions: object) -> int:
    return mails_written(to=email, **conditions).count()


def test_a_mended_address_keeps_the_seat_and_gets_a_new_code():
    form = sent(open_event(capacity=1), "noor@exampel.org")
    seat = Ticket.objects.get()
    old = seat.code

    answer = correct_email(form, "noor@example.org")

    assert (answer.registration, answer.made_it, answer.email) == (
        form.registration,
        True,
        "noor@example.org",
    )
    assert Registration.objects.get().email == "noor@example.org"
    seat = Ticket.objects.get()
    assert seat.code not in {old, ""}
    assert old not in mails_written().get(to="noor@example.org").text
    assert seat.grouped_code in OutgoingMail.objects.get(to="noor@example.org").text
    # What had not left yet does not go to a stranger.
    assert mails_to("noor@exampel.org", state="withdrawn") == 1
    assert scan_code(seat.registration.event, old).verdict == "replaced"
    assert scan_code(seat.registration.event, seat.code).verdict == "admitted"


def test_a_ticket_that_is_not_written_yet_is_not_written_to_a_stranger():
    event = open_event()
    done = sign_up(event, name="Noor", email="noor@exampel.org", language="nl", submission=uuid4())

    correct_email(Submission.objects.get(key=done.key), "noor@example.org")

    assert [mail.to for mail in mails_written()] == ["noor@example.org"]


def test_mending_it_twice_works_too():
    form = sent(open_event(), "noor@exampel.org")
    for address in ("noor@exmaple.org", "noor@example.org"):
        form = correct_email(form, address)

    assert Registration.objects.get().email == "noor@example.org"
    assert Ticket.objects.get().codes.count() == 3


def test_the_same_address_again_is_the_ticket_again_once_an_hour():
    form = sent(open_event(), "noor@example.org")

    for _time in range(2):
        correct_email(form, "NOOR@example.org")
        mail_requested()

    assert mails_to("noor@example.org") == 2
    assert Ticket.objects.get().codes.count() == 1


def test_whose_form_found_somebody_else_touches_nothing_of_theirs():
    event = open_event()
    hers = make_registration(event, name="Noor", email="noor@example.org")
    form = sent(event, "noor@example.org", name="Sam")

    mine = correct_email(form, "sam@example.org")

    hers.refresh_from_db()
    assert (hers.name, hers.email, hers.tickets.get().codes.count()) == ("Noor", "noor@example.org", 1)
    assert (mine.registration.name, mine.registration.email, mine.made_it) == ("Sam", "sam@example.org", True)
    assert event.registrations.count() == 2


def test_mending_it_to_an_address_that_is_known_leaves_one_seat():
    """The mistyped one is given back without a word to a stranger, and its ticket lets nobody in."""
    event = open_event()
    known = make_registration(event, email="noor@example.org")
    form = sent(event, "noor@exampel.org")
    old = form.registration.tickets.get().code

    answer = correct_email(form, "noor@example.org")

    assert (answer.email, answer.registration, answer.made_it) == ("noor@example.org", known, False)
    assert mails_to("noor@example.org") == 1
    assert [row.email for row in event.registrations.live()] == ["noor@example.org"]
    assert mails_to("noor@exampel.org", state="withdrawn") == 1
    assert mails_to("noor@exampel.org") == 1
    assert scan_code(event, old).verdict == "cancelled"


def test_nobody_takes_the_seat_of_who_registered_after_them():
    """Somebody typed her address first; she was told that she has a seat, so it is hers."""
    event = open_event()
    theirs = sent(event, "noor@example.org", name="Sam")
    hers = sent(event, "noor@example.org")

    answer = correct_email(theirs, "sam@example.org")

    assert answer.registration != hers.registration
    assert {row.email for row in event.registrations.live()} == {"noor@example.org", "sam@example.org"}
    again = sign_up(event, name="Noor", email="noor@example.org", language="nl", submission=uuid4())
    assert again.registration == hers.registration


def test_the_key_is_another_one_whoever_was_known():
    event = open_event()
    make_registration(event, email="noor@example.org")
    for address in ("noor@example.org", "sam@example.org"):
        form = sent(event, address, name="Sam")
        for email in (address, f"x{address}"):
            assert correct_email(form, email).key != form.key


def test_a_form_makes_one_seat_however_often_it_is_mended():
    event = open_event()
    make_registration(event, email="noor@example.org")
    form = sent(event, "noor@example.org", name="Sam")

    for email in ("sam@exampel.org", "sam@example.org"):
        correct_email(form, email)

    assert {row.email for row in event.registrations.live()} == {"noor@example.org", "sam@example.org"}


def test_the_link_in_the_mail_to_a_mistyped_address_manages_nothing():
    form = sent(open_event(), "noor@exampel.org")
    old = cancel_full_url(form.registration)
    correct_email(form, "noor@example.org")

    new = cancel_full_url(Registration.objects.get())

    assert new != old
    answers = [Client().get(urlsplit(link).path).status_code for link in (old, new)]
    assert answers == [404, 200]


@pytest.mark.parametrize("is_known", [True, False])
def test_a_refusal_is_told_by_mail_alone(is_known: bool):
    """The page would say whose address was known: whoever keeps a seat is never refused."""
    event = open_event()
    if is_known:
        make_registration(event, email="noor@example.org")
    form = sent(event, "noor@example.org", name="Sam")
    RegistrationSettings.objects.filter(event=event).update(capacity=1)

    answer = correct_email(form, "sam@example.org")

    assert (answer.email, answer.made_it) == ("sam@example.org", not is_known)
    [mail] = mails_written(to="sam@example.org")
    assert ("Alle plekken zijn bezet" in mail.text) is ("Niet aangemeld" in mail.subject) is is_known
    assert ("Alle plekken zijn bezet" in mail.html) is is_known
    assert event.registrations.live().count() == 1


def test_who_had_a_seat_of_their_own_is_not_told_that_they_have_none():
    event = open_event()
    for email in ("noor@example.org", "sam@example.org"):
        make_registration(event, email=email)
    form = sent(event, "noor@example.org", name="Sam")
    RegistrationSettings.objects.filter(event=event).update(capacity=1)

    correct_email(form, "sam@example.org")

    assert ["ticket" in mail.subject for mail in mails_written(to="sam@example.org")] == [True]


@pytest.mark.parametrize("ending", ["cancelled", "inside"])
def test_what_is_over_and_done_is_not_moved(ending: str):
    event = open_event()
    form = sent(event, "noor@exampel.org")
    if ending == "cancelled":
        cancel(form.registration)
    else:
        scan_code(event, form.registration.tickets.get().code)

    answer = correct_email(form, "noor@example.org")

    assert answer.key != form.key
    assert answer.email == Registration.objects.get().email == "noor@exampel.org"
    assert mails_to("noor@example.org") == 0
