"""One mailbox is one subscription, however somebody spells its address."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kennisstad.mail.models import OutgoingMail
from newsletter import links, subscriptions
from newsletter.models import Subscriber
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.migrate_from import upgraded_from

pytestmark = pytest.mark.touches_engine

HOSTS = [
    "straße",
    "Straße",
    "STRAẞE",
    "xn--strae-oqa",
    "XN--STRAE-OQA",
    "ｓｔｒａßｅ",
    "stra\u00adße",
    "straße\u3164",
]
SPELLINGS = [f"{name}@{host}.example.org" for name in ("anna", "Anna", "ａｎｎａ") for host in HOSTS]


def ask(email: str) -> None:
    subscriptions.subscribe(email, language="nl", source_page="/nieuwsbrief/")


@pytest.mark.django_db
def test_however_an_address_is_spelled_its_mailbox_gets_one_question():
    for spelling in SPELLINGS:
        ask(spelling)

    assert len(set(SPELLINGS)) == 24
    assert Subscriber.objects.get().email == SPELLINGS[0]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
def test_a_stranger_cannot_fill_a_mailbox_by_spelling_it_differently(client: Client):
    form = {"language": "nl", "leave_empty": ""}
    answers = [
        client.post("/nieuwsbrief/", form | {"email": spelling}).status_code for spelling in SPELLINGS[:6]
    ]

    assert answers == [200] * 5 + [429]


@pytest.mark.django_db
def test_the_domain_that_was_typed_is_the_one_that_gets_the_newsletter():
    SubscriberFactory(email="Anna@straße.example.org")

    letter = approved_mailing().deliveries.get().message()

    assert letter.to == ["Anna@xn--strae-oqa.example.org"]
    assert b"To: Anna@xn--strae-oqa.example.org\r\n" in letter.message().as_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["anna@localhost", "İ@example.org", "anna@printer.local"])
def test_nobody_subscribes_an_address_that_cannot_be_mailed(client: Client, email: str):
    answer = client.post("/nieuwsbrief/", {"email": email, "language": "nl", "leave_empty": ""})

    assert answer.status_code == 400
    assert not Subscriber.objects.exists()


@pytest.mark.django_db
def test_the_database_knows_one_mailbox_as_well():
    SubscriberFactory(email="anna@straße.example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriberFactory(email="Anna@xn--strae-oqa.example.org")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_upgrade_merges_nothing_and_loses_nobody():
    with upgraded_from("newsletter", "0009_drop_checked_at") as then:
        for day, email in enumerate(
            ("anna@xn--strae-oqa.example.org", "anna@straße.example.org", "bob@example.org")
        ):
            row = then.get_model("newsletter", "Subscriber").objects.create(
                email=email, language="nl", state="confirmed", delete_after=date(2099, 1, 1)
            )
            then.get_model("newsletter", "Subscriber").objects.filter(pk=row.pk).update(
                created_at=datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=day)
            )

    anna, older, bob = (
        Subscriber.objects.get(email__startswith=name) for name in ("anna@x", "anna@s", "bob")
    )
    assert (anna.mailbox, older.mailbox, bob.mailbox) == (
        None,
        "anna@xn--strae-oqa.example.org",
        "bob@example.org",
    )

    assert approved_mailing().deliveries.count() == 3
    ask("ANNA@straße.example.org")
    subscriptions.change_language(anna, "en")
    anna.save()
    Client().post(f"/nieuwsbrief/afmelden/{links.subscriber_token(anna)}/")

    assert Subscriber.objects.count() == 3
    assert sorted(Subscriber.objects.values_list("email", "state", "language")) == [
        ("anna@straße.example.org", "confirmed", "nl"),
        ("anna@xn--strae-oqa.example.org", "unsubscribed", "en"),
        ("bob@example.org", "confirmed", "nl"),
    ]
