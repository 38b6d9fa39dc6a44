"""A mailing stops itself when going on would do harm, and says why."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.core import mail
from django.core.mail import mailers
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.audit.models import AuditEntry
from kennisstad.jobs import periodic
from kennisstad.jobs.models import PeriodicJob
from kennisstad.mail import delivery, settling
from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.outgoing import State
from kennisstad.mail.smtp import SMTPTransport
from newsletter import approving, sending
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.rendering import freeze
from newsletter.sending import MailingRefused
from tests.factories.accounts import UserFactory
from tests.factories.events import published_event
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.scripted_smtp import HANG_UP, ScriptedServer, always, scripted
from tests.site.accounts.partner_worlds import editor

pytestmark = pytest.mark.django_db

READERS = 40


@pytest.fixture
def said() -> dict[str, str]:
    return {}


@pytest.fixture
def server(settings: Settings, said: dict[str, str]) -> Iterator[ScriptedServer]:
    with scripted(always(said)) as running:
        settings.MAILERS = {"default": running.mailer}
        yield running


def started(readers: int = READERS) -> Mailing:
    SubscriberFactory.create_batch(readers)
    mailing = approved_mailing()
    sending.advance_mailings()
    return mailing


@pytest.mark.parametrize(
    ("stage", "words", "most_asked"),
    [
        ("MAIL", "554 sender denied", 3),
        ("RCPT", "554 5.7.1 relay access denied", 3),
        ("DATA", "554 5.7.1 not today", 3),
        ("END", "554 5.7.1 you are on a list", 3),
        ("RCPT", "550 5.1.1 everybody is unknown", 10),
        ("END", "554 this looks like spam", 10),
    ],
)
def test_when_nearly_all_is_refused_it_holds_itself_and_nobody_counts_as_refused(
    server: ScriptedServer, said: dict[str, str], stage: str, words: str, most_asked: int
):
    mailing = started()
    said[stage] = words

    for _call in range(3):
        delivery.send_due()

    mailing.refresh_from_db()
    assert (mailing.state, mailing.hold_reason) == (Mailing.State.HELD, words)
    assert {state: number for state, number in mailing.figures().items() if number} == {"queued": READERS}
    assert len(server.senders) <= most_asked
    assert AuditEntry.objects.get(action="newsletter.halted").details == {"words": words}
    said.clear()
    sending.resume(mailing, user=UserFactory())
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        delivery.send_due()
        sending.advance_mailings()
    mailing.refresh_from_db()
    assert (mailing.state, mailing.hold_reason) == (Mailing.State.SENT, "")
    assert len(set(server.accepted)) == len(server.accepted) == READERS


def test_of_many_that_are_offered_at_once_no_more_are_asked_than_make_it_hold(
    server: ScriptedServer, said: dict[str, str]
):
    mailing = started()
    said["END"] = "554 this looks like spam"
    run = delivery.Run(SMTPTransport(mailers["default"]), record_tells=True)

    run.send(Delivery.objects.claim(20))

    run.transport.close()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.HELD
    assert len(server.senders) == delivery.LAST_FEW / 2
    assert {state: number for state, number in mailing.figures().items() if number} == {"queued": READERS}


def test_what_is_refused_again_after_it_went_on_holds_it_at_once(
    server: ScriptedServer, said: dict[str, str]
):
    mailing = started()
    said["MAIL"] = "554 sender denied"
    delivery.send_due()
    sending.resume(mailing, user=UserFactory())
    asked = len(server.senders)

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        delivery.send_due()

    mailing.refresh_from_db()
    assert (mailing.state, len(server.senders)) == (Mailing.State.HELD, asked + 1)


def test_refused_tickets_hold_no_newsletter(settings: Settings):
    for number in range(12):
        queue_mail(
            key=str(number), to=f"gone{number}@example.org", subject="Hi", text="Hi", html="Hi", language="nl",
            delete_after=date(2030, 1, 1),
        )  # fmt: skip
    mailing = started()
    one = mailing.deliveries.first().subscriber.email

    def script(it: ScriptedServer, stage: str) -> str | None:
        is_gone = stage == "RCPT" and (it.asked[-1].startswith("gone") or it.asked[-1] == one)
        return "550 5.1.1 unknown" if is_gone else None

    with scripted(script) as server:
        settings.MAILERS = {"default": server.mailer}
        delivery.send_due()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENDING
    assert mailing.figures()["sent"] == READERS - 1


def test_one_that_is_refused_for_whatever_reason_stops_nothing(settings: Settings):
    mailing = started()
    bad = {reader.email for reader in (row.subscriber for row in mailing.deliveries.all()[::8])}

    def script(it: ScriptedServer, stage: str) -> str | None:
        return "550 5.7.1 not from you" if stage == "RCPT" and it.asked[-1] in bad else None

    with scripted(script) as server:
        settings.MAILERS = {"default": server.mailer}
        while mailing.deliveries.due(timezone.now()).exists():
            delivery.send_due()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENDING
    assert mailing.figures()["sent"] == READERS - len(bad)
    assert mailing.figures()["failed"] == 0


def test_the_page_says_why_it_is_held(client: Client):
    mailing = started(1)
    Delivery.halt([mailing.deliveries.get()], "554 <b>sender</b> denied")
    client.force_login(editor())

    page = client.get(reverse("newsletter_admin:issue", args=[mailing.issue_id])).content.decode()

    assert "554 &lt;b&gt;sender&lt;/b&gt; denied" in page


def test_what_becomes_untrue_stops_it_before_the_next_letter():
    """The clock looks once a minute, and 441 letters take three seconds."""
    event = published_event()
    SubscriberFactory.create_batch(10)
    mailing = approved_mailing(draft_issue(event))
    sending.advance_mailings()
    claimed = Delivery.objects.claim(10)
    assert len(Delivery.objects.offer(claimed[:5])) == 5
    event.page.status = "cancelled"
    event.page.save_revision().publish()

    assert Delivery.objects.offer(claimed[5:]) == []

    mailing.refresh_from_db()
    assert (mailing.state, mailing.hold_reason) == (Mailing.State.HELD, "")
    delivery.send_due()
    assert mail.outbox == []


def test_what_an_event_says_in_other_words_stops_no_letter():
    event = published_event()
    SubscriberFactory.create_batch(3)
    approved_mailing(draft_issue(event))
    sending.advance_mailings()
    event.page.summary = "In andere woorden"
    event.page.save_revision().publish()

    delivery.send_due()

    assert len(mail.outbox) == 3


def test_what_is_held_after_its_last_letter_is_sent():
    mailing = started(2)
    claimed = Delivery.objects.offer(Delivery.objects.claim(2))
    sending.hold(mailing, user=UserFactory())
    Delivery.objects.mark_sent(claimed)

    mailing.refresh_from_db()
    assert mailing.progress == Mailing.State.SENT
    sending.advance_mailings()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT
    assert mailing.finished_at is not None


def test_after_the_last_letter_there_is_nothing_to_hold():
    mailing = started(2)
    delivery.send_due()

    with pytest.raises(MailingRefused) as refusal:
        sending.hold(mailing, user=UserFactory())

    assert refusal.value.code == "not_now"


def test_a_letter_in_doubt_rests_until_somebody_decides(
    server: ScriptedServer, said: dict[str, str], settings: Settings
):
    settings.MAIL_EVIDENCE = ""
    mailing = started(1)
    said["END"] = HANG_UP
    delivery.send_due()

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _hour in range(30):
            clock.shift(timedelta(hours=1))
            settling.settle_unanswered()
            delivery.send_due()

    assert mailing.deliveries.get().state == State.DOUBT
    assert len(server.asked) == 1


def test_while_one_is_in_doubt_the_record_is_read_ever_less_often(settings: Settings):
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(503)

        def log_message(self, *_words: object) -> None:
            """To nobody."""

    mailing = started(1)
    Delivery.objects.offer(Delivery.objects.claim(1))
    with (
        HTTPServer(("127.0.0.1", 0), Handler) as server,
        time_machine.travel(timezone.now(), tick=False) as clock,
    ):
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.MAIL_EVIDENCE = f"http://127.0.0.1:{server.server_port}/"
        for _five_minutes in range(24 * 12):
            settling.settle_unanswered()
            clock.shift(timedelta(minutes=5))
        server.shutdown()
        thread.join()

    assert mailing.deliveries.get().state == State.DOUBT
    assert 8 <= len(asked) <= 10


def approved_mailing_unprepared() -> Mailing:
    """As the web leaves it to the worker."""
    issue = draft_issue()
    fingerprint = freeze(issue.get_latest_revision_as_object()).fingerprint
    return approving.approve(issue, user=UserFactory(), fingerprint=fingerprint)


def test_who_approves_waits_for_nobody_to_be_written_down():
    SubscriberFactory.create_batch(3)

    mailing = approved_mailing_unprepared()

    assert (mailing.deliveries.count(), mailing.progress) == (0, Mailing.State.APPROVED)
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert (mailing.deliveries.count(), mailing.state) == (3, Mailing.State.SENDING)


def test_a_worker_that_is_killed_while_writing_them_down_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
):
    readers = SubscriberFactory.create_batch(5)
    SubscriberFactory.create_batch(2, state=Subscriber.State.UNSUBSCRIBED)
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    mailing = approved_mailing_unprepared()
    assert sending.prepare_some(mailing.pk)
    assert sending.prepare_some(mailing.pk)
    reader_since = SubscriberFactory()

    sending.advance_mailings()
    delivery.send_due()

    mailing.refresh_from_db()
    assert Counter(one.to[0] for one in mail.outbox) == Counter(reader.email for reader in readers)
    assert reader_since.email not in {one.to[0] for one in mail.outbox}
    assert (mailing.candidates, mailing.excluded) == (7, {"unsubscribed": 2})


def test_one_that_cannot_go_on_stops_no_other_and_is_seen(caplog: pytest.LogCaptureFixture):
    SubscriberFactory()
    broken, other = approved_mailing_unprepared(), approved_mailing_unprepared()
    Mailing.objects.filter(pk=broken.pk).update(excluded=7)
    periodic.call_due(timezone.now(), lambda _name: None)

    with pytest.raises(TypeError):
        periodic.run("advance_mailings")

    other.refresh_from_db()
    assert other.state == Mailing.State.SENDING
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert errors == [f"Mailing {broken.pk} cannot go on."]
    job = PeriodicJob.objects.get(name="advance_mailings")
    assert (job.done_at, job.failure) == (None, "TypeError")


def test_letters_wait_until_everybody_who_gets_one_is_known(monkeypatch: pytest.MonkeyPatch):
    """Also when somebody stops it meanwhile and has it go on."""
    SubscriberFactory.create_batch(3)
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    mailing = approved_mailing_unprepared()
    sending.prepare_some(mailing.pk)

    sending.hold(mailing, user=UserFactory())
    sending.resume(mailing, user=UserFactory())
    delivery.send_due()
    assert mail.outbox == []

    sending.advance_mailings()
    delivery.send_due()
    assert len(mail.outbox) == 3


def test_one_that_is_made_a_draft_again_meanwhile_is_written_down_for_nobody():
    SubscriberFactory()
    mailing = approved_mailing_unprepared()
    sending.hold(mailing, user=UserFactory())
    sending.revert_to_draft(mailing, user=UserFactory())

    sending.prepare(mailing.pk)

    assert Delivery.objects.count() == 0


def test_the_page_says_how_far_the_writing_down_is(client: Client):
    SubscriberFactory()
    mailing = approved_mailing_unprepared()
    client.force_login(editor())

    page = client.get(reverse("newsletter_admin:issue", args=[mailing.issue_id])).content.decode()

    assert "0 tot nu toe" in page


def sent_and_going_again() -> Mailing:
    """An editor decided that its letter in doubt has not arrived, after it was sent."""
    mailing = started(1)
    mailing.deliveries.update(state=State.DOUBT, offered_at=timezone.now(), attempts=1)
    sending.advance_mailings()
    mailing.deliveries.all().send_again()
    return mailing


def test_one_that_was_sent_is_held_in_a_restored_copy_when_letters_go_again():
    mailing = sent_and_going_again()

    assert sending.hold_all() == 1

    delivery.send_due()
    sending.advance_mailings()
    assert mail.outbox == []
    mailing.deliveries.update(state=State.WITHDRAWN)
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT
    assert sending.hold_all() == 0


def test_an_editor_stops_what_goes_again_and_sends_it_on(client: Client):
    mailing = sent_and_going_again()
    client.force_login(editor())
    hold, resume = (
        reverse(f"newsletter_admin:{name}", args=[mailing.issue_id]) for name in ("hold", "resume")
    )
    page = client.get(reverse("newsletter_admin:issue", args=[mailing.issue_id])).content.decode()
    assert hold in page

    client.post(hold)
    delivery.send_due()
    assert mail.outbox == []

    client.post(resume)
    delivery.send_due()
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert (len(mail.outbox), mailing.state) == (1, Mailing.State.SENT)
