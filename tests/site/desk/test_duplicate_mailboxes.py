"""After an upgrade somebody can see whose address turned out to be somebody else's."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from kennisstad.accounts.models import User
from newsletter.models import Subscriber
from registrations.models import Registration
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    out = StringIO()
    with override("en"):
        call_command("twin_addresses", stdout=out)
    return out.getvalue().splitlines()


def test_each_younger_row_is_listed_beside_the_older():
    SubscriberFactory(email="anna@straße.example.org")
    for made, rows in ((SubscriberFactory, Subscriber.objects), (UserFactory, User.objects)):
        younger = made()
        rows.filter(pk=younger.pk).update(email="anna@xn--strae-oqa.example.org", mailbox=None)

    assert told() == [
        "user: anna@xn--strae-oqa.example.org has the mailbox of a row that is gone",
        "subscriber: anna@xn--strae-oqa.example.org has the mailbox of anna@straße.example.org",
        "2 found.",
    ]


def test_two_seats_of_one_mailbox_at_one_event_are_listed():
    event = open_event()
    for address, source in (
        ("anna@straße.example.org", "site"),
        ("anna@xn--strae-oqa.example.org", "import"),
    ):
        guest = make_registration(event, email=f"{source}@example.org")
        rows = Registration.objects.filter(pk=guest.pk)
        rows.update(email=address, source=source, mailbox="anna@xn--strae-oqa.example.org")
    make_registration(event)

    assert told() == [
        "registration: anna@xn--strae-oqa.example.org has the mailbox of anna@straße.example.org",
        "1 found.",
    ]


def test_without_any_it_says_so():
    SubscriberFactory()

    assert told() == ["0 found."]
