from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.mail import delivery, pace, settling
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from tests.smtp_sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]


def written(to: str, **values: object) -> OutgoingMail:
    return OutgoingMail.objects.create(
        key=to, to=to, subject="Hi", text="Hi", html="<p>Hi</p>", delete_after=date(2030, 1, 1), **values
    )


def states() -> dict[str, str]:
    return dict(OutgoingMail.objects.values_list("to", "state"))


def test_drain_sends_everything_that_is_due(sink: Sink):
    for number in range(60):
        written(f"reader{number}@example.org")
    written("tomorrow@example.org", not_before=timezone.now() + timedelta(days=1))

    assert delivery.send_due()

    assert sorted(sink.recipients()) == sorted(f"reader{number}@example.org" for number in range(60))
    assert states()["tomorrow@example.org"] == State.QUEUED


def test_drain_stops_when_its_time_is_up(sink: Sink):
    for number in range(delivery.BATCH + 1):
        written(f"reader{number}@example.org")

    assert not delivery.send_due(seconds=0)

    assert len(sink.recipients()) == delivery.BATCH


@pytest.mark.parametrize(
    ("record", "offers"),
    [("tells", 4 + 2), ("none", 12), ("another server's", 12)],
)
def test_where_the_record_tells_more_is_offered_at_once(
    sink: Sink,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record: str,
    offers: int,
):
    """By fives until it has shown what the server took; then a commit for twenty."""
    monkeypatch.setattr(delivery, "BATCH", 20)
    other = tmp_path / "other.log"
    other.write_text(f"from=<post+{'0' * 32}-1@example.org> to=<somebody@example.org>\n")
    settings.MAIL_EVIDENCE = {"tells": str(sink.log), "none": "", "another server's": str(other)}[record]
    for number in range(60):
        written(f"reader{number}@example.org")

    with CaptureQueriesContext(connection) as queries:
        delivery.send_due()

    assert len(sink.recipients()) == 60
    assert sum("SET \"state\" = 'offered'" in query["sql"] for query in queries) == offers


def test_what_is_asked_for_while_mail_is_sent_goes_before_the_next_batch(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    """A newsletter takes hours, and whoever registers meanwhile waits for a ticket."""
    monkeypatch.setattr(delivery, "BATCH", 1)
    asked_for = iter(["first", "ticket"])

    def put_in_outbox() -> None:
        for name in asked_for:
            written(f"{name}@example.org", not_before=timezone.now() - timedelta(days=1))
            break

    monkeypatch.setattr(delivery, "BEFORE_SENDING", [put_in_outbox])
    for number in range(2):
        written(f"reader{number}@example.org", not_before=timezone.now() - timedelta(hours=1))

    delivery.send_due()

    assert sink.recipients() == [f"{name}@example.org" for name in ("first", "ticket", "reader0", "reader1")]


def test_each_answer_of_the_server_has_its_state(sink: Sink):
    for name in ("first", "later", "never", "last"):
        written(f"{name}@example.org")

    delivery.send_due()

    assert states() == {
        "first@example.org": State.SENT,
        "later@example.org": State.QUEUED,
        "never@example.org": State.FAILED,
        "last@example.org": State.SENT,
    }
    assert OutgoingMail.objects.get(to="never@example.org").error == "550 5.1.1 No such person"


def test_a_mail_put_off_is_tried_for_three_days_and_then_failed(sink: Sink):
    row = written("later@example.org")
    tries = 0

    with time_machine.travel(timezone.now()) as clock:
        while states()["later@example.org"] == State.QUEUED:
            delivery.send_due()
            tries += 1
            clock.shift(timedelta(days=1))

    row.refresh_from_db()
    assert (row.state, row.attempts, tries) == (State.FAILED, 8, 8)


def test_each_not_now_is_tried_again_after_a_longer_while(sink: Sink):
    row, waits = written("later@example.org"), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(7):
            delivery.send_due()
            row.refresh_from_db()
            waits.append((row.not_before - timezone.now()) // timedelta(minutes=1))
            clock.move_to(row.not_before)

    assert waits == [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60]


def test_who_waits_longest_is_mailed_first(sink: Sink):
    now = timezone.now()
    for minutes in (2, 3, 1):
        written(f"{minutes}@example.org", not_before=now - timedelta(minutes=minutes))

    delivery.send_due()

    assert sink.recipients() == ["3@example.org", "2@example.org", "1@example.org"]


def test_mail_to_one_person_goes_before_a_newsletter():
    *first, last = (model._meta.object_name for model in settling.outgoing_models())

    assert (set(first), last) == ({"OutgoingMail", "Message"}, "Delivery")


def test_what_was_sent_knows_when_and_forgets_what_went_wrong(sink: Sink):
    row = written("a@example.org", error="451 not now")
    with time_machine.travel(timezone.now(), tick=False):
        delivery.send_due()
        row.refresh_from_db()
        assert (row.state, row.error) == (State.SENT, "")
        assert row.offered_at == row.settled_at == timezone.now()


def test_what_a_person_discards_is_not_sent(sink: Sink, settings: Settings):
    settings.MAIL_EVIDENCE = ""
    row = written("lost@example.org")
    delivery.send_due()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        settling.settle_unanswered()
        row.refresh_from_db()
        assert OutgoingMail.objects.filter(pk=row.pk).discard() == 1
        delivery.send_due()

    assert (sink.recipients(), states()) == ([], {"lost@example.org": State.WITHDRAWN})


def test_the_log_finds_every_row_by_its_own_sender(settings: Settings, sink: Sink):
    settings.CONTACT_ADDRESS = "post@kennisstad.example.org"
    row = written("a@example.org")

    delivery.send_due()

    sender = f"post+{row.token}-1@kennisstad.example.org"
    assert sink.log.read_text() == f"from=<{sender}> to=<a@example.org>\n"
    assert row.message_id == f"<{row.token}@kennisstad.example.org>"


def test_an_address_that_cannot_be_written_fails_alone(sink: Sink, caplog: pytest.LogCaptureFixture):
    row = written("jörg@example.org")
    written("b@example.org")

    delivery.send_due()

    assert states() == {"jörg@example.org": State.FAILED, "b@example.org": State.SENT}
    row.refresh_from_db()
    assert row.error.startswith("CannotBeMailed: ")
    logged = [one for one in caplog.records if one.name == "kennisstad.mail.delivery"]
    assert [one.getMessage() for one in logged] == [f"Mail mail.OutgoingMail {row.pk} cannot be made."]
    assert logged[0].exc_info


@pytest.mark.parametrize(("to", "received"), [("lost@example.org", 0), ("taken@example.org", 1)])
def test_silence_is_settled_by_the_servers_record(sink: Sink, to: str, received: int):
    written(to)
    written("b@example.org")
    delivery.send_due()
    assert states() == {to: State.OFFERED, "b@example.org": State.SENT}

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        settling.settle_unanswered()

    assert sink.recipients().count(to) == received
    assert states()[to] == (State.SENT if received else State.QUEUED)


def test_silence_within_the_grace_is_left_alone(sink: Sink):
    written("lost@example.org")
    delivery.send_due()

    assert settling.settle_unanswered() == 0

    assert states() == {"lost@example.org": State.OFFERED}


def test_without_a_record_silence_becomes_doubt_and_a_ticket_goes_again_after_a_while(
    sink: Sink, settings: Settings
):
    """A second one harms nobody, a missing one does. After a few times a person is asked."""
    settings.MAIL_EVIDENCE = ""
    row, seen = written("lost@example.org"), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while (state := states()["lost@example.org"]) != State.FAILED:
            seen.append(state)
            delivery.send_due()
            for minutes in (7, 7, 2):
                clock.shift(timedelta(minutes=minutes))
                settling.settle_unanswered()
                seen.append(states()["lost@example.org"])

    assert seen[:5] == [State.QUEUED, State.DOUBT, State.DOUBT, State.QUEUED, State.QUEUED]
    row.refresh_from_db()
    assert (row.attempts, row.tries) == (6, 5)
    assert OutgoingMail.objects.filter(pk=row.pk).send_again() == 1
    assert states() == {"lost@example.org": State.QUEUED}


def test_a_record_that_is_a_day_late_proves_no_absence(sink: Sink):
    written("lost@example.org")
    delivery.send_due()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        settling.settle_unanswered()

    assert states() == {"lost@example.org": State.DOUBT}


def test_nothing_is_offered_while_the_server_is_away(
    settings: Settings, sink: Sink, caplog: pytest.LogCaptureFixture
):
    settings.MAILERS = {"default": sink.mailer | {"OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1}}}
    row = written("a@example.org")

    delivery.send_due()

    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 0)
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("The mail server is not there, and is asked again after ")
    assert line.endswith("ConnectionRefusedError: [Errno 111] Connection refused")


def test_what_the_server_was_not_asked_waits_for_its_return(sink: Sink):
    for name in ("closing", "next", "last"):
        written(f"{name}@example.org")

    delivery.send_due()

    assert states() == {
        "closing@example.org": State.OFFERED,
        "next@example.org": State.QUEUED,
        "last@example.org": State.QUEUED,
    }


def test_a_stale_offer_is_not_handed_over(settings: Settings, sink: Sink):
    """By then another worker may have asked the server's record and sent it."""
    settings.MAIL_GRACE_SECONDS = 0
    written("a@example.org")

    delivery.send_due(seconds=0)

    assert (sink.recipients(), states()) == ([], {"a@example.org": State.QUEUED})


def test_a_late_yes_ends_the_doubt():
    row = written("a@example.org")
    [row] = OutgoingMail.objects.offer(OutgoingMail.objects.claim(10))
    OutgoingMail.objects.update(state=State.DOUBT)

    assert OutgoingMail.objects.mark_sent([row]) == 1


def test_whatever_goes_wrong_what_was_not_offered_is_anybodys_again(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    written("a@example.org")

    def broken(*_of: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(pace, "known", broken)
        with pytest.raises(RuntimeError):
            delivery.send_due()
    delivery.send_due()

    assert states() == {"a@example.org": State.SENT}


def test_an_answer_counts_for_its_own_offer_only(sink: Sink):
    written("before@example.org")
    delivery.send_due()
    written("a@example.org")
    [row] = OutgoingMail.objects.offer(OutgoingMail.objects.claim(10))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        settling.settle_unanswered()
        OutgoingMail.objects.offer(OutgoingMail.objects.claim(10))

    assert OutgoingMail.objects.mark_sent([row]) == 0
    assert not row.settle(State.FAILED)
    assert states() == {"before@example.org": State.SENT, "a@example.org": State.OFFERED}


def test_a_claimed_row_is_nobody_elses_until_the_grace_has_passed():
    written("a@example.org")

    claimed = OutgoingMail.objects.claim(10)

    assert [row.to for row in claimed] == ["a@example.org"]
    assert OutgoingMail.objects.claim(10) == []
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert len(OutgoingMail.objects.claim(10)) == 1
        assert OutgoingMail.objects.offer(claimed) == []


def test_what_nobody_could_offer_waits_for_nobody(settings: Settings, sink: Sink):
    written("a@example.org")
    there, settings.MAILERS = (
        settings.MAILERS,
        {"default": sink.mailer | {"OPTIONS": {"host": "127.0.0.1", "port": 9}}},
    )
    delivery.send_due()

    settings.MAILERS = there
    delivery.send_due()

    assert states() == {"a@example.org": State.SENT}


def test_what_is_given_back_has_waited_since_it_did():
    moment = timezone.now() - timedelta(hours=2)
    written("a@example.org", not_before=moment)

    assert OutgoingMail.objects.release(OutgoingMail.objects.claim(10)) == 1

    assert OutgoingMail.objects.get().not_before == moment


def test_a_withdrawn_row_is_not_offered():
    written("a@example.org")
    [row] = OutgoingMail.objects.claim(10)
    OutgoingMail.objects.update(state=State.WITHDRAWN)

    assert OutgoingMail.objects.offer([row]) == []
