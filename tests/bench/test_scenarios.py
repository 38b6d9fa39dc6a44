"""That everything can be measured; how fast it is, `make bench` says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.bench import content, mail, mailing, report
from tests.bench.__main__ import Options, measured, scenarios
from tests.bench.load import Exhausted, Visitor, WrongAnswer, measure
from tests.bench.product import Product
from tests.bench.sink import running

ENTRIES, GUESTS, READERS = 50, 60, 3
A_MOMENT = Options(sqlite=True, seconds=0.02, rounds=1, only=[], folder="")


@pytest.fixture
def product(settings: Settings, live_server: LiveServer, tmp_path: Path) -> Iterator[Product]:
    """In this process, where tasks run at once."""
    settings.ROOT_URLCONF = "tests.bench.urls"
    server = urlsplit(live_server.url)
    with running(tmp_path) as sink:
        server_of_ours = {"host": "127.0.0.1", "port": sink.port, "timeout": 30}
        settings.MAILERS = {
            "default": {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": server_of_ours}
        }
        content.fill(ENTRIES, GUESTS)
        yield Product((server.hostname or "", server.port or 0), {}, sink, content.facts())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_scenario_runs_and_a_newsletter_leaves(product: Product):
    with product.visitors(1) as [bare]:
        lines = [measured(product, bare, scenario, 2, A_MOMENT) for scenario in scenarios()]

    assert [line.name for line in lines] == [scenario.name for scenario in scenarios()]
    assert all(row.count("  ") for row in report.table(lines).splitlines())

    before = product.sink.count
    mailing.main(READERS)
    mail.wait_until_sent(product.sink, before + READERS)
    assert mail.prepared(product.sink, 1000, READERS).count == READERS


def failing_with(error: Exception) -> Callable[[Visitor], None]:
    def step(_visitor: Visitor) -> None:
        raise error

    return step


def test_a_wrong_answer_in_a_thread_stops_with_that_answer():
    with pytest.raises(SystemExit, match="404 instead of 200"):
        measure(failing_with(WrongAnswer("404 instead of 200")), [Visitor(("", 0))] * 2, 1)


def test_what_is_used_up_says_so():
    with pytest.raises(SystemExit, match="nothing left to measure"):
        measure(failing_with(Exhausted()), [Visitor(("", 0))] * 2, 1)
