"""Whoever left after a copy was made is not brought back by it."""

from datetime import date
from pathlib import Path

import pytest

from kennisstad.backup import departures
from kennisstad.backup.databases import CannotCopy
from kennisstad.mail.models import OutgoingMail
from newsletter.models import Subscriber
from registrations.models import Message, Registration, Submission, Ticket, TicketRequest
from tests.factories.newsletter import SubscriberFactory
from tests.factories.registrations import mails_written, make_registration

pytestmark = pytest.mark.django_db

NOOR = "noor@example.org"


def test_who_left_gets_no_newsletter_and_keeps_their_ticket():
    subscriber, registration = SubscriberFactory(email=NOOR), make_registration(email=NOOR)

    assert departures.leave("Noor@Example.org") == 1

    subscriber.refresh_from_db()
    assert subscriber.state == Subscriber.State.UNSUBSCRIBED
    assert Registration.objects.live().get() == registration


def test_who_was_erased_is_known_by_nobody_and_their_seat_is_free():
    SubscriberFactory(email=NOOR)
    make_registration(name="Noor", email=NOOR)
    other = make_registration(name="Jan", email="jan@example.org")

    assert departures.erase("NOOR@example.org") == 2

    assert Registration.objects.live().get() == other
    assert not Subscriber.objects.exists()
    assert not Submission.objects.filter(email=NOOR).exists()
    assert not mails_written(to=NOOR).exists()
    assert not Registration.objects.filter(name="Noor").exists()
    assert set(Message.objects.values_list("registration__name", flat=True)) <= {"Jan"}
    assert set(Ticket.objects.exclude(holder="").values_list("registration", flat=True)) <= {other.pk}


def test_nobody_is_found_by_an_address_that_is_none():
    make_registration(email=NOOR)

    assert (departures.leave("…"), departures.erase("")) == (0, 0)
    assert Registration.objects.live().count() == 1


def test_who_is_erased_by_another_spelling_has_no_mail_here_any_more():
    typed, other = "jan@müller.example.org", "Jan@xn--mller-kva.example.org"
    TicketRequest.objects.create(email=typed, delete_after=date(2030, 1, 1))
    for to in (typed, NOOR):
        OutgoingMail.objects.create(key=to, to=to, delete_after=date(2030, 1, 1))

    departures.erase(other)

    assert OutgoingMail.objects.get().to == NOOR
    assert not TicketRequest.objects.exists()


@pytest.mark.parametrize("line", ["Jan <jan@example.org>", "jan@example.org;", "mailto:jan@example.org", "x"])
def test_a_line_that_is_no_address_is_refused_by_its_number(tmp_path: Path, line: str):
    file = tmp_path / "left"
    file.write_text(f"{NOOR}\n\n{line}\n")

    with pytest.raises(CannotCopy, match=r"Line 3 of .*left is no address\."):
        departures.read(file)


def test_addresses_are_read_however_an_editor_saves_them(tmp_path: Path):
    file = tmp_path / "left"
    file.write_bytes(b"\xef\xbb\xbfnoor@example.org \r\n\r\n")
    assert departures.read(file) == [NOOR]

    file.write_bytes("jörg@example.org".encode("latin-1"))
    with pytest.raises(CannotCopy, match="is not in UTF-8"):
        departures.read(file)
