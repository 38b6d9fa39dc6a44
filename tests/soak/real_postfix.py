"""A newsletter through a real Postfix whose log is the record: its worker killed and its log rotated meanwhile."""

import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kennisstad.mail.outgoing import State
from newsletter import sending
from newsletter.models import Delivery
from tests import smtp_sink
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.newsletter.killing import kill_after, prepare, start_worker, stop, wait_until
from tests.soak import postfix

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

READERS = int(os.environ.get("KILL_READERS", "440"))
KILLS = int(os.environ.get("POSTFIX_KILLS", "20"))


@pytest.mark.parametrize("long_ids", [True, False])
def test_postfix_gets_each_letter_once(tmp_path: Path, settings: Settings, long_ids: bool):
    with (
        smtp_sink.running(tmp_path / "sink") as sink,
        postfix.running(tmp_path / "postfix", sink.port, long_ids=long_ids) as server,
    ):
        prepare(settings, server)
        settings.CONTACT_ADDRESS = "post@kennisstad.example.org"
        readers = [reader.email for reader in SubscriberFactory.create_batch(READERS)]
        later = SubscriberFactory(email=f"anna@{postfix.LATER}")
        never = SubscriberFactory(email=f"bea@{postfix.NEVER}")
        mailing = approved_mailing()
        sending.advance_mailings()

        for kill in range(1, KILLS + 1):
            kill_after(kill * READERS // (KILLS + 2), sink)
            if kill % 5 == 0:
                server.rotate()
        worker = start_worker()
        try:
            settled = Delivery.objects.exclude(state__in=[State.QUEUED, State.OFFERED, State.DOUBT])
            wait_until(lambda: settled.count() == READERS + 1)
            wait_until(lambda: len(sink.recipients()) >= READERS)
        finally:
            stop(worker, signal.SIGTERM)

        assert Counter(sink.recipients()) == Counter(readers)
        assert mailing.deliveries.get(subscriber=later).state == State.QUEUED
        assert mailing.deliveries.get(subscriber=never).state == State.FAILED
