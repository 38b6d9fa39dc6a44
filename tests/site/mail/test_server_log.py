"""What a mail server's own log says, in lines as Postfix writes them."""

import gzip
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.mail import server_log
from kennisstad.mail.server_log import ServerLogUnavailable, accepted_tokens, tokens_in
from tests.scripted_smtp import always, scripted

TOKEN = "0123456789abcdef0123456789abcdef-1"
OTHER = "fedcba9876543210fedcba9876543210-1"
SENDER = f"post+{TOKEN}@kennisstad.example"
AT = "Nov 26 22:41:22 mx postfix"

TAKEN = f"{AT}/qmgr[715]: 4ZBcdF2Qxyz: from=<{SENDER}>, size=4711, nrcpt=1 (queue active)"
CONNECT = f"{AT}/smtpd[714]: connect from localhost[127.0.0.1]"
CLIENT = f"{AT}/smtpd[714]: 4ZBcdF2Qxyz: client=localhost[127.0.0.1]"
CLEANUP = f"{AT}/cleanup[716]: 4ZBcdF2Qxyz: message-id=<{TOKEN}@kennisstad.example>"
SENT = (
    f"{AT}/smtp[717]: 4ZBcdF2Qxyz: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1.2, "
    "delays=0.1/0/0.4/0.7, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)"
)
DEFERRED = (
    f"{AT}/smtp[717]: 4ZBcdF2Qxyz: to=<a@example.org>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, "
    "status=deferred (host mx.example.org[192.0.2.1] said: 451 4.7.1 later)"
)
REMOVED = f"{AT}/qmgr[715]: 4ZBcdF2Qxyz: removed"


def reject(code: str) -> str:
    return (
        f"{AT}/smtpd[714]: NOQUEUE: reject: RCPT from localhost[127.0.0.1]: {code} <a@example.org>: Recipient address "
        f"rejected: Try again; from=<{SENDER}> to=<a@example.org> proto=ESMTP helo=<web>"
    )


@pytest.mark.parametrize(
    "lines",
    [
        [CONNECT, CLIENT, CLEANUP, TAKEN, SENT, REMOVED],
        [CLIENT, CLEANUP, TAKEN, DEFERRED, TAKEN, SENT, REMOVED],
        [TAKEN],
        [reject("451 4.3.0"), TAKEN],
        [TAKEN.replace("4ZBcdF2Qxyz", "2F1A3B4C5D")],
        [TAKEN.replace("nrcpt=1", "nrcpt=3")],
        [TAKEN.replace("Nov 26 22:41:22", "2026-11-26T22:41:22.123456+01:00")],
        [TAKEN.replace("postfix/", "postfix-out/")],
        [TAKEN + "\n"],
        [f"from=<{SENDER}> to=<a@example.org>"],
    ],
)
def test_a_mail_that_the_queue_took_was_accepted(lines: list[str]):
    assert set(tokens_in(lines)) == {TOKEN}


@pytest.mark.parametrize(
    "line",
    [
        reject("451 4.3.0"),
        reject("550 5.1.1"),
        reject("451 4.3.0").partition(f"{AT}/smtpd[714]: ")[2],
        CLEANUP,
        f"{AT}/cleanup[716]: 4ZBcdF2Qxyz: milter-reject: END-OF-MESSAGE from a[192.0.2.9]: 5.7.1; from=<{SENDER}>",
        f"{AT}/smtpd[714]: warning: 4ZBcdF2Qxyz: queue file size limit exceeded; from=<{SENDER}>",
        # A bounce goes to the sender of its own mail.
        f"{AT}/smtp[717]: 5AAbbC3Dxyz: to=<{SENDER}>, relay=local, delay=1, dsn=2.0.0, status=sent (delivered)",
        f"{AT}/qmgr[715]: 5AAbbC3Dxyz: from=<>, size=2711, nrcpt=1 (queue active)",
        f"{AT}/bounce[718]: 4ZBcdF2Qxyz: sender non-delivery notification: 5AAbbC3Dxyz",
        f"{AT}/qmgr[715]: 4ZBcdF2Qxyz: from=<{SENDER}>, status=expired, returned to sender",
        # A name that somebody chose is in the log as well.
        f"{AT}/smtpd[714]: NOQUEUE: reject: MAIL from a[192.0.2.9]: 504 5.5.2 <x>; from=<x@y> helo=<{TAKEN}>",
        f"from=<{SENDER}>",
        "",
    ],
)
def test_a_line_that_holds_the_token_is_no_acceptance(line: str):
    assert set(tokens_in([line])) == set()


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_EVIDENCE = str(tmp_path / "mail.log")
    return tmp_path / "mail.log"


@pytest.mark.parametrize("name", ["mail.log.1", "mail.log-20261126", "mail.log.20261126-224122"])
def test_what_was_rotated_away_is_read_too(log: Path, name: str):
    log.with_name(name).write_text(TAKEN + "\n")
    log.write_text(CONNECT + "\n")

    assert accepted_tokens(timezone.now()) == {TOKEN}


@pytest.mark.parametrize("name", ["mail.log.2.gz", "mail.log.20261126-224122.gz"])
def test_what_was_compressed_is_read_too(log: Path, name: str):
    log.with_name(name).write_bytes(gzip.compress(TAKEN.encode()))
    log.touch()

    assert accepted_tokens(timezone.now()) == {TOKEN}


@pytest.mark.parametrize(("minutes", "found"), [(50, {TOKEN}), (70, set()), (7 * 24 * 60, set())])
def test_what_was_rotated_away_long_before_is_left_alone(log: Path, minutes: int, found: set[str]):
    """Long is an hour: clocks and buffers may differ."""
    old, then = log.with_name("mail.log.7"), timezone.now() - timedelta(minutes=minutes)
    old.write_text(TAKEN)
    os.utime(old, (then.timestamp(), then.timestamp()))
    log.touch()

    assert accepted_tokens(timezone.now()) == found


def test_without_its_log_there_is_no_record_whatever_lies_beside_it(
    log: Path, caplog: pytest.LogCaptureFixture
):
    log.with_name("mail.log.1").write_text(TAKEN)

    with pytest.raises(ServerLogUnavailable):
        accepted_tokens(timezone.now())

    assert caplog.messages == [f"The mail server's record cannot be read: FileNotFoundError: {log}"]


@pytest.mark.parametrize("spoil", [lambda whole: whole[:20], lambda whole: whole[:12] + b"\xff" * 20])
def test_a_half_written_or_damaged_archive_is_no_record(log: Path, spoil: Callable[[bytes], bytes]):
    log.touch()
    log.with_name("mail.log.2.gz").write_bytes(spoil(gzip.compress(TAKEN.encode())))

    with pytest.raises(ServerLogUnavailable):
        accepted_tokens(timezone.now())


NO_TEXT = b"\xff\xfe\x00\n" + TAKEN.encode() + b"\n"


def test_bytes_that_are_no_text_hide_nothing(log: Path):
    log.write_bytes(NO_TEXT)

    assert accepted_tokens(timezone.now()) == {TOKEN}


def test_bytes_that_are_no_text_hide_nothing_in_what_was_compressed(log: Path):
    log.touch()
    log.with_name("mail.log.2.gz").write_bytes(gzip.compress(NO_TEXT))

    assert accepted_tokens(timezone.now()) == {TOKEN}


def test_one_sender_for_all_mail_leaves_no_record_to_ask(log: Path, settings: Settings):
    settings.MAIL_UNIQUE_SENDER = False
    log.write_text(TAKEN)

    with pytest.raises(ServerLogUnavailable):
        accepted_tokens(timezone.now())


@contextmanager
def answering(body: bytes, status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """To nobody."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/messages/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"{CONNECT}\n{TAKEN}\n", {TOKEN}),
        (NO_TEXT, {TOKEN}),
        (f"{reject('451')}\n", set()),
        (json.dumps({"messages": [{"sender": SENDER, "subject": "Hi"}]}), {TOKEN}),
        ("\n" + json.dumps([{"sender": SENDER}]), {TOKEN}),
        # Whoever writes to us may write anything, but not as the sender of an envelope.
        (
            json.dumps({"messages": [{"sender": "x@example.org", "subject": f"from=<{SENDER}> to=<a@b.c>"}]}),
            set(),
        ),
        ("", set()),
    ],
)
def test_an_address_may_answer_with_lines_or_with_a_list(
    settings: Settings, body: str | bytes, found: set[str]
):
    with answering(body if isinstance(body, bytes) else body.encode()) as address:
        settings.MAIL_EVIDENCE = address
        assert accepted_tokens(timezone.now()) == found


def test_a_log_may_be_called_anything(tmp_path: Path, settings: Settings):
    log = tmp_path / "mail[1].log"
    log.write_text(f"{TAKEN}\n")
    settings.MAIL_EVIDENCE = str(log)

    assert accepted_tokens(timezone.now()) == {TOKEN}


def test_of_an_answer_without_end_only_so_much_is_read(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server_log, "MOST_BYTES", len(TAKEN) + 1)
    with answering(f"{TAKEN}\n{TAKEN.replace(TOKEN, OTHER)}\n".encode()) as address:
        settings.MAIL_EVIDENCE = address
        assert accepted_tokens(timezone.now()) == {TOKEN}


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_no_record(settings: Settings, monkeypatch: pytest.MonkeyPatch, head: bytes):
    monkeypatch.setattr(server_log, "MOST_SECONDS", 0.2)

    def drip() -> None:
        connection, _address = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(head or b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.sendall(f"{TAKEN}\n".encode() if head else b"X-Later: yes\r\n"[:1])
                time.sleep(0.01)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=drip)
        server.start()
        settings.MAIL_EVIDENCE = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(ServerLogUnavailable):
            accepted_tokens(timezone.now())
        server.join()


def test_an_address_that_speaks_something_else_is_no_record(settings: Settings):
    with scripted(always({})) as server:
        settings.MAIL_EVIDENCE = f"http://127.0.0.1:{server.port}/"
        with pytest.raises(ServerLogUnavailable):
            accepted_tokens(timezone.now())


@pytest.mark.parametrize(("body", "status"), [(b"{", 200), (b"[" * 100_000, 200), (b"gone", 503)])
def test_an_address_that_does_not_answer_well_is_no_record(settings: Settings, body: bytes, status: int):
    with answering(body, status) as address:
        settings.MAIL_EVIDENCE = address
        with pytest.raises(ServerLogUnavailable):
            accepted_tokens(timezone.now())
