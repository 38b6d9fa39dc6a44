"""Whoever left after a copy was made is not brought back by it."""

import pytest

from kennisstad.backup import departures
from newsletter.models import Subscriber
from registrations.models import Message, Registration, Submission, Ticket
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
