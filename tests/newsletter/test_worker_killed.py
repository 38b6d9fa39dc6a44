"""A worker that is killed in the middle of sending: nobody is forgotten and nobody gets it twice."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kennisstad.mail import delivery
from kennisstad.mail.delivery import BATCH, HANDFUL, HANDFUL_ON_RECORD
from newsletter import sending
from newsletter.models import Mailing
from tests import smtp_sink
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.newsletter.killing import everybody_once, finish, kill_after, prepare, start_worker, stop
from tests.smtp_sink import Sink

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # The runner's own threads touch nothing that the forked worker needs.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

READERS = int(os.environ.get("KILL_READERS", "150"))
KILLS = int(os.environ.get("KILL_TIMES", "8"))


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    with smtp_sink.running(tmp_path / "sink", pause=0.004) as server:
        prepare(settings, server)
        yield server


# Seldom enough that the worker has seen what its record tells, and offers more at once; and so often that it has not.
@pytest.mark.parametrize(("batch", "kills"), [(20, 4), (BATCH, KILLS)])
def test_everybody_gets_exactly_one_letter_however_often_the_worker_is_killed(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, batch: int, kills: int
):
    monkeypatch.setattr(delivery, "BATCH", batch)
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    mailing = approved_mailing()
    sending.advance_mailings()

    for kill in range(1, kills + 1):
        kill_after(kill * READERS // (kills + 2), sink)
    assert 0 < len(sink.recipients()) < READERS
    finish()

    assert Counter(sink.recipients()) == Counter(readers)
    assert mailing.figures()["sent"] == READERS
    sending.advance_mailings()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT


# How the server behaves, whether its log holds refusals too, and what becomes of the log: each with each in `make soak`.
@pytest.mark.parametrize(
    ("manner", "record"),
    [
        ("polite", "rejects"),
        ("closes", "rotated"),
        ("hangs-up", "truthful"),
        ("drips", "truthful"),
        ("throttles", "rotated"),
        ("polite", "emptied"),
        ("hangs-up", "none"),
        ("polite", "rejects emptied"),
    ],
)
def test_whatever_server_and_record_nobody_is_forgotten_and_nobody_gets_it_twice(
    tmp_path: Path, settings: Settings, manner: str, record: str
):
    everybody_once(tmp_path, settings, manner, record, readers=60, kills=4)


@pytest.mark.parametrize(("has_record", "most"), [(True, HANDFUL_ON_RECORD), (False, HANDFUL)])
def test_a_kill_leaves_a_handful_open_at_most(
    sink: Sink, settings: Settings, monkeypatch: pytest.MonkeyPatch, has_record: bool, most: int
):
    monkeypatch.setattr(delivery, "BATCH", 20)
    settings.MAIL_EVIDENCE = settings.MAIL_EVIDENCE if has_record else ""
    SubscriberFactory.create_batch(60)
    mailing = approved_mailing()
    sending.advance_mailings()

    kill_after(25, sink)

    figures = mailing.figures()
    assert figures["offered"] <= most
    assert figures["sent"] <= len(sink.recipients()) <= figures["sent"] + figures["offered"]


def test_two_workers_at_once_send_everybody_one_letter(sink: Sink):
    readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
    approved_mailing()
    sending.advance_mailings()
    other = start_worker()

    finish()

    stop(other, signal.SIGTERM)
    assert Counter(sink.recipients()) == Counter(readers)
