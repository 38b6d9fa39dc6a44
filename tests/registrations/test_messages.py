"""A mail that waits, may have arrived or was refused says once what is true when it is offered."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone

from events.models import EventPage
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.delivery import send_due
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from registrations.cancel import cancel
from registrations.change_mails import queue_change_mails
from registrations.models import Message, Registration
from tests.factories.events import VenueFactory, event_of
from tests.registrations.news import republish, told

pytestmark = pytest.mark.django_db


def test_a_change_while_a_mail_waits_joins_it(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    assert queue_change_mails() == 2
    republish(page, venue=VenueFactory(name="Hortus"))
    assert queue_change_mails() == 0

    letters = told()

    assert "Hortus" in letters["noor"]
    assert "Naturalis" not in letters["noor"]
    assert set(Registration.objects.values_list("told_version", flat=True)) == {3}
    assert told() == {}


def test_a_mail_that_waits_says_nothing_that_was_taken_back(page: EventPage):
    republish(page, status="cancelled")
    queue_change_mails()
    republish(page, status="scheduled")

    assert told() == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert set(Registration.objects.values_list("told_version", flat=True)) == {3}


def test_who_cancels_while_a_mail_waits_does_not_get_it(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    queue_change_mails()
    cancel(event_of(page).registrations.get(name="sam"))
    OutgoingMail.objects.all().delete()

    assert told().keys() == {"noor"}


def test_a_mail_waits_while_the_page_is_away(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    queue_change_mails()
    page.unpublish()
    assert told() == {}

    republish(page)

    assert "Naturalis" in told()["noor"]


def test_a_mail_that_waited_until_it_was_too_late_is_written_down(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    queue_change_mails()
    page.unpublish()

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert told() == {}

    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert AuditEntry.objects.filter(action="registrations.told_too_late").count() == 2


def test_nobody_counts_as_told_before_the_mail_is_offered(page: EventPage):
    republish(page, status="cancelled")
    queue_change_mails()

    assert set(Registration.objects.values_list("told_version", flat=True)) == {1}
    [row, _other] = Message.objects.claim(2)
    row.message()
    Message.objects.offer([row])
    assert sorted(Registration.objects.values_list("told_version", flat=True)) == [1, 2]


def offered(page: EventPage) -> Message:
    """A mail of which the server has not said yet whether it took it."""
    queue_change_mails()
    row = next(row for row in Message.objects.claim(2) if row.registration.name == "noor")
    row.message()
    Message.objects.exclude(pk=row.pk).delete()
    return Message.objects.offer([row])[0]


def test_what_the_server_did_not_take_is_written_anew(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    republish(page, venue=VenueFactory(name="Hortus"))
    row.postpone("451 not now")
    Message.objects.update(not_before=timezone.now())

    assert "Hortus" in told()["noor"]


def test_what_may_have_arrived_is_sent_as_it_was(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    raw = row.raw
    row.settle(State.DOUBT)
    Message.objects.send_again()

    send_due()

    assert [letter.message().as_bytes() for letter in mail.outbox] == [raw]
    assert bytes(Message.objects.get().raw) == b""


def test_what_may_have_arrived_and_is_no_longer_true_is_told_anew(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    republish(page, venue=VenueFactory(name="Hortus"))
    Message.objects.send_again()

    text = told()["noor"]

    assert "Stadhuis" in text
    assert "Hortus" in text
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn", "sent"}


def test_what_may_have_arrived_goes_into_the_mail_that_waits(page: EventPage):
    """Somebody presses Send again while a later change is about to be mailed."""
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    later = page.starts_at + timedelta(hours=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    queue_change_mails()
    Message.objects.filter(pk=row.pk).send_again()

    text = told()["noor"]
    assert "Stadhuis" in text
    assert "Naturalis" in text
    assert told() == {}


def test_what_may_have_arrived_is_not_sent_again_to_who_cancelled(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    cancel(row.registration)
    OutgoingMail.objects.all().delete()
    Message.objects.send_again()

    assert "noor" not in told()


def test_what_is_sent_as_it_was_is_looked_at_again_before_it_goes(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    Message.objects.send_again()
    republish(page, status="cancelled")

    assert {name: text.splitlines()[0] for name, text in told().items()} == {
        "noor": "Gaat niet door: Sterren",
        "sam": "Not taking place: Stars",
    }
    assert told() == {}


def test_what_the_server_refused_is_said_in_the_next_mail(page: EventPage):
    later = page.starts_at + timedelta(days=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    offered(page).settle(State.FAILED, "552 mailbox full")
    assert "noor" not in told()

    republish(page, venue=VenueFactory(name="Hortus"))

    text = told()["noor"]
    assert "Hortus" in text
    assert timezone.localtime(later).strftime("%d").lstrip("0") in text
    assert told() == {}


def test_a_refused_mail_can_be_sent_again_by_hand(page: EventPage):
    republish(page, status="cancelled")
    offered(page).settle(State.FAILED, "552 mailbox full")

    Message.objects.send_again()

    assert "Gaat niet door" in told()["noor"]
    assert told() == {}


def test_a_mail_that_cannot_be_made_is_tried_once_per_change(
    page: EventPage, monkeypatch: pytest.MonkeyPatch
):
    republish(page, status="cancelled")
    with monkeypatch.context() as broken:
        broken.setattr(settings, "BASE_URL", None)
        for _minute in range(3):
            queue_change_mails()
            send_due()
        assert [row.state for row in Message.objects.all()] == ["failed", "failed"]

    republish(page, status="scheduled", venue=VenueFactory(name="Hortus"))
    assert told().keys() == {"noor", "sam"}
