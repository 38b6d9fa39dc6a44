"""At which stage a conversation ended, and whom the "no" is about."""

import re
import smtplib
import socket
import time
from threading import Thread

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from kennisstad.mail.smtp import EmailBackend, SMTPTransport, answer_to
from kennisstad.mail.transport import About, Answer, MailerTransport, Outcome, Stage
from tests.scripted_smtp import DRIP, HANG_UP, ScriptedServer, always, scripted

SENDER = "post+0a-1@kennisstad.example"
# Asked one after the other, or all before the message in one go.
MANNERS = [{}, {"HELO": "250-hello\r\n250-SIZE 1000000\r\n250 PIPELINING"}]


def transport_to(server: ScriptedServer) -> SMTPTransport:
    return SMTPTransport(EmailBackend(alias="default", **server.mailer["OPTIONS"]))


def message(body: str = "Hello") -> EmailMessage:
    return EmailMessage("Hi", body, "x@example.org", ["anna@example.org"])


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    ("stage", "words", "expected"),
    [
        ("MAIL", "554 sender denied", (Outcome.REFUSED, About.US, Stage.SENDER)),
        ("MAIL", "500 what?", (Outcome.REFUSED, About.US, Stage.SENDER)),
        ("MAIL", "451 4.3.0 busy", (Outcome.DEFERRED, About.SERVER, Stage.SENDER)),
        ("MAIL", HANG_UP, (Outcome.NOT_OFFERED, About.SERVER, Stage.SENDER)),
        ("RCPT", "550 5.1.1 no such person", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "550 no such person", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "551 not local", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "552 full", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "553 what a name", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "556 takes no mail", (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "554 5.7.1 relay denied", (Outcome.REFUSED, About.US, Stage.RECIPIENT)),
        ("RCPT", "450 4.2.1 busy", (Outcome.DEFERRED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "450 4.1.8 sender's domain not found", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "450 4.7.25 no name for your address", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "454 4.7.0 too fast", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "450 4.2.0 greylisted", (Outcome.DEFERRED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "451 4.7.1 greylisted", (Outcome.DEFERRED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "450 4.4.1 their server is away", (Outcome.DEFERRED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "450 busy", (Outcome.DEFERRED, About.ADDRESS, Stage.RECIPIENT)),
        ("RCPT", "451 4.3.0 lookup failed", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "450 4.3.2 not now", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "451 4.4.3 no directory", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "452 4.5.3 too many", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "451 4.7.500 server busy", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "450 4.7.24 your SPF", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "451 local error", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "452 no room", (Outcome.DEFERRED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", "550 5.3.2 closed", (Outcome.REFUSED, About.US, Stage.RECIPIENT)),
        ("RCPT", "550 5.7.1 not from you", (Outcome.REFUSED, About.US, Stage.RECIPIENT)),
        ("RCPT", "550 5.7.23 your SPF", (Outcome.REFUSED, About.US, Stage.RECIPIENT)),
        ("END", "451 4.7.1 come back later", (Outcome.DEFERRED, About.SERVER, Stage.END)),
        ("END", "451 4.3.0 no scanner", (Outcome.DEFERRED, About.SERVER, Stage.END)),
        ("RCPT", "421 4.3.2 bye", (Outcome.NOT_OFFERED, About.SERVER, Stage.RECIPIENT)),
        ("RCPT", HANG_UP, (Outcome.NOT_OFFERED, About.SERVER, Stage.RECIPIENT)),
        ("DATA", HANG_UP, (Outcome.NOT_OFFERED, About.SERVER, Stage.CONTENT)),
        ("DATA", "554 no valid recipients", (Outcome.REFUSED, About.US, Stage.CONTENT)),
        ("END", HANG_UP, (Outcome.NO_REPLY, About.SERVER, Stage.END)),
        ("END", "554 5.6.0 spam", (Outcome.REFUSED, About.CONTENT, Stage.END)),
        ("END", "552 too big", (Outcome.REFUSED, About.CONTENT, Stage.END)),
        ("END", "552 5.2.2 mailbox full", (Outcome.REFUSED, About.ADDRESS, Stage.END)),
        ("END", "554 5.7.1 we don't like you", (Outcome.REFUSED, About.US, Stage.END)),
        ("END", "454 Throttling failure", (Outcome.DEFERRED, About.SERVER, Stage.END)),
        ("END", "452 4.2.2 mailbox full", (Outcome.DEFERRED, About.ADDRESS, Stage.END)),
        ("END", "421 going down", (Outcome.NOT_OFFERED, About.SERVER, Stage.END)),
        ("GREETING", HANG_UP, (Outcome.NOT_OFFERED, About.SERVER, Stage.CONNECTION)),
        ("GREETING", "554 go away", (Outcome.NOT_OFFERED, About.SERVER, Stage.CONNECTION)),
    ],
)
def test_each_no_has_its_stage_and_whom_it_is_about(
    manner: dict[str, str], stage: str, words: str, expected: tuple[Outcome, About, Stage]
):
    with scripted(always(manner | {stage: words})) as server:
        transport = transport_to(server)
        answer = transport.hand_over(message(), SENDER)
        transport.close()

    assert (answer.outcome, answer.about, answer.stage) == expected
    said = "SMTPServerDisconnected: " if words == HANG_UP else words.partition(" ")[2]
    assert said in answer.words
    assert server.accepted == []


@pytest.mark.parametrize(("stage", "outcome"), [("RCPT", Outcome.NOT_OFFERED), ("END", Outcome.NO_REPLY)])
def test_whoever_never_comes_to_an_end_is_left_in_time(settings: Settings, stage: str, outcome: Outcome):
    """A socket's time-out begins anew with each byte."""
    settings.MAIL_GRACE_SECONDS = 0.6
    with scripted(always({stage: DRIP})) as server:
        began = time.monotonic()
        answer = transport_to(server).hand_over(message(), SENDER)
        took = time.monotonic() - began

    assert answer.outcome is outcome
    # The last may begin after half of that time.
    assert took < settings.MAIL_GRACE_SECONDS / 2


@pytest.mark.parametrize("words", ["451 4.3.0 lookup failed", "451 local error", "451 4.4.3 no directory"])
def test_a_fault_behind_the_server_is_the_mailboxs_only_right_after_it_took_anothers(words: str):
    """One that breaks for all in the middle costs one address one try."""
    answers = iter([words, None, words, words])
    with scripted(lambda _server, stage: next(answers) if stage == "RCPT" else None) as server:
        transport = transport_to(server)
        heard = [transport.hand_over(message(), SENDER) for _one in range(4)]
        transport.close()

    assert [one.about for one in heard if one.outcome is Outcome.DEFERRED] == [
        About.SERVER,
        About.ADDRESS,
        About.SERVER,
    ]


@pytest.mark.parametrize("words", ["454 too fast", "451 4.7.500 server busy", "450 4.1.8 your domain"])
def test_what_is_said_of_us_is_so_whomever_it_took_before(words: str):
    code, _space, rest = words.partition(" ")

    assert answer_to(Stage.RECIPIENT, int(code), rest.encode(), took_the_last=True).about is About.SERVER


def test_a_sender_that_cannot_be_written_is_about_us():
    with scripted(always({})) as server:
        answer = transport_to(server).hand_over(message(), "pöst@example.org")

    assert (answer.outcome, answer.about, answer.stage) == (Outcome.REFUSED, About.US, Stage.SENDER)


def test_an_address_that_cannot_be_written_is_refused_before_anybody_is_asked():
    with scripted(always({})) as server:
        letter = EmailMessage("Hi", "Hello", "x@example.org", ["jörg@example.org"])
        answer = transport_to(server).hand_over(letter, SENDER)

    assert (answer.outcome, answer.about, answer.stage) == (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)
    assert "letters" in answer.words
    assert server.connections == 0


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "END"])
@pytest.mark.parametrize("words", ["550 5.1.1 no", "421 bye", HANG_UP])
def test_the_next_message_goes_as_if_nothing_had_been(manner: dict[str, str], stage: str, words: str):
    said = iter([words])
    with scripted(lambda _server, at: next(said, None) if at == stage else manner.get(at)) as server:
        transport = transport_to(server)
        transport.hand_over(message(), SENDER)
        answer = transport.hand_over(message(), SENDER)
        transport.close()

    assert answer == Answer(Outcome.ACCEPTED)
    assert server.accepted == ["anna@example.org"]
    assert set(server.senders) == {SENDER}


def test_a_line_with_a_dot_ends_nothing_early():
    body = "one\n.\ntwo\n..\n.three"
    with scripted(always({})) as server:
        transport = transport_to(server)
        transport.hand_over(message(body), SENDER)
        transport.close()

    received = [line.removeprefix(b".") for line in server.contents[0].splitlines()]
    assert received[-5:] == body.encode().splitlines()


def test_what_no_server_may_say_after_the_last_dot_leaves_doubt():
    assert answer_to(Stage.END, 199, b"?").outcome is Outcome.NO_REPLY
    assert answer_to(Stage.SENDER, 199, b"?").outcome is Outcome.NOT_OFFERED


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.ACCEPTED),
        (ValueError("not an address"), Outcome.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.NO_REPLY),
        (RuntimeError("a provider's own"), Outcome.NO_REPLY),
    ],
)
def test_a_backend_of_another_kind_says_yes_or_leaves_doubt(error: Exception | None, outcome: Outcome):
    class Backend(BaseEmailBackend):
        def send_messages(self, email_messages: list[EmailMessage]) -> int:
            self.senders = [one.from_email for one in email_messages]
            if error:
                raise error
            return len(email_messages)

    backend = Backend(alias="other")

    assert MailerTransport(backend).hand_over(message(), SENDER).outcome is outcome
    assert backend.senders == [SENDER]


def test_in_one_go_it_is_asked_before_any_answer_and_an_offer_for_nobody_is_declined():
    asked: list[bytes] = []
    heard: list[bytes] = []

    def converse() -> None:
        connection, _address = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            lines.readline()
            connection.sendall(b"250-hello\r\n250-SIZE 1000000\r\n250 PIPELINING\r\n")
            asked.extend(iter(lines.readline, b"DATA\r\n"))
            connection.sendall(b"250 OK\r\n550 5.1.1 no such person\r\n354 go on all the same\r\n")
            heard.append(lines.readline())
            connection.sendall(b"554 5.5.1 no valid recipients\r\n")
            heard.append(lines.readline())
            connection.sendall(b"250 OK\r\n")
            lines.readline()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=converse)
        server.start()
        transport = SMTPTransport(
            EmailBackend(alias="default", host="127.0.0.1", port=listener.getsockname()[1], timeout=5)
        )
        answer = transport.hand_over(message(), SENDER)
        transport.close()
        server.join()

    assert (answer.outcome, answer.about, answer.stage) == (Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT)
    assert re.fullmatch(rb"MAIL FROM:<post\+0a-1@kennisstad\.example> SIZE=\d{3}\r\n", asked[0])
    assert asked[1:] == [b"RCPT TO:<anna@example.org>\r\n"]
    assert heard == [b".\r\n", b"rset\r\n"]
