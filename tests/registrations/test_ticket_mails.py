"""Tickets are mailed by the worker, so that no page tells by its time whose address is known."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from events.models import Event
from registrations.cancel import cancel
from registrations.models import TicketRequest
from registrations.ticket_mails import mail_all_tickets, mail_ticket_again
from tests.factories.registrations import mails_written, make_registration, open_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_mail_worker")]


def test_lost_tickets_are_mailed_for_all_that_is_still_to_come():
    coming, other, over, away = (open_event() for _event in range(4))
    for event in (coming, other, over, away):
        make_registration(event, email="anna@münchen.example")
    cancel(other.registrations.get())
    ended = timezone.now()
    Event.objects.filter(pk=over.pk).update(starts_at=ended - timedelta(hours=2), ends_at=ended)
    Event.objects.filter(pk=away.pk).update(is_public=False)

    for email in ("ANNA@xn--mnchen-3ya.example", "anna@münchen.example", "sam@example.org"):
        mail_all_tickets(email)

    [mail] = mails_written(key__startswith="registrations.again")
    assert (mail.to, coming.title in mail.subject) == ("anna@münchen.example", True)
    assert not TicketRequest.objects.exists()


def test_asking_costs_the_same_for_every_address(client: Client):
    make_registration(open_event(), email="noor@example.org")
    client.post("/tickets/", {"email": "first@example.org"})

    asked = []
    for email in ("noor@example.org", "sam@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/tickets/", {"email": email})
        asked.append([query["sql"].split()[0] for query in queries])

    assert asked[0] == asked[1]
    assert TicketRequest.objects.count() == 3


def test_what_cannot_be_written_stays_and_holds_up_nobody(caplog: pytest.LogCaptureFixture):
    broken, fine = make_registration(), make_registration()
    mail_ticket_again(broken.email, broken.event)
    TicketRequest.objects.update(refusal="nonsense")
    mail_ticket_again(fine.email, fine.event)

    assert [mail.to for mail in mails_written()] == [fine.email]
    assert TicketRequest.objects.get().email == broken.email
    assert "cannot be answered" in caplog.text


def test_what_cannot_be_written_is_tried_again_in_a_minute(caplog: pytest.LogCaptureFixture):
    guest = make_registration()
    mail_ticket_again(guest.email, guest.event)
    requests = TicketRequest.objects.all()
    requests.update(refusal="nonsense")

    assert not mails_written()
    requests.update(refusal="")
    assert not mails_written()

    with travel(timezone.now() + timedelta(minutes=2)):
        assert [mail.to for mail in mails_written()] == [guest.email]
    assert caplog.text.count("cannot be answered") == 1


def test_what_is_mailed_says_what_is_true_by_then():
    event = open_event()
    guest = make_registration(event)
    mail_ticket_again(guest.email, event)
    Event.objects.filter(pk=event.pk).update(title="Een andere titel")

    assert "Een andere titel" in mails_written().get().subject


@pytest.mark.parametrize(("minutes", "mails"), [(59, 1), (61, 2)])
def test_the_same_ticket_is_mailed_again_after_an_hour(minutes: int, mails: int):
    guest = make_registration()
    mail_ticket_again(guest.email, guest.event)
    mails_written()

    with travel(timedelta(minutes=minutes), tick=False):
        mail_ticket_again(guest.email, guest.event)
        assert mails_written().count() == mails


def test_a_request_ends_with_what_it_is_about():
    guest = make_registration()
    mail_ticket_again(guest.email, guest.event)
    mail_all_tickets(guest.email)

    ends = [request.delete_after for request in TicketRequest.objects.order_by("pk")]
    assert ends == [guest.delete_after, timezone.localdate() + timedelta(days=7)]
