from datetime import date

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from time_machine import travel

from kennisstad.mail import outbox
from kennisstad.mail.claiming import claimed_as_written
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import Attachment, queue_mail
from kennisstad.mail.outgoing import State, response_timeout

pytestmark = pytest.mark.touches_engine

MAIL = {
    "to": "anna@example.org",
    "subject": "Your ticket",
    "text": "Hello",
    "html": "<p>Hello</p>",
    "language": "en",
    "delete_after": date(2027, 1, 1),
}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_queue_mail_sends_once_it_is_committed():
    with transaction.atomic():
        row = queue_mail(key="ticket:1", **MAIL)
        assert mail.outbox == []

    row.refresh_from_db()
    assert row.state == State.SENT
    assert [message.subject for message in mail.outbox] == ["Your ticket"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_queue_mail_sends_one_mail_per_key():
    first = queue_mail(key="ticket:1", **MAIL)
    second = queue_mail(key="ticket:1", **MAIL | {"subject": "Another"})

    assert second == first
    assert [message.subject for message in mail.outbox] == ["Your ticket"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_queue_mail_sends_nothing_when_the_fact_did_not_happen():
    with pytest.raises(RuntimeError), transaction.atomic():
        queue_mail(key="ticket:1", **MAIL)
        raise RuntimeError

    assert mail.outbox == []
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_the_worker_writes_is_its_own_to_send_and_anybodys_once_its_time_has_passed():
    with claimed_as_written() as written:
        row = queue_mail(key="ticket:1", attachments=[Attachment("a.png", "image/png", b"png")], **MAIL)
        queue_mail(key="ticket:1", **MAIL)
        with pytest.raises(RuntimeError), transaction.atomic():
            queue_mail(key="ticket:2", **MAIL)
            raise RuntimeError

    assert list(OutgoingMail.objects.filter(token__in=written)) == [row]
    assert mail.outbox == []
    assert OutgoingMail.objects.claim(9) == []
    with travel(timezone.now() + response_timeout()):
        assert OutgoingMail.objects.claim(9) == [row]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_the_worker_writes_beyond_a_batch_is_claimed_as_usual(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "BATCH", 1)

    with claimed_as_written() as written:
        rows = [queue_mail(key=f"ticket:{number}", **MAIL) for number in range(2)]

    assert written == [rows[0].token]
    assert OutgoingMail.objects.claim(9) == rows[1:]


@pytest.mark.django_db
def test_message_has_everything_a_reader_and_a_mail_server_need():
    row = queue_mail(
        key="ticket:1",
        attachments=[
            Attachment("ticket.png", "image/png", b"\x89PNG", inline_id="qr"),
            Attachment("event.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n"),
        ],
        headers={"X-Kind": "ticket"},
        **MAIL,
    )

    message = row.message().message()

    assert message["To"] == "anna@example.org"
    assert message["Message-ID"] == row.message_id
    assert message["X-Kind"] == "ticket"
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "image/png", "text/calendar"]
    assert [part["Content-ID"] for part in message.walk() if part["Content-ID"]] == ["<qr>"]


@pytest.mark.django_db
def test_message_is_the_same_each_time_it_is_made():
    row = queue_mail(key="ticket:1", **MAIL)

    headers = [dict(row.message().message().items()) for _time in range(2)]

    assert headers[0]["Date"] == headers[1]["Date"]
    assert headers[0]["Message-ID"] == headers[1]["Message-ID"]
