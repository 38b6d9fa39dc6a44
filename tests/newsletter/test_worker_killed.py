"""A worker that is killed in the middle of sending: nobody is forgotten and nobody gets it twice."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kennisstad.mail.delivery import HANDFUL
from newsletter import sending
from newsletter.models import Mailing
from tests import smtp_sink
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.newsletter.killing import finish, kill_after, prepare, start_worker, stop
from tests.smtp_sink import Sink

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # The runner's own threads touch nothing that the forked worker needs.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

READERS = int(os.environ.get("KILL_READERS", "150"))
KILLS = int(os.environ.get("KILL_TIMES", "12"))
SOME_READERS = int(os.environ.get("KILL_READERS", "60"))
SOME_KILLS = int(os.environ.get("KILL_TIMES", "4"))


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    with smtp_sink.running(tmp_path / "sink", pause=0.004) as server:
        prepare(settings, server)
        yield server


def test_everybody_gets_exactly_one_letter_however_often_the_worker_is_killed(sink: Sink):
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    mailing = approved_mailing()
    sending.advance_mailings()

    for kill in range(1, KILLS + 1):
        kill_after(kill * READERS // (KILLS + 2), sink)
    assert 0 < len(sink.recipients()) < READERS
    finish()

    assert Counter(sink.recipients()) == Counter(readers)
    assert mailing.figures()["sent"] == READERS
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT


def empty(log: Path) -> None:
    log.write_text("")


def rotate_by_date(log: Path) -> None:
    if log.exists():
        log.rename(log.with_name(f"mail.log-{time.monotonic_ns()}"))
    log.touch()


# How the record lies or leaves, when, and whether it can tell all the same.
@pytest.mark.parametrize(
    ("manner", "spoil", "can_tell"),
    [
        ("postfix", None, True),
        ("closes", rotate_by_date, True),
        ("hangs-up", None, True),
        ("drips", None, True),
        ("throttles", rotate_by_date, True),
        ("polite", empty, False),
        ("hangs-up", "none", False),
        ("postfix", empty, False),
    ],
)
def test_whatever_server_and_record_nobody_is_forgotten_and_nobody_gets_it_twice(
    tmp_path: Path,
    settings: Settings,
    manner: str,
    spoil: Callable[[Path], None] | str | None,
    can_tell: bool,
):
    with smtp_sink.running(tmp_path / "sink", pause=0.004, manner=manner) as sink:
        prepare(settings, sink)
        if spoil == "none":
            settings.MAIL_EVIDENCE = ""
        readers = [reader.email for reader in SubscriberFactory.create_batch(SOME_READERS)]
        mailing = approved_mailing()
        sending.advance_mailings()

        for kill in range(1, SOME_KILLS + 1):
            kill_after(kill * SOME_READERS // (SOME_KILLS + 2), sink)
            if callable(spoil):
                spoil(sink.log)
        # A handful for each kill, and whatever the server itself broke off after the last dot.
        most = 0 if can_tell else SOME_KILLS * HANDFUL + SOME_READERS // 20
        finish(but=most)

        figures, received = mailing.figures(), Counter(sink.recipients())
        assert max(received.values()) == 1
        assert set(received) <= set(readers)
        assert figures["sent"] + figures["doubt"] == SOME_READERS
        assert figures["doubt"] <= most
        assert SOME_READERS - figures["doubt"] <= len(received)


def test_a_kill_leaves_a_handful_open_at_most(sink: Sink):
    SubscriberFactory.create_batch(20)
    mailing = approved_mailing()
    sending.advance_mailings()

    kill_after(5, sink)

    figures = mailing.figures()
    assert figures["offered"] <= HANDFUL
    assert figures["sent"] <= len(sink.recipients()) <= figures["sent"] + figures["offered"]


def test_two_workers_at_once_send_everybody_one_letter(sink: Sink):
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    approved_mailing()
    sending.advance_mailings()
    other = start_worker()

    finish()

    stop(other, signal.SIGTERM)
    assert Counter(sink.recipients()) == Counter(readers)
